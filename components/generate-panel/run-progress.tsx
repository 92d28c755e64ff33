import { Copy, RotateCcw, Square, Undo2 } from 'lucide';
import { useEffect, useState } from 'preact/hooks';

import type { RunView } from '../../lib/runs/run-views.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { cureOf } from '../errors/failure-text.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useNow } from '../hooks/use-now.ts';
import { t } from '../i18n/translate.ts';
import { isEnded, isFailureNews, runStatusKind, runStatusText } from '../run-status/run-text.ts';
import { StateIcon } from '../run-status/state-badge.tsx';
import { UndoProgress } from '../run-status/undo-progress.tsx';
import { undoKind, undoText } from '../run-status/undo-text.ts';
import { notBegunText, useNotBegun } from '../run-status/use-not-begun.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { StatusRegion } from '../ui/status-region.tsx';
import { WrittenBlocks } from '../written-blocks/written-blocks.tsx';
import { RunOutcome } from './run-outcome.tsx';
import type { Generate } from './use-generate.ts';
import './generate-panel.css';

interface RunProgressProps {
  readonly run: RunView;
  readonly control: Generate['control'];
}

/** A page's run as it goes: state, text so far, and what can be done about it. */
export function RunProgress({ run, control }: RunProgressProps) {
  const notBegun = useNotBegun(run);
  const isWaiting = run.undo ? run.undo.wait !== undefined : run.state === 'waiting' || notBegun !== undefined;
  const now = useNow(isWaiting);
  const text = run.undo ? undoText(run, run.undo, now) : (notBegunText(notBegun) ?? runStatusText(run, now));
  const ended = isEnded(run.state);
  const failure = useRunFailure(run);
  return (
    <section class="run" aria-label={t('run.region')}>
      <div class="run-status">
        <StateIcon state={run.state} />
        {/* A reader hears a wait every few seconds; who looks sees each second. */}
        <StatusRegion
          text={text}
          kind={`${runStatusKind(run)}:${undoKind(run)}:${notBegun === undefined ? '' : 'silent'}`}
          {...(isWaiting && { hidden: true })}
        />
        {isWaiting && <span aria-hidden="true">{text}</span>}
      </div>
      {!ended && <ProgressBar name={t('run.progress')} />}
      {run.undo && <UndoProgress undo={run.undo} />}
      {ended && <RunOutcome run={run} />}
      {failure && isFailureNews(run.state, failure) && !run.undo && (
        <FailureNotice
          failure={failure}
          engine={run.engine}
          isRemark={run.state === 'done'}
          {...(ended && { onRetry: () => control.run('retry-failed') })}
          {...(run.state === 'paused' && { onRetry: () => control.run('resume') })}
        />
      )}
      {run.undo?.failure && <FailureNotice failure={run.undo.failure} />}
      {control.failure && <FailureNotice failure={control.failure} />}
      <RunButtons run={run} control={control} retryShown={failure !== undefined && isRetryOffered(failure)} />
      {/* Last, so that its length moves no button. */}
      {run.text && !run.undo && <WrittenBlocks name={t('run.text')} text={run.text} streaming={!ended} />}
    </section>
  );
}

function RunButtons({ run, control, retryShown }: RunProgressProps & { readonly retryShown: boolean }) {
  const client = useClient();
  const [copied, setCopied] = useState(false);
  const copy = useAction(async () => {
    const { text } = await client.call('runs.text', { runId: run.id });
    await navigator.clipboard.writeText(text);
    setCopied(true);
  });
  const ended = isEnded(run.state);
  const undone = run.undo !== undefined;
  return (
    <>
      <div class="row">
        {(!ended || run.undo?.state === 'running') && (
          <Button onClick={() => control.run('stop')} disabled={control.pending}>
            <Icon node={Square} size={14} />
            {t('run.stop')}
          </Button>
        )}
        {run.state === 'paused' && (
          <Button onClick={() => control.run('resume')} disabled={control.pending}>
            {t('run.resume')}
          </Button>
        )}
        {ended && run.canUndo && (
          <Button onClick={() => control.run('undo')} disabled={control.pending}>
            <Icon node={Undo2} size={14} />
            {t('run.undo')}
          </Button>
        )}
        {ended && run.state !== 'done' && run.state !== 'stopped' && !undone && !retryShown && (
          <Button onClick={() => control.run('retry-failed')} disabled={control.pending}>
            <Icon node={RotateCcw} size={14} />
            {t('cure.retry')}
          </Button>
        )}
        {run.text && (
          <Button onClick={() => copy.run()} disabled={copy.pending}>
            <Icon node={Copy} size={14} />
            {t('run.copy')}
          </Button>
        )}
        <span aria-live="polite" class="soft small">
          {copied && !copy.pending && !copy.failure ? t('run.copied') : ''}
        </span>
      </div>
      {copy.failure && <FailureNotice failure={copy.failure} onRetry={() => copy.run()} />}
    </>
  );
}

/** Whether the notice has the button already. */
function isRetryOffered(failure: Failure): boolean {
  const cure = cureOf(failure.code);
  return cure === 'retry' || cure === 'settings' || cure === 'integrations';
}

/** Why the run failed: its own failure, or that of its only job. */
function useRunFailure(run: RunView): Failure | undefined {
  const client = useClient();
  const [ofJob, setOfJob] = useState<Failure | undefined>();
  const wanted = run.failure === undefined && (run.state === 'failed' || run.state === 'done-with-errors');
  useEffect(() => {
    setOfJob(undefined);
    if (!wanted) return undefined;
    let current = true;
    void client.call('runs.jobs', { runId: run.id, limit: 1, state: 'failed' }).then(
      ({ jobs }) => current && setOfJob(jobs[0]?.failure),
      // The state says already that it failed; without the reason, Try again is still offered.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [client, wanted, run.id]);
  return run.failure ?? (wanted ? ofJob : undefined);
}
