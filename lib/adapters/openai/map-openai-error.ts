import { APIConnectionError, APIError } from 'openai/error';
import { judgeWords, type Refusal } from '../../language-model/judge-refusal.ts';
import { parseDuration, retryAtFromHeaders, retryAtFromWords } from '../../language-model/retry-after.ts';
import { serverWords, withoutEcho, type Unsaid } from '../../language-model/server-words.ts';
import { AppError, type ErrorCode, type ErrorDetails, type Retry } from '../../shared/app-error.ts';
import { errorFields } from './error-body.ts';

export interface OpenAiErrorContext {
  readonly model: string;
  readonly now: number;
  /** Whether the answer had begun to come. */
  readonly hasHeaders: boolean;
  /** `compatible`: an unreachable host is the server's fault and not the network's. */
  readonly host: 'openai' | 'compatible';
  readonly unsaid: Unsaid;
  /** The request asked for a search of the web. */
  readonly searches?: boolean;
}

interface ErrorFacts extends Refusal {
  readonly param: string;
  /** Ollama refuses an Origin with an empty body. */
  readonly hasBody: boolean;
  readonly headers: Headers | undefined;
  readonly wait?: string;
}

/** After a rate limit that does not say how long it lasts. */
export const UNSTATED_WAIT_MS = 20_000;

/**
 * Any failure of the OpenAI SDK as an AppError. The cause is not kept: OpenAI's messages echo the end of the key.
 * https://platform.openai.com/docs/guides/error-codes
 */
export function mapOpenAiError(error: unknown, context: OpenAiErrorContext): AppError {
  if (error instanceof APIConnectionError) {
    // The SDK wraps what the exchange's own fetch threw.
    return error.cause instanceof AppError ? redirectError(error.cause, context) : connectionError(context);
  }
  if (error instanceof APIError) return mapFacts(factsOf(error), context);
  // A line of the stream that is no JSON.
  if (error instanceof SyntaxError) return failure('engine-bad-response', 'later', 'unreadable event');
  // Chrome: TypeError "network error", Node: TypeError "terminated".
  return context.hasHeaders ? failure('engine-answer-cut', 'later', 'connection lost') : connectionError(context);
}

/** At a server of the person's own, the address is wrong; at a fixed host something stands in between, as in a hotel's network. */
function redirectError(error: AppError, { host }: OpenAiErrorContext): AppError {
  const isAddress = host === 'compatible' && error.details['reason'] === 'redirect';
  return isAddress ? failure('engine-base-url-invalid', 'never', 'redirect', error.details) : error;
}

function connectionError({ hasHeaders, host }: OpenAiErrorContext): AppError {
  if (hasHeaders) return failure('engine-answer-cut', 'later', 'connection lost');
  return failure(host === 'openai' ? 'offline' : 'engine-unavailable', 'later', 'no connection');
}

function factsOf(error: APIError): ErrorFacts {
  const headers: unknown = error.headers;
  const { message, status, ...fields } = errorFields(error.error);
  return {
    ...fields,
    status: error.status ?? status,
    text: message === '' ? (error.status === undefined ? error.message : '') : message,
    hasBody: error.error !== undefined,
    headers: headers instanceof Headers ? headers : undefined,
  };
}

/** An error object that came where an answer was due: inside a stream, or as JSON with status 200. */
export function mapErrorObject(
  value: unknown,
  headers: Headers,
  context: OpenAiErrorContext,
  httpStatus?: number,
): AppError {
  const { message, status, ...fields } = errorFields(value);
  return mapFacts(
    { ...fields, status: httpStatus ?? status, text: message, hasBody: message !== '', headers },
    context,
  );
}

function mapFacts(told: ErrorFacts, context: OpenAiErrorContext): AppError {
  const facts = { ...told, text: withoutEcho(told.text, context.unsaid.request) };
  const judged = judgeWords(facts, context.model);
  const error = judged
    ? failure(judged.code, judged.retry, facts.code || String(facts.status ?? ''), judged.details)
    : judgeStatus(facts, context);
  const said = serverWords(told.text, context.unsaid);
  return withDetails(error, { ...(said !== undefined && { said }) });
}

