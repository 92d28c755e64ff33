import type { RunView } from '../../lib/runs/run-views.ts';
import { useNow } from '../hooks/use-now.ts';
import { t } from '../i18n/translate.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { isEnded, rowsDoneText, runStatusKind, runStatusText, waitText } from '../run-status/run-text.ts';
import { undoKind, undoText } from '../run-status/undo-text.ts';
import { UndoProgress } from '../run-status/undo-progress.tsx';
import { AutomaticMark } from '../run-status/automatic-mark.tsx';
import { StateBadge } from '../run-status/state-badge.tsx';
import { notBegunText, useNotBegun } from '../run-status/use-not-begun.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { StatusRegion } from '../ui/status-region.tsx';
import { paceText, spentTexts } from './run-words.ts';

/** How far the run is: its state, a bar, counts, pace and time left, what it took and will take; why it waits, by the second. */
export function RunStanding({ run }: { readonly run: RunView }) {
  const now = useNow(run.state === 'waiting' || run.undo?.wait !== undefined);
  const notBegun = useNotBegun(run);
  const said = notBegunText(notBegun) ?? saidText(run, now);
  const detail = notBegunText(notBegun) ?? detailText(run, now);
  const isRows = run.request.kind === 'rows';
  // Counts are said every few seconds, but seen as they change.
  const isSaidOnly = isRows || detail !== said;
  const isActive = !isEnded(run.state) && run.state !== 'paused';
  return (
    <section class="standing" aria-label={t('run.region')}>
      <div class="row">
        <StateBadge state={run.state} trial={run.trial} />
        <AutomaticMark run={run} />
        {/* A reader hears it with the state's name and every few seconds; who looks has the name beside it and sees each second. */}
        <div class="soft">
          <StatusRegion
            text={said}
            kind={`${runStatusKind(run)}:${undoKind(run)}:${notBegun === undefined ? '' : 'silent'}`}
            {...(isSaidOnly && { hidden: true })}
          />
          {isSaidOnly && <span aria-hidden="true">{detail}</span>}
        </div>
      </div>
      {run.undo ? <UndoProgress undo={run.undo} /> : <StandingBar run={run} isActive={isActive} />}
      {run.undo?.failure && <FailureNotice failure={run.undo.failure} />}
      {isRows && <StandingFacts facts={factsOf(run, isActive)} />}
    </section>
  );
}

function StandingBar({ run, isActive }: { readonly run: RunView; readonly isActive: boolean }) {
  if (run.request.kind === 'rows' && !run.listing && run.total > 0)
    return <ProgressBar name={t('run.progress')} value={run.done + run.failed + run.skipped} max={run.total} />;
  return isActive ? <ProgressBar name={t('run.progress')} /> : null;
}

/** The line under the bar; beside the state's name stand the counts, except while that says why the run waits. */
function factsOf(run: RunView, isActive: boolean): readonly string[] {
  const isCounted = run.state !== 'waiting' && !run.undo;
  return [
    run.listing ? t('runs.listing', { count: run.total }) : isCounted ? '' : rowsDoneText(run),
    isActive ? paceText(run) : '',
    ...(isEnded(run.state) ? [] : spentTexts(run)),
  ].filter((text) => text !== '');
}

function StandingFacts({ facts }: { readonly facts: readonly string[] }) {
  if (facts.length === 0) return null;
  return (
    <p class="standing-facts soft small">
      {facts.map((text, at) => (
        <span key={at}>{text}</span>
      ))}
    </p>
  );
}

function saidText(run: RunView, now: number): string {
  return run.undo ? undoText(run, run.undo, now) : runStatusText(run, now);
}

/** What stands beside the state's name: the same without the name. */
function detailText(run: RunView, now: number): string {
  if (run.undo) return undoText(run, run.undo, now);
  if (run.state === 'waiting') return run.wait ? waitText(run.wait, now) : '';
  if (run.request.kind === 'rows') return run.total === 0 && !isEnded(run.state) ? '' : rowsDoneText(run);
  return run.state === 'running' && run.phase ? t(`run.phase.${run.phase}`) : '';
}
