/** What More options says, and what follows from it. Pure. */
import type { GenerationOptions } from '../../lib/run-request/generation-options.ts';
import type { EngineId } from '../../lib/language-model/engines.ts';
import { takesEffort, takesTemperature } from '../../lib/language-model/model-abilities.ts';
import type { SettingsView } from '../../lib/settings/settings.ts';
import { engineLacks } from '../../lib/settings/engine-set-up.ts';

/** The options that may be absent: what Settings say then holds. */
export type OwnOption =
  | 'engine'
  | 'model'
  | 'temperature'
  | 'effort'
  | 'maxOutputTokens'
  | 'outputLanguage'
  | 'systemInstructions'
  | 'extraContext'
  | 'slower';

const OWN: readonly OwnOption[] = [
  'engine',
  'model',
  'temperature',
  'effort',
  'maxOutputTokens',
  'outputLanguage',
  'systemInstructions',
  'extraContext',
];

/** The options with one of them set, or given back to Settings (`undefined`). */
export function withOption<N extends OwnOption>(
  options: GenerationOptions,
  name: N,
  value: GenerationOptions[N] | undefined,
): GenerationOptions {
  const { [name]: _old, ...rest } = options;
  return (value === undefined ? rest : { ...rest, [name]: value }) as GenerationOptions;
}

/** Another engine knows another engine's model, temperature and effort not at all. */
export function withEngine(options: GenerationOptions, engine: EngineId | undefined): GenerationOptions {
  const bare = (['model', 'temperature', 'effort'] as const).reduce<GenerationOptions>(
    (rest, name) => withOption(rest, name, undefined),
    options,
  );
  return withOption(bare, 'engine', engine);
}

/** A model belongs to its engine: choosing one keeps both, so that another engine in Settings does not get a foreign name. */
export function withModel(options: GenerationOptions, engine: EngineId, model: string): GenerationOptions {
  if (model.trim() === '') return withOption(options, 'model', undefined);
  return { ...options, engine, model: model.trim() };
}

/** Which fields the chosen model has a use for. */
export function fieldsFor(
  choice: { readonly engine: EngineId; readonly model: string },
  options: Pick<GenerationOptions, 'effort'>,
): { readonly temperature: boolean; readonly effort: boolean } {
  return {
    temperature: takesTemperature(choice.engine, choice.model, options.effort),
    effort: takesEffort(choice.engine, choice.model),
  };
}

/** What the chosen engine still lacks in Settings. */
export function lacksSetUp(engine: EngineId, { settings, secrets }: SettingsView): 'key' | 'base-url' | undefined {
  return engineLacks(engine, settings, (id) => secrets[id] !== undefined)[0];
}

/** How many options are the connection's own. */
export function countOwn(options: GenerationOptions): number {
  return OWN.filter((name) => options[name] !== undefined).length;
}