function judgeStatus(facts: ErrorFacts, context: OpenAiErrorContext): AppError {
  const { status, code, type, text } = facts;
  const isSpoken =
    (status === undefined && /rate[ -]limit|too many requests|throttl/iu.test(text)) ||
    /throttl/iu.test(`${code} ${type}`);
  if (
    isSpoken ||
    status === 429 ||
    code === 'rate_limit_exceeded' ||
    code === 'slow_down' ||
    type === 'rate_limit_error'
  ) {
    return rateLimit(facts, context);
  }
  const retryAt = retryAtFromHeaders(facts.headers, context.now);
  const isOverloaded =
    code === 'server_is_overloaded' ||
    code === 'capacity_exceeded' ||
    /^(?:service_unavailable|overloaded)_error$/u.test(type);
  if (isOverloaded || status === 503 || status === 529) return failure('engine-overloaded', 'later', code, {}, retryAt);
  if (status === undefined) return failure('engine-unavailable', 'later', code || type || 'error event');
  if (status >= 500 || status === 408 || status === 409) {
    return failure('engine-unavailable', 'later', String(status), { status }, retryAt);
  }
  return refusal(facts, status, context);
}

function rateLimit(facts: ErrorFacts, { model, now }: OpenAiErrorContext): AppError {
  const reset = facts.headers?.get('x-ratelimit-reset-requests') ?? facts.headers?.get('x-ratelimit-reset-tokens');
  const lasts = [facts.wait, reset].map((told) => parseDuration(told ?? '')).find((ms) => ms !== undefined);
  const stated =
    retryAtFromHeaders(facts.headers, now) ??
    retryAtFromWords(facts.text, now) ??
    (lasts === undefined ? undefined : now + lasts);
  return failure('engine-rate-limited', 'wait', facts.code, { model }, stated ?? now + UNSTATED_WAIT_MS);
}

/** A 4xx whose words say nothing plain. */
function refusal(facts: ErrorFacts, status: number, { model, host, searches }: OpenAiErrorContext): AppError {
  const { code, text, param, hasBody } = facts;
  const isAboutTool =
    param.startsWith('tools') ||
    param === 'tool_choice' ||
    /web[_ ]search|hosted tool|compound_custom|support tool use/iu.test(text);
  // 403: an organisation's admin has to allow it, at Anthropic; 404: OpenRouter has nobody who could.
  if (searches && [400, 403, 404, 422].includes(status) && isAboutTool)
    return failure('engine-search-unsupported', 'never', code, { model });
  if (status === 403) {
    const isOrigin = host === 'compatible' && !hasBody;
    return failure(isOrigin ? 'engine-origin-refused' : 'engine-key-restricted', 'never', code || '403');
  }
  if (/^no endpoints? (?:were |was )?found that/iu.test(text))
    return failure('engine-invalid-request', 'never', code, { status, model });
  if (status === 404 && /\bmodel\b/iu.test(text)) return failure('engine-model-unknown', 'never', code, { model });
  if (status === 404 || status === 405) {
    const isAddress = host === 'compatible';
    return failure(isAddress ? 'engine-base-url-invalid' : 'engine-bad-response', 'never', String(status), { status });
  }
  return failure('engine-invalid-request', 'never', code || String(status), {
    status,
    model,
    ...(param !== '' && { parameter: param }),
  });
}

function failure(code: ErrorCode, retry: Retry, word: string, details: ErrorDetails = {}, retryAt?: number): AppError {
  return new AppError(code, retry, { message: word === '' ? code : `${code} (${word})`, details, retryAt });
}

/** A list of models is asked for without a model: none is named then. */
function withDetails(error: AppError, more: ErrorDetails): AppError {
  const { message, retryAt } = error;
  const { model, ...details } = error.details;
  const named = { ...(model !== undefined && model !== '' && { model }), ...details, ...more };
  return new AppError(error.code, error.retry, { message, details: named, retryAt });
}
