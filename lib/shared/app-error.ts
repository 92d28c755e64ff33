/**
 * Every failure a person can meet, by cause. The texts with the cure are in the locale files (`error.<code>`); nothing
 * in here is shown. Adapters turn a vendor's error into one of these; nobody else sees a vendor's class.
 */
export type ErrorCode =
  // Notion
  | 'notion-token-missing'
  | 'notion-token-invalid'
  | 'notion-not-found' // 404: not shared with the integration, deleted, or of another kind
  | 'notion-capability-missing'
  | 'notion-block-limit' // free workspace with several members: its lifetime blocks are used up
  | 'notion-trashed'
  | 'notion-rate-limited'
  | 'notion-overloaded'
  | 'notion-blocked' // rate_limit_reason public_api_request_blocked: never retried
  | 'notion-conflict'
  | 'notion-invalid-request'
  | 'notion-too-large'
  | 'notion-unavailable' // 5xx, HTML, unreadable answers
  | 'notion-write-unconfirmed' // a write whose outcome could not be settled by looking
  | 'notion-permission' // the browser withholds the host permission
  // Targets (what a URL or id turned out to be)
  | 'url-empty'
  | 'url-not-notion'
  | 'url-no-page'
  | 'target-is-database'
  | 'target-is-page'
  | 'target-trashed'
  | 'target-linked-view'
  | 'target-several-sources'
  | 'target-other-workspace'
  // Engines
  | 'engine-key-missing'
  | 'engine-key-invalid'
  | 'engine-key-restricted'
  | 'engine-no-credit'
  | 'engine-quota-day'
  | 'engine-rate-limited'
  | 'engine-own-limit'
  | 'engine-overloaded'
  | 'engine-unavailable'
  | 'engine-model-missing' // no model chosen
  | 'engine-model-unknown'
  | 'engine-refused'
  | 'engine-filtered'
  | 'engine-answer-cut' // the stream ended before the model said it was done
  | 'engine-answer-length' // stopped by the length limit with nothing usable
  | 'engine-answer-empty'
  | 'engine-answer-invalid' // does not fit the schema, also after one repair
  | 'engine-context-too-long'
  | 'engine-origin-refused' // a local server that refuses the extension's origin
  | 'engine-base-url-invalid'
  | 'engine-extras-invalid' // More headers or More request fields
  | 'engine-region'
  | 'engine-data-policy' // the account's own settings leave no provider for the model
  | 'engine-search-unsupported' // this model cannot search the web
  | 'engine-bad-response'
  | 'engine-invalid-request'
  | 'engine-stalled' // no byte for longer than the idle limit
  | 'engine-permission' // the browser withholds the host permission
  // Visen
  | 'offline'
  | 'timeout'
  | 'locked' // the passphrase was not entered in this browser session
  | 'prompts-used-up'
  | 'spending-cap'
  | 'prompt-unconfirmed' // came from Notion, and nobody agreed to it here yet
  | 'storage-full'
  | 'storage-unavailable'
  | 'storage-newer' // written by a newer version
  | 'message-invalid'
  | 'message-refused'
  | 'import-invalid'
  | 'not-found' // an id of ours that is not there (any more)
  | 'row-edited' // “edited by you”
  | 'row-condition' // of a step
  | 'row-filled' // “already filled”
  | 'row-accepted' // its answer was accepted in a trial, and stands there
  | 'row-undecided' // its answer of a trial waits for a decision
  | 'row-no-input' // nothing to work on: all that the prompt names is empty
  | 'row-parked' // stopped the worker again and again
  | 'context-unreadable' // a page or database that the model was to read is not there for this token
  | 'property-missing'
  | 'property-changed'
  | 'option-unknown'
  | 'search-not-done' // a remark: the answer was written without a search on the web
  | 'links-removed' // a remark: addresses that text of a stranger may have brought in were not written
  | 'stopped'
  | 'internal';

/** Whether and how the same step may be tried again. Decided where the error is made. */
export type Retry =
  | 'never' // a person must change something first
  | 'later' // the same request again, after a back-off
  | 'wait' // the whole host is to be left alone until `retryAt`, without counting as an attempt
  | 'look'; // a write whose outcome is unknown: look before anything is sent again

/** Facts for the sentence (names, limits, seconds). Never a key, a prompt or page text. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What travels over messages and is stored: plain data. */
export interface Failure {
  readonly code: ErrorCode;
  readonly retry: Retry;
  readonly details?: ErrorDetails;
  /** Epoch ms. With retry `wait`: not before this time. */
  readonly retryAt?: number;
}

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly retry: Retry;
  readonly details: ErrorDetails;
  readonly retryAt: number | undefined;

  constructor(
    code: ErrorCode,
    retry: Retry,
    options: { details?: ErrorDetails; retryAt?: number | undefined; message?: string; cause?: unknown } = {},
  ) {
    super(options.message ?? code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = retry;
    this.details = options.details ?? {};
    this.retryAt = options.retryAt;
  }
}

/** Any thrown value as plain data. What is not an AppError is a defect of ours: `internal`, with its name only. */
export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) {
    return {
      code: error.code,
      retry: error.retry,
      ...(Object.keys(error.details).length > 0 && { details: error.details }),
      ...(error.retryAt !== undefined && { retryAt: error.retryAt }),
    };
  }
  const name = error instanceof Error ? error.name : typeof error;
  return { code: 'internal', retry: 'never', details: { name } };
}

/** The AppError that a stored or transported failure stands for. */
export function fromFailure(failure: Failure): AppError {
  return new AppError(failure.code, failure.retry, {
    ...(failure.details && { details: failure.details }),
    retryAt: failure.retryAt,
  });
}
