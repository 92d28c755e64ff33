/**
 * One HTTP exchange with an engine, the same for all adapters: the caller's abort really closes the connection, a silent
 * connection is given up, one without an end too, redirects are not followed (a key must not travel on), and what was
 * interrupted is told apart from what failed. Vendor SDKs get `fetch` and `signal` of this.
 */
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { createSilenceWatch, DEFAULT_FIRST_MS, DEFAULT_IDLE_MS } from './silence-watch.ts';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** An answer of 200,000 characters in chunks of one token, with thoughts, is some 30 MB on the wire. */
const MOST_BYTES = 64_000_000;

export interface ExchangeOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Longest silence once the answer has begun, ms. Default `DEFAULT_IDLE_MS`. */
  readonly idleMs?: number;
  /** Longest wait for the first words or thoughts, ms: a model may have to be loaded first. Default `DEFAULT_FIRST_MS`. */
  readonly firstMs?: number;
  readonly signal: AbortSignal;
}

export interface EngineExchange {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** Headers of the newest answer, once they came. */
  readonly headers: Headers | undefined;
  /** Why the exchange itself ended what was going on: `stopped`, `engine-stalled`, `engine-answer-length`. */
  interruption(): AppError | undefined;
  /** True while the adapter waits for bytes; a caller that holds an event must not look like a silent engine. */
  setWaiting(isWaiting: boolean): void;
  /** Something of the answer came, text or thought. Comment lines and empty events are no sign of life. */
  noteProgress(): void;
  /** The model said why it stopped: what may still come (usage) is waited for a few seconds only, and missed without a word. */
  expectEnd(): void;
  /** Whether the wait for the very end was given up: the answer is whole all the same. */
  isPastEnd(): boolean;
  close(): void;
}

export const stoppedError = (): AppError => new AppError('stopped', 'never');

function openExchange(options: ExchangeOptions): EngineExchange {
  const { fetch, clock, idleMs = DEFAULT_IDLE_MS, firstMs = DEFAULT_FIRST_MS, signal } = options;
  const connection = new AbortController();
  const onAbort = (): void => connection.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const watch = createSilenceWatch({ clock, idleMs, firstMs }, () => connection.abort());
  let headers: Headers | undefined;
  let bytes = 0;
  let isEndless = false;

  const count = (more: number): void => {
    bytes += more;
    if (bytes <= MOST_BYTES) return;
    isEndless = true;
    connection.abort();
  };
  return {
    signal: connection.signal,
    get headers() {
      return headers;
    },
    fetch: async (input, init = {}) => {
      watch.restart();
      const signals = [connection.signal, ...(init.signal ? [init.signal] : [])];
      const response = await fetch(input, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) });
      if (isRedirect(response)) throw redirectError();
      headers = response.headers;
      return response.body ? withCount(response, response.body, count) : response;
    },
    interruption: () => {
      if (signal.aborted) return stoppedError();
      return isEndless ? new AppError('engine-answer-length', 'never', ENDLESS) : watch.stall();
    },
    setWaiting: watch.setWaiting,
    noteProgress: watch.noteProgress,
    expectEnd: watch.expectEnd,
    isPastEnd: () => watch.isPastEnd() && !signal.aborted,
    close: () => {
      signal.removeEventListener('abort', onAbort);
      watch.close();
      connection.abort();
    },
  };
}

const ENDLESS = { details: { reason: 'endless' } } as const;

/** Browsers tell no more of it than that there was one; Node shows the status. https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect */
const isRedirect = ({ type, status }: Response): boolean =>
  type === 'opaqueredirect' || (status > 300 && status < 400 && status !== 304);

const redirectError = (): AppError =>
  new AppError('engine-bad-response', 'later', { message: 'a redirect', details: { reason: 'redirect' } });

/** The same response, with the bytes of its body counted. */
function withCount(
  response: Response,
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  count: (bytes: number) => void,
): Response {
  const { status, statusText, headers } = response;
  const counted = body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (bytes, controller) => {
        count(bytes.byteLength);
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
      exchange.noteProgress();
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

/** The same for a call that gives one value: a person waits for it, so the first byte has no longer limit than the others. */
export async function callInExchange<Value>(
  options: ExchangeOptions,
  call: (exchange: EngineExchange) => Promise<Value>,
  mapError: (error: unknown, exchange: EngineExchange) => AppError,
): Promise<Value> {
  const once = async function* (exchange: EngineExchange): AsyncGenerator<Value> {
    yield await call(exchange);
  };
  const { idleMs = DEFAULT_IDLE_MS } = options;
  for await (const value of streamInExchange({ ...options, firstMs: idleMs }, once, mapError)) return value;
  throw new AppError('engine-bad-response', 'later');
}
