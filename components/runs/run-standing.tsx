import type { RunView } from '../../lib/messaging/protocol.ts';
import { useNow } from '../hooks/use-now.ts';
import { t } from '../i18n/translate.ts';
import { isEnded, runStatusKind, runStatusText, undoText } from '../run-status/run-text.ts';
import { StateBadge } from '../run-status/state-badge.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { StatusRegion } from '../ui/status-region.tsx';
import { countsText, paceText } from './run-words.ts';

/** How far the run is: its state, a bar, counts, pace and time left; why it waits, by the second. */
export function RunStanding({ run }: { readonly run: RunView }) {
  const isWaiting = run.state === 'waiting';
  const now = useNow(isWaiting);
  const text = standingText(run, now);
  const isRows = run.request.kind === 'rows';
  const isActive = !isEnded(run.state) && run.state !== 'paused';
  return (
    <section class="standing" aria-label={t('run.region')}>
      <div class="row">
        <StateBadge state={run.state} />
        {/* A reader hears it every few seconds; who looks sees each second. */}
        <div class="soft">
          <StatusRegion
            text={text}
            kind={`${runStatusKind(run)}:${run.undo?.state ?? ''}`}
            {...(isWaiting && { hidden: true })}
          />
          {isWaiting && <span aria-hidden="true">{text}</span>}
        </div>
      </div>
      {isRows && !run.listing && run.total > 0 ? (
        <ProgressBar name={t('run.progress')} value={run.done + run.failed + run.skipped} max={run.total} />
      ) : (
        isActive && <ProgressBar name={t('run.progress')} />
      )}
      {isRows && (
        <p class="standing-counts soft small">
          <span>{run.listing ? t('runs.listing', { count: run.total }) : countsText(run)}</span>
          {isActive && <span>{paceText(run)}</span>}
        </p>
      )}
    </section>
  );
}

function standingText(run: RunView, now: number): string {
  if (!run.undo) return runStatusText(run, now);
  const { state, restored, skipped } = run.undo;
  if (run.request.kind === 'rows' && state === 'done' && skipped === 0) return t('runs.undone', { count: restored });
  return undoText(run.undo);
}
