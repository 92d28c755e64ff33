/**
 * The `fetch` that the SDK is given: one request that really ends. The SDK's own timeout rejects without aborting and covers the
 * headers only (seen in 5.26.0); here abort and timeout reach the socket and include the body.
 */
import { AppError } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';

/** More than any answer of 100 full rows; a body that goes on is cut off here. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

export type FetchLike = (url: string, init: RequestInit) => Promise<Response>;

export interface BoundedFetchOptions {
  readonly fetch: FetchLike;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Told just before bytes may leave. */
  readonly onSend: () => void;
}

/** What the SDK reads of an answer. */
export interface ReadResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  text(): Promise<string>;
}

export class RequestTimeout extends Error {
  override readonly name = 'RequestTimeout';
}

/** An answer that began and could not be read to its end. */
export class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody';
}

/**
 * Throws RequestTimeout, AppError `stopped` (aborted by the caller), UnreadableBody, or what `fetch` throws. A redirect is
 * refused: the token must not travel to another address.
 */
export function createBoundedFetch(options: BoundedFetchOptions) {
  return async (url: string, init: { method?: string; headers?: Record<string, string>; body?: unknown } = {}) => {
    const { clock, signal, timeoutMs } = options;
    const controller = new AbortController();
    const stop = () => controller.abort(new AppError('stopped', 'later'));
    if (signal?.aborted) throw new AppError('stopped', 'later');
    signal?.addEventListener('abort', stop, { once: true });
    const timer = new AbortController();
    void clock.sleep(timeoutMs, timer.signal).then(
      () => controller.abort(new RequestTimeout(`no answer within ${timeoutMs} ms`)),
      () => undefined,
    );
    try {
      options.onSend();
      return await untilAborted(readWhole(options.fetch, url, init, controller.signal), controller.signal);
    } finally {
      signal?.removeEventListener('abort', stop);
      timer.abort();
    }
  };
}

/** A fetch that ignores its signal must not keep us waiting. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } catch (error) {
    throw signal.aborted ? (signal.reason as Error) : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function readWhole(
  fetch: FetchLike,
  url: string,
  init: { method?: string; headers?: Record<string, string>; body?: unknown },
  signal: AbortSignal,
): Promise<ReadResponse> {
  const response = await fetch(url, {
    ...(init.method !== undefined && { method: init.method }),
    ...(init.headers && { headers: init.headers }),
    ...(typeof init.body === 'string' && { body: init.body }),
    signal,
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  });
  const text = await readText(response);
  return { ok: response.ok, status: response.status, headers: response.headers, text: () => Promise.resolve(text) };
}

async function readText(response: Response): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > MAX_BODY_BYTES) throw new UnreadableBody('the answer is too large');
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error instanceof UnreadableBody ? error : new UnreadableBody('the answer broke off', { cause: error });
  }
}
