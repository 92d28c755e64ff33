/**
 * POST /v1/chat/completions through the `openai` SDK: what api.openai.com and every compatible server have in common.
 * The SDK's own retries, logs and telemetry headers are off; waiting and trying again is decided by who calls.
 */
import OpenAI from 'openai';
import type { EngineExchange, ExchangeOptions } from '../../language-model/engine-exchange.ts';
import { boundAnswer } from '../../language-model/bound-answer.ts';
import { callInExchange, streamInExchange } from '../../language-model/engine-exchange.ts';
import type { EngineMemory } from '../../language-model/engine-memory.ts';
import type { ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import { AppError } from '../../shared/app-error.ts';
import type { SearchForm } from '../../language-model/search-service.ts';
import { ruleOf } from '../../shared/error-rules.ts';
import type { CompletionParams } from './convert-to-openai-request.ts';
import { correctionFor, correctParams } from './correct-openai-request.ts';
import { withReadableError } from './error-body.ts';
import { readModelList, type ListedModel } from './listed-models.ts';
import { mapErrorObject, mapOpenAiError, type OpenAiErrorContext } from './map-openai-error.ts';
import { ErrorInAnswer } from './error-in-answer.ts';
import { readCompletion } from './read-completion.ts';

export interface ChatServer {
  readonly host: OpenAiErrorContext['host'];
  /** With the path up to /v1. */
  readonly baseUrl: string;
  /** What goes behind every address, such as api-version. */
  readonly query?: Readonly<Record<string, string>>;
  /** A person's own, beside ours. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the key goes instead of into Authorization. */
  readonly keyHeader?: string;
  /** What is known of it before it refused anything. */
  readonly knownCorrections?: readonly string[];
  /** Without one no Authorization header is sent. */
  readonly apiKey?: string;
  readonly memory: EngineMemory;
  readonly convert: (request: ModelRequest) => CompletionParams;
  readonly exchange: Omit<ExchangeOptions, 'signal'>;
  /** How a model searches the web; undefined: it cannot, and is never asked to. */
  readonly search?: (model: string) => SearchForm | undefined;
}

// Strict servers fail the CORS preflight because of these.
const TELEMETRY = [
  'Lang',
  'Package-Version',
  'OS',
  'Arch',
  'Runtime',
  'Runtime-Version',
  'Retry-Count',
  'Timeout',
  'Helper-Method',
];
const MAX_CORRECTIONS = 6;
/** What is slower at half the price may wait so long for its turn: https://platform.openai.com/docs/guides/flex-processing */
export const FLEX_FIRST_MS = 15 * 60_000;

export function streamCompletion(
  server: ChatServer,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncIterable<ModelEvent> {
  const events = streamInExchange(
    { ...server.exchange, signal, ...(request.tier && { firstMs: FLEX_FIRST_MS }) },
    (exchange) => requestCompletion(server, request, exchange),
    errorMapper(server, request),
  );
  return boundAnswer(events, request, server.exchange.clock);
}

async function* requestCompletion(
  server: ChatServer,
  request: ModelRequest,
  exchange: EngineExchange,
): AsyncGenerator<ModelEvent> {
  const client = createClient(server, exchange);
  yield* readCompletion(await postCorrected(client, server, request, exchange), request, { client, exchange });
}

/** Sends the request, corrected for what the server is known or found not to take. */
async function postCorrected(
  client: OpenAI,
  server: ChatServer,
  request: ModelRequest,
  exchange: EngineExchange,
): Promise<Response> {
  const key = `${server.baseUrl} ${request.model}`;
  const corrections = [...((await server.memory.get(key)) ?? server.knownCorrections ?? [])];
  const knownCount = corrections.length;
  for (;;) {
    const params = correctParams(server.convert(request), corrections, request);
    try {
      const body = params as OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming;
      const response = await client.chat.completions.create(body, { signal: exchange.signal }).asResponse();
      if (corrections.length > knownCount) await server.memory.set(key, corrections);
      return response;
    } catch (error) {
      const correction = correctionFor(error, params, request);
      if (!correction || corrections.includes(correction) || corrections.length >= MAX_CORRECTIONS) throw error;
      corrections.push(correction);
    }
  }
}

/** GET /v1/models. */
export function listServerModels(server: ChatServer, signal: AbortSignal): Promise<readonly ListedModel[]> {
  return callInExchange(
    { ...server.exchange, signal },
    async (exchange) => {
      const answer = createClient(server, exchange).get<Response>('/models', {
        signal: exchange.signal,
        __binaryResponse: true,
      });
      const response = await answer;
      return readModelList(await jsonOf(response), response.headers);
    },
    errorMapper(server),
  );
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AppError('engine-bad-response', 'later', { message: 'a list that is no JSON' });
  }
}

/**
 * POST /v1/chat/completions without a message, which servers refuse after they have looked at key and origin. Lists are open
 * to anybody on some servers, and Firefox sends no Origin with a GET.
 */
export async function probeServer(server: ChatServer, signal: AbortSignal): Promise<void> {
  try {
    await callInExchange(
      { ...server.exchange, signal },
      (exchange) =>
        createClient(server, exchange)
          .chat.completions.create({ model: 'probe', messages: [], max_tokens: 1 }, { signal: exchange.signal })
          .asResponse(),
      errorMapper(server),
    );
  } catch (error) {
    // Any other refusal is about the probe itself, and says nothing about answers.
    if (!(error instanceof AppError) || error.code === 'stopped' || ruleOf(error.code).refusesAll) throw error;
  }
}

export function errorMapper(
  server: ChatServer,
  request?: ModelRequest,
): (error: unknown, exchange: EngineExchange) => AppError {
  return (error, exchange) => {
    const context: OpenAiErrorContext = {
      model: request?.model ?? '',
      host: server.host,
      now: server.exchange.clock.now(),
      hasHeaders: exchange.headers !== undefined,
      searches: request?.search !== undefined,
      unsaid: {
        secrets: server.apiKey === undefined ? [] : [server.apiKey],
        request: request ? [request.system, ...request.messages.map(({ text }) => text)].join('\n') : '',
      },
    };
    return error instanceof ErrorInAnswer
      ? mapErrorObject(error.value, error.headers, context)
      : mapOpenAiError(error, context);
  };
}

export function createClient(server: ChatServer, exchange: EngineExchange): OpenAI {
  const silenced = Object.fromEntries(TELEMETRY.map((name) => [`X-Stainless-${name}`, null]));
  return new OpenAI({
    // The SDK refuses an empty key; without one the header is taken out.
    apiKey: server.apiKey ?? 'none',
    baseURL: server.baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    dangerouslyAllowBrowser: true,
    logLevel: 'off',
    fetch: async (input, init) => {
      const response = await exchange.fetch(input, init);
      return response.ok ? response : withReadableError(response);
    },
    defaultQuery: { ...server.query },
    defaultHeaders: {
      ...server.headers,
      ...silenced,
      ...((server.apiKey === undefined || server.keyHeader !== undefined) && { Authorization: null }),
      ...(server.keyHeader !== undefined && server.apiKey !== undefined && { [server.keyHeader]: server.apiKey }),
    },
  });
}
