import { AppError } from '../shared/app-error.ts';
import type { EngineLimits, EnginePacer } from './engine-limits.ts';
import type { EngineId } from './engines.ts';
import type { LanguageModel, ModelEvent, ModelRequest } from './language-model.ts';
import { estimateInputTokens } from './usage.ts';

/** The same model, held to the person's own limits. Lists and probes are what a person waits for at the screen: they pass. */
export function limitModel(model: LanguageModel, limits: EngineLimits, pacer: EnginePacer): LanguageModel {
  if (limits.requestsPerMinute === undefined && limits.atOnce === undefined) return model;
  return {
    ...model,
    async *stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
      const leave = await pacer.begin(model.engine, limits, signal);
      try {
        yield* model.stream(request, signal);
      } finally {
        leave();
      }
    },
  };
}

export interface Substitute {
  readonly engine: EngineId;
  readonly model: string;
  readonly create: () => Promise<LanguageModel>;
  /** Tokens that it has room for. */
  readonly contextTokens?: () => Promise<number>;
}

/**
 * The same model until the limit of its day is reached, then another one. Every answer of the other says so in its end event. Words
 * that came before the limit are no answer of anybody: then the limit is told, and the next try goes to the other at once. So does a
 * request that was made for a larger window than the other's: it is made anew.
 */
export function withSubstitute(model: LanguageModel, substitute: Substitute, pacer: EnginePacer): LanguageModel {
  async function* ofOther(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const other = await substitute.create();
    for await (const event of other.stream({ ...request, model: substitute.model }, signal)) {
      yield event.type === 'end' ? { ...event, engine: substitute.engine } : event;
    }
  }
  return {
    ...model,
    async *stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
      if (await pacer.isSpent(model.engine)) return yield* ofOther(request, signal);
      let hasBegun = false;
      try {
        for await (const event of model.stream(request, signal)) {
          hasBegun = true;
          yield event;
        }
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'engine-quota-day') throw error;
        await pacer.noteSpent(model.engine);
        const room = (await substitute.contextTokens?.()) ?? Number.POSITIVE_INFINITY;
        if (hasBegun || estimateInputTokens(request) > room)
          throw new AppError('engine-unavailable', 'later', { cause: error });
        yield* ofOther(request, signal);
      }
    },
  };
}
