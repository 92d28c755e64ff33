/** The state of a run in words, the same on every surface. */
import type { RunState } from '../../lib/jobs/run.ts';
import type { Wait } from '../../lib/jobs/wait.ts';
import type { RunSummary, RunView } from '../../lib/runs/run-views.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';

const ENDED: readonly RunState[] = ['done', 'done-with-errors', 'failed', 'stopped'];

/** In the order of a run's life. */
export const RUN_STATES: readonly RunState[] = ['queued', 'running', 'waiting', 'paused', ...ENDED];

/** Whether a stored word is a state of a run that this version knows. */
export function isRunState(word: string): word is RunState {
  return RUN_STATES.some((state) => state === word);
}

export function isEnded(state: RunState): boolean {
  return ENDED.includes(state);
}

/** “Waiting”, “Done with errors”: the name alone. */
export function runStateName(state: RunState): string {
  return t(`run.state.${state}`);
}

/** Why a run waits, with the seconds that are left at `now` (epoch ms): “Notion asks us to wait 41 s”. */
export function waitText(wait: Wait, now: number): string {
  if (wait.reason === 'decision') return t('run.wait.decision', { count: wait.count ?? 1 });
  if (wait.until === undefined) return t(`run.wait.${wait.reason}`);
  const seconds = Math.max(1, Math.ceil((wait.until - now) / 1_000));
  return t(`run.waitUntil.${wait.reason}`, { seconds });
}

/** “3 of 10 rows done”, and what became of others: “7 of 8 rows done, 1 skipped”. */
export function rowsDoneText({ done, failed, skipped: left, review = 0, total }: RunSummary): string {
  const skipped = left - review;
  return formatList([
    t('run.rows', { count: total, done }),
    ...(failed > 0 ? [t('runs.counts.failed', { failed })] : []),
    ...(review > 0 ? [t('runs.counts.review', { count: review })] : []),
    ...(skipped > 0 ? [t('runs.counts.skipped', { skipped })] : []),
  ]);
}

/** What the engine looks for just now. */
export const searchingText = (query: string): string =>
  query === '' ? t('run.searchingSome') : t('run.searching', { query });

/** What the status region says of a run: its state, or for a running one what it is at. */
export function runStatusText(run: RunSummary & Partial<Pick<RunView, 'phase' | 'searching'>>, now: number): string {
  if (run.state === 'waiting' && run.wait) return `${runStateName('waiting')}: ${waitText(run.wait, now)}`;
  // Before the first rows are known there is nothing to count.
  const isListing = run.state === 'running' && run.total === 0;
  if (run.request.kind === 'rows' && !isListing && (run.state === 'running' || isEnded(run.state))) {
    const rows = rowsDoneText(run);
    return run.state === 'running' ? rows : `${runStateName(run.state)}: ${rows}`;
  }
  if (run.state === 'running' && run.searching !== undefined) return searchingText(run.searching);
  if (run.state === 'running' && run.phase) return t(`run.phase.${run.phase}`);
  return runStateName(run.state);
}

/** Changes when the status is worth saying at once. */
export function runStatusKind(run: Pick<RunView, 'state' | 'phase' | 'wait'>): string {
  return `${run.state}:${run.phase ?? ''}:${run.wait?.reason ?? ''}`;
}

/** Whether a failure is worth a notice now: a wait says itself why, and a try that goes on has left the last one behind. */
export function isFailureNews(state: RunState, failure: Failure): boolean {
  if (state === 'stopped' || state === 'running' || state === 'queued') return false;
  return state !== 'waiting' || failure.retry !== 'wait';
}
