/** What an Undo does, or did, in words: the same on every surface. */
import type { RunView } from '../../lib/runs/run-views.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { leftText } from './left-text.ts';
import { waitText } from './run-text.ts';

type Undo = NonNullable<RunView['undo']>;

/** `now` (epoch ms) is for the seconds of a wait. */
export function undoText(run: RunView, undo: Undo, now: number): string {
  switch (undo.state) {
    case 'running':
      return runningText(run, undo, now);
    case 'stopped':
      return stoppedText(run, undo);
    case 'done':
      return doneText(run, undo);
  }
}

/** Changes when the text is worth saying at once. */
export function undoKind(run: RunView): string {
  return run.undo ? `undo:${run.undo.state}:${run.undo.wait?.reason ?? ''}` : '';
}

function runningText(run: RunView, undo: Undo, now: number): string {
  if (undo.wait) return t('run.undo.waiting', { reason: waitText(undo.wait, now) });
  const { done, total, secondsLeft } = undo;
  if (done === undefined || total === undefined) return t('run.undo.running');
  const steps = isRows(run) ? t('run.undo.rows', { done, count: total }) : t('run.undo.blocks', { done, count: total });
  return secondsLeft === undefined ? steps : formatList([steps, leftText(secondsLeft)]);
}

function stoppedText(run: RunView, { done, total }: Undo): string {
  if (done === undefined || total === undefined) return t('run.undo.stopped');
  return isRows(run)
    ? t('run.undo.stopped.rows', { done, count: total })
    : t('run.undo.stopped.blocks', { done, count: total });
}

function doneText(run: RunView, { restored, skipped, failed = 0 }: Undo): string {
  if (failed > 0) {
    if (!isRows(run) && restored + skipped === 0) return t('run.undo.failed.page');
    return `${t('run.undo.partly', { restored, skipped })} ${t('run.undo.failed', { count: failed })}`;
  }
  if (skipped > 0) return t('run.undo.partly', { restored, skipped });
  return isRows(run) ? t('runs.undone', { count: restored }) : t('run.undo.done');
}

const isRows = (run: RunView): boolean => run.request.kind === 'rows';
