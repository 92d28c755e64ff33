import { ENGINE_IDS, type EngineId, ENGINES } from '../../lib/language-model/engines.ts';
import type { BuiltIn } from '../hooks/use-built-in-model.ts';

/** The engines to choose from: a model of the browser itself where there is one, or where it is chosen already. */
export const offeredEngines = (chosen: EngineId, { state }: Pick<BuiltIn, 'state'>): readonly EngineId[] => {
  const hasBuiltIn = state !== undefined && state !== 'unavailable';
  return ENGINE_IDS.filter((id) => ENGINES[id].host !== 'device' || hasBuiltIn || id === chosen);
};
