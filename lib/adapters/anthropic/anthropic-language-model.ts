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
import { convertToAnthropicRequest } from './convert-to-anthropic-request.ts';
import { readMessages } from './read-messages.ts';

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

/** @throws AppError engine-key-missing, engine-key-invalid, engine-base-url-invalid */
export function createAnthropicLanguageModel(options: AnthropicOptions): LanguageModel {
  const { apiKey, memory, headers = {}, fields = {}, ...exchangeOptions } = options;
  const key = requireKey(apiKey);
  const baseUrl = requireBaseUrl(options.baseUrl);

  const server: AnthropicServer = { baseUrl, key, headers };

  async function* generate(request: ModelRequest, exchange: EngineExchange): AsyncGenerator<ModelEvent> {
    const memoryKey = `${baseUrl} ${request.model}`;
    const isEffortSent = !(await memory.get(memoryKey))?.includes(NO_EFFORT);
    const post = (withEffort: boolean): Promise<Response> =>
      send(server, exchange, '/messages', convertToAnthropicRequest(request, { isEffortSent: withEffort, fields }));
    let response: Response;
    try {
      response = await post(isEffortSent);
    } catch (error) {
      if (!isEffortSent || request.effort === undefined || !isEffortRefused(error)) throw error;
      response = await post(false);
      await memory.set(memoryKey, [NO_EFFORT]);
    }
    yield* readMessages(response, request, exchange);
  }

  const mapError = (request?: ModelRequest) => errorMapper(key, options.clock, request);

  const model: LanguageModel = {
    engine: 'compatible',
    stream: (request, signal) =>
      boundAnswer(
        streamInExchange({ ...exchangeOptions, signal }, (exchange) => generate(request, exchange), mapError(request)),
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

const isEffortRefused = (error: unknown): boolean =>
  error instanceof ErrorInAnswer && error.status === 400 && /effort/iu.test(errorFields(error.value).message);
