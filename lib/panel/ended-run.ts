import { deriveRunState } from '../jobs/run-state.ts';
import type { Run } from '../jobs/run.ts';

/** Shorter runs end while the person still looks. */
const LONG_RUN_MS = 60_000;
/** What ended before this is no news: the worker was started again, or the clock was set. */
const NEWS_FOR_MS = 2 * 60_000;

/** Whether a run is worth a notification now: it was long, it ended by itself, and a moment ago. */
export function isEndedNews(run: Run, now: number): boolean {
  const { endedAt } = run;
  if (endedAt === undefined || now - endedAt > NEWS_FOR_MS || now < endedAt) return false;
  const isOver = ['done', 'done-with-errors', 'failed'].includes(deriveRunState(run));
  return isOver && endedAt - (run.startedAt ?? run.createdAt) >= LONG_RUN_MS;
}
