import { ENGINE_IDS, type EngineId, ENGINES } from '../../lib/language-model/engines.ts';

/** The engines to choose from. A model of the browser itself is offered where it is chosen already. */
export const offeredEngines = (chosen: EngineId): readonly EngineId[] =>
  ENGINE_IDS.filter((id) => ENGINES[id].host !== 'device' || id === chosen);
