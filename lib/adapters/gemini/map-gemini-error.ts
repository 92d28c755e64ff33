import { GoogleGenerativeAIFetchError } from '@google/generative-ai';
import { isPerDay, judgeFreeUse, judgeWords } from '../../language-model/judge-refusal.ts';
import { parseDuration, retryAtFromHeaders, retryAtFromWords } from '../../language-model/retry-after.ts';
import { serverWords, withoutEcho, type Unsaid } from '../../language-model/server-words.ts';
import { AppError, type ErrorCode, type ErrorDetails, type Retry } from '../../shared/app-error.ts';

export interface GeminiErrorContext {
  readonly model: string;
  readonly now: number;
  /** Headers of the answer, once it had begun to come. */
  readonly headers: Headers | undefined;
  readonly unsaid: Unsaid;
  /** The request asked for a search of the web, or for pages to be read. */
  readonly looksUp?: boolean;
}

/** Google's error, from a body or an event. The SDK's `message` holds the address too; what is handed on of it goes through `serverWords`. */
export interface GeminiErrorFacts {
  readonly status: number | undefined;
  readonly message: string;
  readonly details: readonly Readonly<Record<string, unknown>>[];
}

/** After a rate limit that does not say how long it lasts: limits count by the minute. */
export const UNSTATED_WAIT_MS = 30_000;

/** Any failure of the SDK as an AppError. https://ai.google.dev/gemini-api/docs/troubleshooting */
export function mapGeminiError(error: unknown, context: GeminiErrorContext): AppError {
  if (error instanceof GoogleGenerativeAIFetchError) {
    const details = (error.errorDetails ?? []) as unknown as GeminiErrorFacts['details'];
    return mapGeminiFacts({ status: error.status, message: error.message, details }, context);
  }
  if (context.headers) return failure('engine-answer-cut', 'later', 'connection lost');
  return failure('offline', 'later', 'no connection');
}

export function mapGeminiFacts(facts: GeminiErrorFacts, context: GeminiErrorContext): AppError {
  const error = judge({ ...facts, message: withoutEcho(facts.message, context.unsaid.request) }, context);
  const said = serverWords(plainWords(facts), context.unsaid);
  const { message, retryAt } = error;
  const { model, ...rest } = error.details;
  // A list of models is asked for without a model: none is named then.
  const named = model !== undefined && model !== '' && { model };
  const details = { ...named, ...rest, ...(said !== undefined && { said }) };
  return new AppError(error.code, error.retry, { message, details, retryAt });
}

/** Google's sentence without what the SDK puts around it: its own name, the address, the status, the details as JSON. */
const plainWords = ({ message }: GeminiErrorFacts): string =>
  message
    .replace(/^\[GoogleGenerativeAI Error\]:\s*/u, '')
    .replace(/^Error fetching from \S+ ?/u, '')
    .replace(/^\[\d{3} [^\]]*\]\s*/u, '')
    .replace(/\s*\[\{[^]*\}\]\s*$/u, '');

function judge(facts: GeminiErrorFacts, context: GeminiErrorContext): AppError {
  const { status = 0, message } = facts;
  const { model } = context;
  if (status === 429) return quota(facts, context);
  if (status === 503)
    return failure('engine-overloaded', 'later', '503', {}, retryAtFromHeaders(context.headers, context.now));
  if (status >= 500 || status === 408 || status === 409 || status === 499) {
    return failure(
      'engine-unavailable',
      'later',
      String(status),
      { status },
      retryAtFromHeaders(context.headers, context.now),
    );
  }
  const reason = facts.details.map((detail) => detail['reason']).find((word) => typeof word === 'string') ?? '';
  if (reason === 'API_KEY_INVALID' || /API key (?:not valid|expired)/iu.test(message) || status === 401) {
    return failure('engine-key-invalid', 'never', reason || String(status));
  }
  if (/location is not supported/iu.test(message)) return failure('engine-region', 'never', '400');
  if (status === 403) return failure('engine-key-restricted', 'never', reason || '403');
  if (status === 404) return failure('engine-model-unknown', 'never', '404', { model });
  if (status === 413 || /token count .*exceeds|exceeds the maximum number of tokens|context window/iu.test(message)) {
    return failure('engine-context-too-long', 'never', String(status), { model });
  }
  if (/billing|FAILED_PRECONDITION/iu.test(message)) return failure('engine-no-credit', 'never', '400', { model });
  if (context.looksUp && status === 400 && /google_?search|url_?context|grounding|\btools?\b/iu.test(message))
    return failure('engine-search-unsupported', 'never', '400', { model });
  const judged = judgeWords({ status, code: '', type: '', text: plainWords(facts) }, model);
  if (judged) return failure(judged.code, judged.retry, String(status), judged.details);
  return failure('engine-invalid-request', 'never', String(status), { status, model });
}

/** 429 means a limit by the minute, by the day, or money. https://ai.google.dev/gemini-api/docs/rate-limits */
function quota(facts: GeminiErrorFacts, { model, now, headers }: GeminiErrorContext): AppError {
  const violations = facts.details.flatMap((detail) =>
    Array.isArray(detail['violations']) ? detail['violations'] : [],
  ) as Readonly<Record<string, unknown>>[];
  const ids = violations.map((violation) => String(violation['quotaId'] ?? ''));
  const isZero = violations.some((violation) => String(violation['quotaValue']) === '0');
  if (isZero || judgeFreeUse(facts.message, model)) {
    return failure('engine-no-credit', 'never', 'no free use', { model, reason: 'no-free-use' });
  }
  if (isPerDay(`${facts.message} ${ids.join(' ')}`)) return failure('engine-quota-day', 'never', 'per day', { model });
  if (ids.length === 0 && /credits|prepay|depleted|spend(?:ing)? (?:cap|limit)/iu.test(facts.message)) {
    return failure('engine-no-credit', 'never', '429', { model });
  }
  const delay = facts.details.map((detail) => detail['retryDelay']).find((word) => typeof word === 'string');
  const delayMs = typeof delay === 'string' ? parseDuration(delay) : undefined;
  const stated =
    delayMs === undefined ? (retryAtFromHeaders(headers, now) ?? retryAtFromWords(facts.message, now)) : now + delayMs;
  return failure('engine-rate-limited', 'wait', '429', { model }, stated ?? now + UNSTATED_WAIT_MS);
}

/** Whether a request was refused for its thinking settings, which differ between models. */
export const isThinkingRefused = (error: unknown): boolean =>
  error instanceof GoogleGenerativeAIFetchError && error.status === 400 && /thinking/iu.test(error.message);

function failure(code: ErrorCode, retry: Retry, word: string, details: ErrorDetails = {}, retryAt?: number): AppError {
  return new AppError(code, retry, { message: `${code} (${word})`, details, retryAt });
}
