import type { Fetch } from '../../language-model/engine-exchange.ts';
import { createTransientMemory, type EngineMemory } from '../../language-model/engine-memory.ts';
import type { LanguageModel } from '../../language-model/language-model.ts';
import { askForAWord } from '../../language-model/probe-answer.ts';
import { requireKey } from '../../language-model/clean-key.ts';
import { isOpenAiTextModel } from '../../language-model/model-catalog.ts';
import type { Clock } from '../../shared/clock.ts';
import { listServerModels, type ChatServer } from './chat-completions.ts';
import { streamAnswer } from './responses.ts';
import { convertToOpenAiRequest } from './convert-to-openai-request.ts';

export interface OpenAiOptions {
  readonly apiKey: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Longest silence while waiting for bytes, ms. */
  readonly idleMs?: number;
  /** What models were found not to take; pass one to several instances. */
  readonly memory?: EngineMemory;
}

/**
 * GPT models at api.openai.com, with a person's own key.
 * @throws AppError engine-key-missing or engine-key-invalid for a key that no header can carry
 */
export function createOpenAiLanguageModel({
  apiKey,
  memory = createTransientMemory(),
  ...exchange
}: OpenAiOptions): LanguageModel {
  const server: ChatServer = {
    host: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    apiKey: requireKey(apiKey),
    memory,
    convert: convertToOpenAiRequest,
    search: () => 'responses',
    exchange,
  };
  const model: LanguageModel = {
    engine: 'openai',
    stream: (request, signal) => streamAnswer(server, request, signal),
    listModels: async (signal) =>
      (await listServerModels(server, signal))
        .filter(({ id }) => isOpenAiTextModel(id))
        .sort((one, other) => (other.created ?? 0) - (one.created ?? 0) || one.id.localeCompare(other.id))
        .map(({ created: _created, ...model }) => model),
    probe: async (signal, id) => {
      if (id !== undefined) await askForAWord(model, id, signal);
    },
  };
  return model;
}
