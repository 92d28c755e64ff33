import { requireBaseUrl } from '../../language-model/base-url.ts';
import { cleanKey, requireKey } from '../../language-model/clean-key.ts';
import type { Fetch } from '../../language-model/engine-exchange.ts';
import type { EngineMemory } from '../../language-model/engine-memory.ts';
import type { LanguageModel } from '../../language-model/language-model.ts';
import { withoutThinking } from '../../language-model/without-thinking.ts';
import type { Clock } from '../../shared/clock.ts';
import { listServerModels, probeServer, streamCompletion, type ChatServer } from '../openai/chat-completions.ts';
import { convertToCompatibleRequest } from './convert-to-compatible-request.ts';

export interface OpenAiCompatibleOptions {
  /** With the path up to and with /v1, such as http://localhost:11434/v1. */
  readonly baseUrl: string;
  /** Local servers need none. */
  readonly apiKey?: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** What the server was found not to take. */
  readonly memory: EngineMemory;
  /** Longest silence while waiting for bytes, ms. */
  readonly idleMs?: number;
}

/**
 * Any server that speaks OpenAI's chat completions: Ollama, LM Studio, OpenRouter, Groq, vLLM.
 * @throws AppError engine-base-url-invalid, engine-key-invalid
 */
export function createOpenAiCompatibleLanguageModel(options: OpenAiCompatibleOptions): LanguageModel {
  const { baseUrl, apiKey = '', memory, ...exchange } = options;
  const server: ChatServer = {
    host: 'compatible',
    baseUrl: requireBaseUrl(baseUrl),
    memory,
    convert: convertToCompatibleRequest,
    exchange,
    ...(cleanKey(apiKey) !== '' && { apiKey: requireKey(apiKey) }),
  };
  return {
    engine: 'compatible',
    stream: (request, signal) => withoutThinking(streamCompletion(server, request, signal)),
    // Only the server knows which of its models write text: all are offered.
    listModels: async (signal) =>
      (await listServerModels(server, signal)).map(({ created: _created, ...model }) => model),
    probe: (signal) => probeServer(server, signal),
  };
}
