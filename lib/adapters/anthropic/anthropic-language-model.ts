/**
 * Claude through Anthropic's own API: its OpenAI-compatible form passes over schemas.
 * https://docs.anthropic.com/en/api/messages
 */
import { requireBaseUrl } from '../../language-model/base-url.ts';
import { boundAnswer } from '../../language-model/bound-answer.ts';
import { requireKey } from '../../language-model/clean-key.ts';
import {
  callInExchange,
  streamInExchange,
  type EngineExchange,
  type Fetch,
} from '../../language-model/engine-exchange.ts';
import type { EngineMemory } from '../../language-model/engine-memory.ts';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import { askForAWord } from '../../language-model/probe-answer.ts';
import type { ExtraFields, ExtraHeaders } from '../../language-model/server-extras.ts';
import type { AppError } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import { errorFields, readableError } from '../openai/error-body.ts';
import { readModelList } from '../openai/listed-models.ts';
import { mapErrorObject, mapOpenAiError, type OpenAiErrorContext } from '../openai/map-openai-error.ts';
import { ErrorInAnswer } from '../openai/error-in-answer.ts';
import { convertToAnthropicRequest, type PausedTurn } from './convert-to-anthropic-request.ts';
import { MessageReading } from './read-messages.ts';

export interface AnthropicOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly headers?: ExtraHeaders;
  readonly fields?: ExtraFields;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly memory: EngineMemory;
  readonly idleMs?: number;
}

const NO_EFFORT = 'no effort';
const NO_SCHEMA_BESIDE_SEARCH = 'no schema beside a search';
/** A turn that is paused more often than that goes nowhere. */
const MOST_PAUSES = 5;
/** Pages are fetched and read before a word comes. */
const SEARCH_IDLE_MS = 180_000;

/** @throws AppError engine-key-missing, engine-key-invalid, engine-base-url-invalid */
export function createAnthropicLanguageModel(options: AnthropicOptions): LanguageModel {
  const { apiKey, memory, headers = {}, fields = {}, ...exchangeOptions } = options;
  const key = requireKey(apiKey);
  const baseUrl = requireBaseUrl(options.baseUrl);

  const server: AnthropicServer = { baseUrl, key, headers, fields, memory };

  async function* generate(request: ModelRequest, exchange: EngineExchange): AsyncGenerator<ModelEvent> {
    const reading = new MessageReading(request, exchange);
    const paused: PausedTurn[] = [];
    for (;;) {
      yield* reading.read(await post(server, request, exchange, paused));
      if (!reading.isPaused || paused.length >= MOST_PAUSES) break;
      paused.push({ content: reading.blocks, searchesLeft: (request.search?.most ?? 0) - reading.searches });
    }
    yield* reading.end();
  }

  const mapError = (request?: ModelRequest) => errorMapper(key, options.clock, request);

  const model: LanguageModel = {
    engine: 'compatible',
    stream: (request, signal) =>
      boundAnswer(
        streamInExchange(
          { ...exchangeOptions, ...(request.search && { idleMs: options.idleMs ?? SEARCH_IDLE_MS }), signal },
          (exchange) => generate(request, exchange),
          mapError(request),
        ),
        request,
        options.clock,
      ),
    listModels: (signal) =>
      callInExchange(
        { ...exchangeOptions, signal },
        async (exchange) => {
          const list: unknown = await (await send(server, exchange, '/models?limit=1000')).json();
          return readModelList(list).map(({ created: _created, ...listed }) => listed);
        },
        mapError(),
      ),
    probe: async (signal, id) => {
      if (id !== undefined) await askForAWord(model, id, signal);
    },
  };
  return model;
}

interface AnthropicServer {
  readonly baseUrl: string;
  readonly key: string;
  readonly headers: ExtraHeaders;
  readonly fields: ExtraFields;
  readonly memory: EngineMemory;
}

/** The answer of the server, asked again for as much as it turned out not to take. */
async function post(
  server: AnthropicServer,
  request: ModelRequest,
  exchange: EngineExchange,
  paused: readonly PausedTurn[],
): Promise<Response> {
  const { baseUrl, fields, memory } = server;
  const memoryKey = `${baseUrl} ${request.model}`;
  const known = [...((await memory.get(memoryKey)) ?? [])];
  for (;;) {
    const isEffortSent = !known.includes(NO_EFFORT);
    const isSchemaSent = request.search === undefined || !known.includes(NO_SCHEMA_BESIDE_SEARCH);
    const body = convertToAnthropicRequest(request, { isEffortSent, isSchemaSent, fields }, paused);
    try {
      return await send(server, exchange, '/messages', body);
    } catch (error) {
      const isEffort = isEffortSent && request.effort !== undefined && isRefused(error, /effort/iu);
      const isSchema =
        isSchemaSent && request.search && request.json && isRefused(error, /citation|output_(?:config|format)/iu);
      if (!isEffort && !isSchema) throw error;
      known.push(isEffort ? NO_EFFORT : NO_SCHEMA_BESIDE_SEARCH);
      await memory.set(memoryKey, known);
    }
  }
}

/** @throws ErrorInAnswer for a refusal */
async function send(
  { baseUrl, key, headers }: AnthropicServer,
  exchange: EngineExchange,
  path: string,
  body?: unknown,
): Promise<Response> {
  const response = await exchange.fetch(`${baseUrl}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    signal: exchange.signal,
    headers: {
      ...headers,
      'content-type': 'application/json',
      'x-api-key': key,
      'anthropic-version': '2023-06-01',
      // Without it every request with an Origin, as an extension's POST is, gets a 401.
      'anthropic-dangerous-direct-browser-access': 'true',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await readableError(response);
  return response;
}

function errorMapper(
  key: string,
  clock: Clock,
  request?: ModelRequest,
): (error: unknown, exchange: EngineExchange) => AppError {
  return (error, exchange) => {
    const context: OpenAiErrorContext = {
      model: request?.model ?? '',
      host: 'compatible',
      now: clock.now(),
      hasHeaders: exchange.headers !== undefined,
      searches: request?.search !== undefined,
      unsaid: {
        secrets: [key],
        request: request ? [request.system, ...request.messages.map(({ text }) => text)].join('\n') : '',
      },
    };
    return error instanceof ErrorInAnswer
      ? mapErrorObject(error.value, error.headers, context, error.status)
      : mapOpenAiError(error, context);
  };
}

const isRefused = (error: unknown, words: RegExp): boolean =>
  error instanceof ErrorInAnswer && error.status === 400 && words.test(errorFields(error.value).message);
