/**
 * One HTTP exchange with an engine, the same for all adapters: the caller's abort really closes the connection, a silent
 * connection is given up after the idle limit, redirects are not followed (a key must not travel on), and what was interrupted
 * is told apart from what failed. Vendor SDKs get `fetch` and `signal` of this.
 */
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';

/** Longest silence while the adapter waits for bytes. Reasoning models send nothing while they think. */
export const DEFAULT_IDLE_MS = 60_000;

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface ExchangeOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly idleMs?: number;
  readonly signal: AbortSignal;
}

export interface EngineExchange {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** Headers of the newest answer, once they came. */
  readonly headers: Headers | undefined;
  /** `stopped` or `engine-stalled` if that is why the exchange ended. */
  interruption(): AppError | undefined;
  /** True while the adapter waits for bytes; a caller that holds an event must not look like a silent engine. */
  setWaiting(isWaiting: boolean): void;
  close(): void;
}

export const stoppedError = (): AppError => new AppError('stopped', 'never');

function openExchange({ fetch, clock, idleMs = DEFAULT_IDLE_MS, signal }: ExchangeOptions): EngineExchange {
  const connection = new AbortController();
  const watch = new AbortController();
  const onAbort = (): void => connection.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  let lastByteAt = clock.now();
  let isWaiting = true;
  let isStalled = false;
  let headers: Headers | undefined;

  const touch = (): void => {
    lastByteAt = clock.now();
  };
  const watchSilence = async (): Promise<void> => {
    for (;;) {
      const left = (isWaiting ? lastByteAt : clock.now()) + idleMs - clock.now();
      if (left <= 0) break;
      await clock.sleep(left, watch.signal);
    }
    isStalled = true;
    connection.abort();
  };
  // Ends by rejection when close() ends the sleep: that is its normal end.
  watchSilence().catch(() => undefined);

  return {
    signal: connection.signal,
    get headers() {
      return headers;
    },
    fetch: async (input, init = {}) => {
      touch();
      const signals = [connection.signal, ...(init.signal ? [init.signal] : [])];
      const response = await fetch(input, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) });
      if (isRedirect(response)) throw redirectError();
      touch();
      headers = response.headers;
      return response.body ? withTouch(response, response.body, touch) : response;
    },
    interruption: () => {
      if (signal.aborted) return stoppedError();
      return isStalled
        ? new AppError('engine-stalled', 'later', { details: { seconds: Math.round(idleMs / 1000) } })
        : undefined;
    },
    setWaiting: (value) => {
      isWaiting = value;
      if (value) touch();
    },
    close: () => {
      signal.removeEventListener('abort', onAbort);
      watch.abort();
      connection.abort();
    },
  };
}

/** Browsers tell no more of it than that there was one; Node shows the status. https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect */
const isRedirect = ({ type, status }: Response): boolean =>
  type === 'opaqueredirect' || (status > 300 && status < 400 && status !== 304);

const redirectError = (): AppError =>
  new AppError('engine-bad-response', 'later', { message: 'a redirect', details: { reason: 'redirect' } });

/** The same response, calling `touch` for every piece of the body (also comments, which SDKs swallow). */
function withTouch(response: Response, body: ReadableStream<Uint8Array<ArrayBuffer>>, touch: () => void): Response {
  const { status, statusText, headers } = response;
  const counted = body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (bytes, controller) => {
        touch();
        controller.enqueue(bytes);
      },
    }),
  );
  return new Response(counted, { status, statusText, headers });
}

/**
 * Runs `generate` in an exchange of its own and closes it at the end, however the end comes. A signal that is aborted
 * before the start sends nothing. Whatever is thrown leaves as an AppError: the interruption if there was one, else `mapError`'s.
 */
export async function* streamInExchange<Event>(
  options: ExchangeOptions,
  generate: (exchange: EngineExchange) => AsyncIterable<Event>,
  mapError: (error: unknown, exchange: EngineExchange) => AppError,
): AsyncGenerator<Event> {
  if (options.signal.aborted) throw stoppedError();
  const exchange = openExchange(options);
  const events = generate(exchange)[Symbol.asyncIterator]();
  try {
    for (;;) {
      exchange.setWaiting(true);
      const next = await nextOrAppError(events, exchange, mapError);
      exchange.setWaiting(false);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    exchange.close();
    // Not awaited: a source that waits for bytes would never answer. What it says now is about the closed connection.
    events.return?.()?.catch(() => undefined);
  }
}

async function nextOrAppError<Event>(
  events: AsyncIterator<Event>,
  exchange: EngineExchange,
  mapError: (error: unknown, exchange: EngineExchange) => AppError,
): Promise<IteratorResult<Event>> {
  try {
    const next = await events.next();
    // An abort counts also when the rest of the answer was already here.
    const interruption = exchange.interruption();
    if (interruption) throw interruption;
    return next;
  } catch (error) {
    throw exchange.interruption() ?? (error instanceof AppError ? error : mapError(error, exchange));
  }
}

/** The same for a call that gives one value. */
export async function callInExchange<Value>(
  options: ExchangeOptions,
  call: (exchange: EngineExchange) => Promise<Value>,
  mapError: (error: unknown, exchange: EngineExchange) => AppError,
): Promise<Value> {
  const once = async function* (exchange: EngineExchange): AsyncGenerator<Value> {
    yield await call(exchange);
  };
  for await (const value of streamInExchange(options, once, mapError)) return value;
  throw new AppError('engine-bad-response', 'later');
}
