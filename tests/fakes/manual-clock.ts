import type { Clock } from '../../lib/shared/clock.ts';

export interface ManualClock extends Clock {
  /** Lets `ms` pass: sleepers due within it wake in order, and what they start runs before the next one wakes. */
  advance(ms: number): Promise<void>;
  /** Sets the time without waking anyone: a clock that was put back, or a laptop that slept. */
  set(now: number): void;
  /** How many wait. */
  readonly sleepers: number;
}

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** A clock that moves only when a test says so. */
export function createManualClock(start = Date.UTC(2026, 10, 21, 12)): ManualClock {
  let now = start;
  const sleepers = new Set<Sleeper>();

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const sleeper: Sleeper = {
        at: now + ms,
        wake: () => {
          sleepers.delete(sleeper);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', () => {
        if (sleepers.delete(sleeper)) reject(signal.reason as Error);
      });
    });
  }

  async function advance(ms: number): Promise<void> {
    const until = now + ms;
    await settle();
    for (;;) {
      const next = [...sleepers].filter((sleeper) => sleeper.at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      now = Math.max(now, next.at);
      next.wake();
      await settle();
    }
    now = until;
  }

  return {
    now: () => now,
    sleep,
    advance,
    set: (time) => void (now = time),
    get sleepers() {
      return sleepers.size;
    },
  };
}

/** Lets everything run that waits for nothing but promises. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
