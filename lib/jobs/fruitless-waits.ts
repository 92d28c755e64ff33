/**
 * A wait is no failed try, so nothing ends one that can never succeed: an account without credit, a row that is larger than the limit
 * of a minute. Waits without one success between them are counted, so that they end too.
 */
import type { Wait } from './wait.ts';

export interface Waits {
  /** One after the other: those of several jobs at once are one. */
  readonly count: number;
  /** When the first began, as if they followed each other without a gap, and when the last ends (epoch ms). */
  readonly since: number;
  readonly until: number;
}

const MOST_WAITS = 6;
const MINUTE_MS = 60_000;
/** How long a service may ask for patience without one answer. */
const PATIENCE_MS: Partial<Record<Wait['reason'], number>> = {
  'engine-limit': 5 * MINUTE_MS,
  'notion-limit': 30 * MINUTE_MS,
  backoff: 30 * MINUTE_MS,
};

/** A wait that began now and lasts until `until`, after those `before`. */
export function addWait(before: Waits | undefined, now: number, until: number): Waits {
  if (!before) return { count: 1, since: now, until };
  const isSame = now < before.until;
  // What lies between two waits was no patience: tries, a laptop that slept, a clock that was put forward.
  const between = Math.max(0, now - before.until);
  return {
    // A clock that was put back makes no long wait.
    since: Math.min(before.since + between, now),
    count: isSame ? before.count : before.count + 1,
    until: isSame ? Math.max(before.until, until) : until,
  };
}

/** A job waits longer than a run without any success: beside others that get on, its turn may come late. */
const LONGER_FOR_A_JOB = 2;

/** Whether waiting once more is of no use. What waits for the network, a person or a lost write waits as long as it takes. */
export function isFruitless(waits: Waits, reason: Wait['reason'], of: 'run' | 'job'): boolean {
  const patience = PATIENCE_MS[reason];
  const times = of === 'job' ? LONGER_FOR_A_JOB : 1;
  return patience !== undefined && waits.count >= MOST_WAITS * times && waits.until - waits.since >= patience * times;
}
