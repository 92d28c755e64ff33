import { type EngineId, ENGINES, type KeyedEngineId, needsKey } from '../language-model/engines.ts';
import { defaultModel } from '../language-model/model-catalog.ts';
import type { Settings } from './settings.ts';

/** What an engine lacks before it can be asked: the address of its server, its key. */
export function engineLacks(
  engine: EngineId,
  { baseUrl }: Pick<Settings, 'baseUrl'>,
  hasKey: (engine: KeyedEngineId) => boolean,
): readonly ('base-url' | 'key')[] {
  return [
    ...(ENGINES[engine].host === 'base-url' && baseUrl.trim() === '' ? (['base-url'] as const) : []),
    ...(needsKey(engine) && !hasKey(engine) ? (['key'] as const) : []),
  ];
}

/** Engine and model that a run started now would use; no model: none is set, and the engine has no default. */
export function effectiveChoice(
  options: { readonly engine?: EngineId | undefined; readonly model?: string | undefined },
  settings: Pick<Settings, 'engine' | 'models'>,
): { readonly engine: EngineId; readonly model: string } {
  const engine = options.engine ?? settings.engine;
  return { engine, model: options.model || settings.models[engine] || defaultModel(engine) || '' };
}
