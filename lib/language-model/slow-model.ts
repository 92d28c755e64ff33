import { AppError } from '../shared/app-error.ts';
import type { LanguageModel, ModelEvent, ModelRequest } from './language-model.ts';

/** `only`: waits until there is room at half the price; `or-normal`: pays the normal price where there is none. */
export type Slower = 'only' | 'or-normal';

const HAS_NO_ROOM: ReadonlySet<string> = new Set(['engine-rate-limited', 'engine-overloaded', 'engine-stalled']);

/** The same model, asked slower at half the price. A model without such a way answers as always. */
export function slowModel(model: LanguageModel, slower: Slower | undefined): LanguageModel {
  if (slower === undefined) return model;
  return {
    ...model,
    async *stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
      let hasBegun = false;
      try {
        for await (const event of model.stream({ ...request, tier: 'flex' }, signal)) {
          hasBegun = true;
          yield event;
        }
      } catch (error) {
        const isBusy = error instanceof AppError && HAS_NO_ROOM.has(error.code);
        if (!isBusy || hasBegun || slower === 'only') throw error;
        yield* model.stream(request, signal);
      }
    },
  };
}
