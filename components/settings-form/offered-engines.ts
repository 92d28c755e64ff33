import { ENGINE_IDS, type EngineId, ENGINES } from '../../lib/language-model/engines.ts';
import { defaultModel } from '../../lib/language-model/model-catalog.ts';
import { lacksSetUp } from '../generate-options/generation-choice.ts';
import type { BuiltIn } from '../hooks/use-built-in-model.ts';
import type { SettingsForm } from './use-settings-form.ts';

/** The engines to choose from: a model of the browser itself where there is one, or where it is chosen already. */
export const offeredEngines = (chosen: EngineId, { state }: Pick<BuiltIn, 'state'>): readonly EngineId[] => {
  const hasBuiltIn = state !== undefined && state !== 'unavailable';
  return ENGINE_IDS.filter((id) => ENGINES[id].host !== 'device' || hasBuiltIn || id === chosen);
};

/** Engines that can go on when the chosen one's day is used up: those that are set up, and the one that is chosen already. */
export function enginesToGoOnWith(
  { settings, view }: Pick<SettingsForm, 'settings' | 'view'>,
  { state }: Pick<BuiltIn, 'state'>,
): readonly EngineId[] {
  const chosen = settings.engineLimits?.[settings.engine]?.whenSpent;
  const isSetUp = (id: EngineId): boolean => {
    if (ENGINES[id].host === 'device') return state === 'available'; // needs no key, but must be on this device
    if (lacksSetUp(id, { ...view, settings })) return false;
    return settings.models[id] !== '' || defaultModel(id) !== undefined;
  };
  return ENGINE_IDS.filter((id) => id !== settings.engine && (id === chosen || isSetUp(id)));
}
