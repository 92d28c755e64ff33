/**
 * What a surface has of the background: commands and live topics. It outlives the worker: a message that nobody received is
 * sent again, a lost live port is opened again (which starts the worker) and watches what it watched.
 */
import { AppError, fromFailure } from '../shared/app-error.ts';
import type { Failure } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { LiveWatch } from './live-watch.ts';
import type { CommandName, CommandRequest, CommandResponse, Result, TopicName, Topics } from './protocol.ts';
import { SendError } from './transport.ts';
import type { SurfaceTransport } from './transport.ts';

export interface Client {
  /** Throws AppError. After `internal` with retry `look`, whether the command was done is not known. */
  call<N extends CommandName>(name: N, request: CommandRequest<N>): Promise<CommandResponse<N>>;
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

/** Commands that would do their work twice when sent twice; all others carry their own id or set an absolute value. */
const NOT_REPEATABLE: ReadonlySet<CommandName> = new Set<CommandName>([
  'sample.createPage',
  'sample.createDatabase',
  'mirror.create',
  'database.addRow',
  'feedback.send',
  'prompts.import',
]);
const RESEND_AFTER_MS = [100, 300, 1_000];

export function createClient(transport: SurfaceTransport, clock: Clock): Client {
  const live = new LiveWatch(transport, clock);
  return {
    call: (name, request) => callWithResend(transport, clock, name, request),
    watch: (topic, callback, onFailure) =>
      live.add(topic, {
        // The server sends each topic's own type; the wire has none.
        value: callback as (value: unknown) => void,
        failure: onFailure ?? (() => undefined),
      }),
    close: () => live.close(),
  };
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
      const repeatable = !error.delivered || !NOT_REPEATABLE.has(name);
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
