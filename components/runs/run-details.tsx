import type { RunView } from '../../lib/runs/run-views.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { TargetSummary } from '../generate-panel/target-summary.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useTopicState } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { isEnded, isFailureNews } from '../run-status/run-text.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { RunActions } from './run-actions.tsx';
import type { RunAction } from './run-actions.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunRows } from './run-rows.tsx';
import { RunStanding } from './run-standing.tsx';
import { RunTextBox } from './run-text-box.tsx';
import { runTitle } from './run-words.ts';
import './runs.css';

/** One run, live while it goes on. */
export function RunDetails({ runId }: { readonly runId: string }) {
  const { value: run, failure } = useTopicState(`run:${runId}`);
  return (
    <>
      <BackLink href="#/runs" label={t('runs.back')} />
      <ViewHeader title={run ? runTitle(run) : t('nav.runs')} />
      {failure && !run && <FailureNotice failure={failure} />}
      {run === undefined && !failure && <Spinner text={t('runs.loading')} />}
      {run === null && <Notice kind="warn">{t('runs.gone')}</Notice>}
      {run && <KnownRun run={run} />}
    </>
  );
}

function KnownRun({ run }: { readonly run: RunView }) {
  const client = useClient();
  const control = useAction(async (action: RunAction) => {
    await client.call('runs.control', { runId: run.id, action });
  });
  const isRows = run.request.kind === 'rows';
  return (
    <>
      <div class="row-spread">
        <TargetSummary target={run.request.target} />
        {run.connectionId && (
          <a href={`#/connections/${encodeURIComponent(run.connectionId)}`}>{t('runs.openConnection')}</a>
        )}
      </div>
      <RunStanding run={run} />
      {run.failure && isFailureNews(run.state, run.failure) && !run.undo && (
        <FailureNotice failure={run.failure} engine={run.engine} isRemark={run.state === 'done'} />
      )}
      <RunActions run={run} control={control} />
      {control.failure && <FailureNotice failure={control.failure} />}
      {!isRows && run.text && <RunTextBox text={run.text} runId={run.id} streaming={!isEnded(run.state)} />}
      <RunFacts run={run} />
      {isRows && <RunRows run={run} />}
    </>
  );
}
