/**
 * What a surface has of the background: commands and live topics. It outlives the worker: a message that nobody received is
 * sent again, a lost live port is opened again (which starts the worker) and watches what it watched. A command that Notion or an
 * engine put off is sent again when its time has come; until then it is among the waits.
 */
import { AppError, fromFailure, toFailure } from '../shared/app-error.ts';
import type { Failure } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { failureIn, nextTry, REPEATS, type CallWait } from './command-waits.ts';
import { LiveWatch } from './live-watch.ts';
import type { CommandName, CommandRequest, CommandResponse, Result, TopicName, Topics } from './protocol.ts';
import { SendError } from './transport.ts';
import type { SurfaceTransport } from './transport.ts';
import { WaitBoard, type Waits } from './wait-board.ts';

export interface CallOptions {
  /** Ends a wait, not a command that is on its way. The call then throws `stopped`. */
  readonly signal?: AbortSignal;
  /** Nobody looks at it: it waits without being shown. */
  readonly quiet?: boolean;
}

export interface Client {
  /**
   * Waits and tries again by itself where that is harmless (`REPEATS`) and can help. Throws AppError. After `internal` with retry
   * `look`, whether the command was done is not known.
   */
  call<N extends CommandName>(name: N, request: CommandRequest<N>, options?: CallOptions): Promise<CommandResponse<N>>;
  /** The calls that wait just now. */
  readonly waits: Waits;
  /**
   * The value at once and again at each change (at most ten times a second). Returns what ends the watch.
   * `onFailure` is told when the background cannot read the topic; the watch goes on.
   */
  watch<T extends TopicName>(
    topic: T,
    callback: (value: Topics[T]) => void,
    onFailure?: (failure: Failure) => void,
  ): () => void;
  /** Ends all watches. */
  close(): void;
}

const RESEND_AFTER_MS = [100, 300, 1_000];

/** `onOnline` calls its listener when the network is back: who waits for that tries at once. */
export function createClient(
  transport: SurfaceTransport,
  clock: Clock,
  onOnline: (listener: () => void) => () => void = () => () => undefined,
): Client {
  const live = new LiveWatch(transport, clock);
  const board = new WaitBoard();
  return {
    call: (name, request, options = {}) =>
      callWithWaits({ clock, board, onOnline, ...options }, name, () =>
        callWithResend(transport, clock, name, request),
      ),
    waits: board,
    watch: (topic, callback, onFailure) =>
      live.add(topic, {
        // The server sends each topic's own type; the wire has none.
        value: callback as (value: unknown) => void,
        failure: onFailure ?? (() => undefined),
      }),
    close: () => live.close(),
  };
}

interface WaitDeps extends CallOptions {
  readonly clock: Clock;
  readonly board: WaitBoard;
  readonly onOnline: (listener: () => void) => () => void;
}

async function callWithWaits<N extends CommandName>(
  deps: WaitDeps,
  name: N,
  send: () => Promise<CommandResponse<N>>,
): Promise<CommandResponse<N>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await send().then(
      (value) => ({ value, failure: failureIn(name, value) }),
      (error: unknown) => ({ error, failure: toFailure(error) }),
    );
    const until = answer.failure && nextTry(name, answer.failure, tries, deps.clock.now());
    if (answer.failure && until !== undefined && !deps.signal?.aborted) {
      await waitUntil(deps, { name, failure: answer.failure, until });
      continue;
    }
    if ('value' in answer) return answer.value;
    throw answer.error;
  }
}

async function waitUntil({ clock, board, onOnline, signal, quiet }: WaitDeps, wait: CallWait): Promise<void> {
  const woken = new AbortController();
  const leaves = [
    ...(quiet ? [] : [board.add(wait)]),
    ...(wait.failure.code === 'offline' ? [onOnline(() => woken.abort())] : []),
  ];
  try {
    const ends = signal ? AbortSignal.any([signal, woken.signal]) : woken.signal;
    await clock.sleep(Math.max(0, wait.until - clock.now()), ends);
  } catch {
    // Woken early; or whoever waited is gone.
    if (signal?.aborted) throw new AppError('stopped', 'never');
  } finally {
    for (const leave of leaves) leave();
  }
}

async function callWithResend<N extends CommandName>(
  transport: SurfaceTransport,
  clock: Clock,
  name: N,
  request: CommandRequest<N>,
): Promise<CommandResponse<N>> {
  // Through JSON in both browsers alike: Firefox's structured clone would keep `undefined` members, which the schemas refuse.
  const plain = JSON.parse(JSON.stringify(request)) as CommandRequest<N>;
  for (let attempt = 0; ; attempt++) {
    try {
      return readAnswer<N>(await transport.send({ type: 'command', name, request: plain }));
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      const pause = RESEND_AFTER_MS[attempt];
      const repeatable = !error.delivered || REPEATS[name].lost === 'again';
      if (pause === undefined || !repeatable) throw noAnswer(error);
      await clock.sleep(pause);
    }
  }
}

function readAnswer<N extends CommandName>(answer: unknown): CommandResponse<N> {
  const result = answer as Result<CommandResponse<N>> | undefined;
  if (typeof result !== 'object' || result === null) throw new SendError(true, 'no answer');
  if (result.ok) return result.value;
  throw fromFailure(result.failure);
}

function noAnswer(error: SendError): AppError {
  return new AppError('internal', error.delivered ? 'look' : 'later', {
    details: { name: 'background-unreachable' },
    cause: error,
  });
}
