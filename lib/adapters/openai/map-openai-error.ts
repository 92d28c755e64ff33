import { APIConnectionError, APIError } from 'openai/error';
import { parseDuration, retryAtFromHeaders } from '../../language-model/retry-after.ts';
import { AppError, type ErrorCode, type ErrorDetails, type Retry } from '../../shared/app-error.ts';

export interface OpenAiErrorContext {
  readonly model: string;
  readonly now: number;
  /** Whether the answer had begun to come. */
  readonly hasHeaders: boolean;
  /** `local`: a compatible server, where an unreachable host is the server's fault and not the network's. */
  readonly host: 'openai' | 'compatible';
}

/** What is known of a failure, without its message: that can hold the tail of a key or a piece of the prompt. */
interface ErrorFacts {
  readonly status: number | undefined;
  readonly code: string;
  readonly type: string;
  readonly param: string;
  readonly text: string;
  readonly headers: Headers | undefined;
}

/** After a rate limit that does not say how long it lasts. */
export const UNSTATED_WAIT_MS = 20_000;

const BILLING = new Set([
  'insufficient_quota',
  'credit_balance_exhausted',
  'billing_hard_limit_reached',
  'billing_not_active',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
  'organization_usage_limit_exceeded',
]);

/**
 * Any failure of the OpenAI SDK as an AppError. The cause is not kept: OpenAI's messages echo the end of the key.
 * https://platform.openai.com/docs/guides/error-codes
 */
export function mapOpenAiError(error: unknown, context: OpenAiErrorContext): AppError {
  if (error instanceof APIConnectionError) return connectionError(context);
  if (error instanceof APIError) return mapFacts(factsOf(error), context);
  // A line of the stream that is no JSON.
  if (error instanceof SyntaxError) return failure('engine-bad-response', 'later', 'unreadable event');
  // Chrome: TypeError "network error", Node: TypeError "terminated".
  return context.hasHeaders ? failure('engine-answer-cut', 'later', 'connection lost') : connectionError(context);
}

function connectionError({ hasHeaders, host }: OpenAiErrorContext): AppError {
  if (hasHeaders) return failure('engine-answer-cut', 'later', 'connection lost');
  return failure(host === 'openai' ? 'offline' : 'engine-unavailable', 'later', 'no connection');
}

function factsOf(error: APIError): ErrorFacts {
  const headers: unknown = error.headers;
  return {
    status: error.status,
    code: String(error.code ?? ''),
    type: String(error.type ?? ''),
    param: String(error.param ?? ''),
    text: error.message,
    headers: headers instanceof Headers ? headers : undefined,
  };
}

function mapFacts(facts: ErrorFacts, context: OpenAiErrorContext): AppError {
  const { status, code, type } = facts;
  if (BILLING.has(code) || BILLING.has(type) || status === 402)
    return failure('engine-no-credit', 'never', code || '402');
  if (status === 429 || code === 'rate_limit_exceeded' || code === 'slow_down' || type === 'rate_limit_error') {
    return rateLimit(facts, context);
  }
  if (code === 'server_is_overloaded' || type === 'service_unavailable_error' || status === 503 || status === 529) {
    return failure('engine-overloaded', 'later', code, {}, retryAtFromHeaders(facts.headers, context.now));
  }
  if (status === undefined) return failure('engine-unavailable', 'later', code || type || 'error event');
  if (status >= 500 || status === 408 || status === 409) {
    return failure(
      'engine-unavailable',
      'later',
      String(status),
      { status },
      retryAtFromHeaders(facts.headers, context.now),
    );
  }
  return refusal(facts, status, context);
}

function rateLimit(facts: ErrorFacts, { model, now }: OpenAiErrorContext): AppError {
  if (/per day|\bRPD\b|\bTPD\b|daily/iu.test(facts.text))
    return failure('engine-quota-day', 'never', facts.code, { model });
  const reset = facts.headers?.get('x-ratelimit-reset-requests') ?? facts.headers?.get('x-ratelimit-reset-tokens');
  const resetMs = reset === null || reset === undefined ? undefined : parseDuration(reset);
  const stated = retryAtFromHeaders(facts.headers, now) ?? (resetMs === undefined ? undefined : now + resetMs);
  const retryAt = stated ?? now + UNSTATED_WAIT_MS;
  return failure('engine-rate-limited', 'wait', facts.code, { model }, retryAt);
}

/** What a 4xx says a person must change. */
function refusal(facts: ErrorFacts, status: number, { model, host }: OpenAiErrorContext): AppError {
  const { code, text, param } = facts;
  if (code === 'unsupported_country_region_territory' || /country, region/iu.test(text))
    return failure('engine-region', 'never', code);
  if (status === 401) return failure('engine-key-invalid', 'never', code);
  // Ollama refuses an Origin with an empty body; the SDK then says "403 status code (no body)".
  if (status === 403 && host === 'compatible' && /no body/iu.test(text))
    return failure('engine-origin-refused', 'never', '403');
  if (status === 403) return failure('engine-key-restricted', 'never', code);
  if (code === 'model_not_found' || (status === 404 && /model/iu.test(text)))
    return failure('engine-model-unknown', 'never', code, { model });
  if (status === 404 || status === 405) {
    return failure(host === 'compatible' ? 'engine-base-url-invalid' : 'engine-bad-response', 'never', String(status), {
      status,
    });
  }
  if (
    code === 'context_length_exceeded' ||
    status === 413 ||
    /context (?:length|window|size)|too many tokens|prompt is too long/iu.test(text)
  ) {
    return failure('engine-context-too-long', 'never', code, { model });
  }
  if (code === 'invalid_prompt' || code === 'content_policy_violation' || code === 'content_filter') {
    return failure('engine-filtered', 'never', code, { reason: code });
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
