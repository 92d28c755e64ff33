/** How often an answer that is still arriving is written. */
import type { Clock } from '../../shared/clock.ts';
import type { AnswerStream } from './answer-stream.ts';

/** The first finished block goes out at once, the next ones at most this often … */
const FLUSH_MS = 1500;
/** … or when this many are ready. */
const FLUSH_BLOCKS = 50;

/**
 * Calls `write` each time that blocks are due, one call after the other; resolves when the answer has ended. What is ready then is left
 * to the caller. Throws what `write` throws.
 */
export async function writeWhileReading(
  stream: AnswerStream,
  clock: Pick<Clock, 'sleep'>,
  write: () => Promise<void>,
): Promise<void> {
  await stream.untilReady(1);
  // What came with it, up to the end of a short answer, goes out with it.
  await nap(0, stream, clock);
  while (!stream.isEnded) {
    const paused = nap(FLUSH_MS, stream, clock);
    await write();
    await untilDue(stream, paused);
  }
}

async function untilDue(stream: AnswerStream, paused: Promise<void>): Promise<void> {
  const stop = new AbortController();
  await Promise.race([paused, stream.untilReady(FLUSH_BLOCKS, stop.signal)]);
  stop.abort();
  await stream.untilReady(1);
}

/** Ends with the time, or with the answer, however that ends. */
async function nap(ms: number, { ended }: AnswerStream, clock: Pick<Clock, 'sleep'>): Promise<void> {
  const stop = new AbortController();
  const slept = clock.sleep(ms, stop.signal).catch(() => undefined);
  await Promise.race([slept, ended.then(noop, noop)]);
  stop.abort();
}

const noop = (): void => undefined;
