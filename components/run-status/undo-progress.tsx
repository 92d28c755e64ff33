import type { RunView } from '../../lib/runs/run-views.ts';
import { t } from '../i18n/translate.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';

/** How far an Undo is, while it is not at its end. */
export function UndoProgress({ undo }: { readonly undo: NonNullable<RunView['undo']> }) {
  if (undo.state === 'done') return null;
  const { done, total } = undo;
  const isCounted = done !== undefined && total !== undefined;
  // A stopped one without a count would seem to move.
  if (undo.state === 'stopped' && !isCounted) return null;
  return <ProgressBar name={t('run.undo.progress')} {...(isCounted && { value: done, max: total })} />;
}
