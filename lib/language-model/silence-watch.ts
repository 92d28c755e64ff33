import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';

/** Longest silence once an answer has begun. */
export const DEFAULT_IDLE_MS = 60_000;
/** Until the first words or thoughts: a local model of 70B is loaded for minutes, and a model with high effort thinks as long, unseen. */
export const DEFAULT_FIRST_MS = 10 * 60_000;
/** For what may come behind the model's last word: its usage, the end of the stream. */
const END_MS = 5_000;
/** For the whole of an answer in which thoughts keep coming. */
const LONGEST_MS = 45 * 60_000;

export interface SilenceWatch {
  /** A request goes out: the wait for its first words begins. */
  restart(): void;
  setWaiting(isWaiting: boolean): void;
  noteProgress(): void;
  expectEnd(): void;
  isPastEnd(): boolean;
  /** The failure, once the silence was too long. */
  stall(): AppError | undefined;
  close(): void;
}

/** Calls `onSilence` once, when an engine was silent for too long while it was being waited for. */
export function createSilenceWatch(
  { clock, idleMs, firstMs }: { readonly clock: Clock; readonly idleMs: number; readonly firstMs: number },
  onSilence: () => void,
): SilenceWatch {
  const timer = new AbortController();
  const startedAt = clock.now();
  let since = startedAt;
  let isWaiting = true;
  let hasBegun = false;
  let isEnding = false;
  let outcome: 'stalled' | 'past-end' | undefined;

  const limit = (): number => {
    if (isEnding) return END_MS;
    return hasBegun ? idleMs : firstMs;
  };
  const left = (): number => {
    if (!isWaiting) return limit();
    return Math.min(since + limit(), startedAt + LONGEST_MS) - clock.now();
  };
  const watch = async (): Promise<void> => {
    while (left() > 0) {
      // No longer than the shortest limit: it may become the one that counts while this sleeps.
      await clock.sleep(Math.min(left(), idleMs, END_MS), timer.signal);
    }
    outcome = isEnding ? 'past-end' : 'stalled';
    onSilence();
  };
  // Ends by rejection when close() ends the sleep: that is its normal end.
  watch().catch(() => undefined);

  return {
    restart: () => {
      since = clock.now();
    },
    setWaiting: (value) => {
      // The wait for the first words goes on through whatever is no word.
      if (value && !isWaiting && hasBegun) since = clock.now();
      isWaiting = value;
    },
    noteProgress: () => {
      hasBegun = true;
      since = clock.now();
    },
    expectEnd: () => {
      if (!isEnding) since = clock.now();
      isEnding = true;
    },
    isPastEnd: () => outcome === 'past-end',
    stall: () => {
      if (outcome !== 'stalled') return undefined;
      const details = hasBegun
        ? { limitSeconds: Math.round(idleMs / 1000) }
        : { reason: 'not-begun', minutes: Math.max(1, Math.round(firstMs / 60_000)) };
      return new AppError('engine-stalled', 'later', { details });
    },
    close: () => timer.abort(),
  };
}
