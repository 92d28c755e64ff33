/** What a model takes beside the prompt: for its adapter, and for the fields that a person is offered. */
import { type EngineId, ENGINES } from './engines.ts';
import type { Effort } from './model-info.ts';

export type { Effort } from './model-info.ts';

export const EFFORTS: readonly Effort[] = ['none', 'low', 'medium', 'high'];

/** Whether a temperature reaches the model. Other servers' models are not known: there it is sent, and left out if refused. */
export const takesTemperature = (engine: EngineId, model: string, effort: Effort = 'low'): boolean =>
  ENGINES[engine].takesTemperature(model, effort);

/** Whether a normal call can be answered slower at half the price. */
export const takesFlex = (engine: EngineId, model: string): boolean => ENGINES[engine].takesFlex?.(model) ?? false;

/** Whether how much the model thinks can be chosen. */
export const takesEffort = (engine: EngineId, model: string): boolean => ENGINES[engine].takesEffort(model);

/** Whether a model reads pages whose addresses stand in the prompt. */
export const readsLinks = (engine: EngineId, model: string): boolean => ENGINES[engine].readsLinks?.(model) ?? false;
