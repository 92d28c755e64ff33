import { AppError } from './app-error.ts';
import type { Clock } from './clock.ts';

/** Runs an action that stops with its signal, and gives up after `ms`. Throws AppError `timeout`. */
export async function withTimeLimit<T>(
  clock: Clock,
  ms: number,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const work = new AbortController();
  const timer = new AbortController();
  const limit = clock.sleep(ms, timer.signal).then(
    () => {
      const timeout = new AppError('timeout', 'later', { details: { seconds: Math.round(ms / 1_000) } });
      work.abort(timeout);
      throw timeout;
    },
    // The timer was ended because the action came first: nobody waits for it any more.
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([action(work.signal), limit]);
  } finally {
    timer.abort(new AppError('stopped', 'never'));
  }
}
