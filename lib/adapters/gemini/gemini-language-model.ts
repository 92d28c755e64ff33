/**
 * Gemini through @google/generative-ai 0.24.1. Google ended its support on 2025-08-31; it still speaks the live wire and is a
 * twelfth of its successor's size. Everything known of its faults is guarded in this folder, and a swap stays in this folder.
 */
import { GoogleGenerativeAI } from '@google/generative-ai';
import { boundAnswer } from '../../language-model/bound-answer.ts';
import { askForAWord } from '../../language-model/probe-answer.ts';
import { requireKey } from '../../language-model/clean-key.ts';
import {
  callInExchange,
  streamInExchange,
  type EngineExchange,
  type Fetch,
} from '../../language-model/engine-exchange.ts';
import { createTransientMemory, type EngineMemory } from '../../language-model/engine-memory.ts';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import type { Clock } from '../../shared/clock.ts';
import { convertToGeminiRequest } from './convert-to-gemini-request.ts';
import { createGeminiTransport, withGlobalFetch, type GeminiTransport } from './gemini-transport.ts';
import { listGeminiModels } from './list-gemini-models.ts';
import { isThinkingRefused, mapGeminiError, type GeminiErrorContext } from './map-gemini-error.ts';
import { readGeminiStream, type GeminiChunk } from './read-gemini-stream.ts';

export interface GeminiOptions {
  /** Any text: Google changed the form of its keys in 2026. https://ai.google.dev/gemini-api/docs/api-key */
  readonly apiKey: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Longest silence while waiting for bytes, ms. */
  readonly idleMs?: number;
  /** What models were found not to take; pass one to several instances. */
  readonly memory?: EngineMemory;
}

const BASE_URL = 'https://generativelanguage.googleapis.com';
const NO_THINKING = 'no thinkingConfig';

/**
 * Gemini models, with a person's own key.
 * @throws AppError engine-key-missing or engine-key-invalid for a key that no header can carry
 */
export function createGeminiLanguageModel({
  apiKey,
  memory = createTransientMemory(),
  ...exchangeOptions
}: GeminiOptions): LanguageModel {
  const key = requireKey(apiKey);
  const { clock } = exchangeOptions;

  async function openStream(request: ModelRequest, transport: GeminiTransport): Promise<AsyncIterable<GeminiChunk>> {
    const memoryKey = `${BASE_URL} ${request.model}`;
    const isThinkingSet = !(await memory.get(memoryKey))?.includes(NO_THINKING);
    try {
      return await callSdk(key, request, isThinkingSet, transport);
    } catch (error) {
      if (!isThinkingSet || !isThinkingRefused(error)) throw error;
      await memory.set(memoryKey, [NO_THINKING]);
      return callSdk(key, request, false, transport);
    }
  }

  async function* generate(request: ModelRequest, exchange: EngineExchange): AsyncGenerator<ModelEvent> {
    const transport = createGeminiTransport(exchange);
    try {
      const chunks = await openStream(request, transport);
      yield* readGeminiStream(chunks, request, { exchange, context: () => contextOf(request, exchange) });
    } catch (error) {
      throw transport.failure() ?? error;
    }
  }

  const contextOf = (request: ModelRequest | undefined, { headers }: EngineExchange): GeminiErrorContext => ({
    model: request?.model ?? '',
    headers,
    now: clock.now(),
    looksUp: request !== undefined && looksUp(request),
    unsaid: { secrets: [key], request: wordsOf(request) },
  });

  const languageModel: LanguageModel = {
    engine: 'gemini',
    stream: (request, signal) =>
      boundAnswer(
        streamInExchange(
          { ...exchangeOptions, signal },
          (exchange) => generate(request, exchange),
          (error, exchange) => mapGeminiError(error, contextOf(request, exchange)),
        ),
        request,
        clock,
      ),
    listModels: (signal) =>
      callInExchange(
        { ...exchangeOptions, signal },
        (exchange) => listGeminiModels(BASE_URL, key, exchange, contextOf(undefined, exchange)),
        (error, exchange) => mapGeminiError(error, contextOf(undefined, exchange)),
      ),
    probe: async (signal, id) => {
      if (id !== undefined) await askForAWord(languageModel, id, signal);
    },
  };
  return languageModel;
}

async function callSdk(
  key: string,
  request: ModelRequest,
  isThinkingSet: boolean,
  transport: GeminiTransport,
): Promise<AsyncIterable<GeminiChunk>> {
  const { params, content } = convertToGeminiRequest(request, isThinkingSet);
  // No `signal`, no `timeout`: the exchange's fetch has both, and the SDK's timeout would cut long answers.
  const model = new GoogleGenerativeAI(key).getGenerativeModel(params, { baseUrl: BASE_URL });
  const result = await withGlobalFetch(transport.fetch, () => model.generateContentStream(content));
  // Only the stream is read; its twin rejects on its own when the connection breaks.
  result.response.catch(() => undefined);
  return result.stream as AsyncIterable<unknown> as AsyncIterable<GeminiChunk>;
}

const looksUp = ({ isPreview, readsLinks }: ModelRequest): boolean => isPreview === true || readsLinks === true;

const wordsOf = (request: ModelRequest | undefined): string =>
  request ? [request.system, ...request.messages.map(({ text }) => text)].join('\n') : '';
