import { Check, X } from 'lucide';

import type { JobView, RunView } from '../../../lib/messaging/protocol.ts';
import { FailureNotice } from '../../errors/failure-notice.tsx';
import { useClient } from '../../hooks/client-context.tsx';
import { useAction } from '../../hooks/use-action.ts';
import type { Action } from '../../hooks/use-action.ts';
import { useFocusKept } from '../../hooks/use-focus-kept.ts';
import { t } from '../../i18n/translate.ts';
import { isEnded } from '../../run-status/run-text.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { StatusBox } from '../../ui/status-region.tsx';
import { WrittenText } from '../../ui/written-text.tsx';
import { FailureText } from '../grid/failure-text-line.tsx';
import type { RowJobs } from '../data/use-row-jobs.ts';
import '../rows.css';

interface TrialPanelProps {
  readonly run: RunView;
  readonly jobs: RowJobs;
  readonly onClose: () => Promise<unknown>;
}

/** Answers for a few rows beside what stands there now; nothing is written before it is accepted. */
export function TrialPanel({ run, jobs: jobsByRow, onClose }: TrialPanelProps) {
  const client = useClient();
  const jobs = [...jobsByRow.values()].sort((a, b) => a.seq - b.seq);
  const open = jobs.filter(isUndecided);
  const decide = useAction(async (decided: readonly JobView[], accept: boolean) => {
    for (const { id } of decided) await client.call('trial.decide', { jobId: id, accept });
  });
  const stop = useAction(async () => {
    await onClose();
  });
  const resume = useAction(async () => {
    await client.call('runs.control', { runId: run.id, action: 'resume' });
  });
  const panel = useFocusKept<HTMLElement>(open.map(({ id }) => id).join());
  const waits = jobs.length === 0 || jobs.some((job) => isWorkedOn(job) && !isUndecided(job));
  return (
    <section ref={panel} class="rows-trial" tabIndex={-1} aria-label={t('rows.trial')}>
      <div class="row-spread">
        <h2>{t('rows.trial')}</h2>
        <Button size="icon" look="quiet" name={t('rows.trial.close')} onClick={() => stop.run()}>
          <Icon node={X} />
        </Button>
      </div>
      <StatusBox>
        {!isEnded(run.state) && waits ? <Spinner text={t('rows.trial.waiting')} /> : <p>{t('rows.trial.lead')}</p>}
      </StatusBox>
      {run.failure && (
        <FailureNotice failure={run.failure} {...(run.state === 'paused' && { onRetry: () => resume.run() })} />
      )}
      {jobs.length > 0 && (
        <TrialTable jobs={jobs} decide={decide} isBody={run.request.options.output?.kind === 'body'} />
      )}
      {decide.failure && <FailureNotice failure={decide.failure} />}
      {decide.failure && open.length > 0 && <p>{t('rows.trial.kept')}</p>}
      {open.length > 1 && (
        <div class="row">
          <Button onClick={() => decide.run(open, true)} disabled={decide.pending}>
            <Icon node={Check} size={14} />
            {t('rows.trial.acceptAll')}
          </Button>
          <Button onClick={() => decide.run(open, false)} disabled={decide.pending}>
            <Icon node={X} size={14} />
            {t('rows.trial.rejectAll')}
          </Button>
        </div>
      )}
    </section>
  );
}

interface TrialTableProps {
  readonly jobs: readonly JobView[];
  /** Before and after are whole texts. */
  readonly isBody: boolean;
  readonly decide: Action<[readonly JobView[], boolean]>;
}

function TrialTable({ jobs, isBody, decide }: TrialTableProps) {
  return (
    <table class={`rows-trial-table ${isBody ? 'rows-trial-bodies' : ''}`}>
      <thead>
        <tr>
          <th scope="col">{t('rows.trial.row')}</th>
          <th scope="col">{t('rows.trial.before')}</th>
          <th scope="col">{t('rows.trial.after')}</th>
          <th scope="col">{t('rows.trial.decision')}</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <TrialRow
            key={job.id}
            job={job}
            isBody={isBody}
            onDecide={(accept) => decide.run([job], accept)}
            pending={decide.pending}
          />
        ))}
      </tbody>
    </table>
  );
}

const isWorkedOn = ({ state }: JobView): boolean =>
  state === 'pending' || state === 'generating' || state === 'writing';

/** The answer is there and nobody said yet whether it is good. */
const isUndecided = (job: JobView): boolean => job.decision === 'open';

interface TrialRowProps {
  readonly job: JobView;
  readonly isBody: boolean;
  readonly onDecide: (accept: boolean) => void;
  readonly pending: boolean;
}

function TrialRow({ job, isBody, onDecide, pending }: TrialRowProps) {
  const title = job.title || t('word.untitled');
  const cell = useFocusKept<HTMLTableCellElement>(String(isUndecided(job)));
  const show = (text: string | undefined, name: string) =>
    isBody && text !== undefined ? <WrittenText name={name} text={text} /> : text;
  return (
    <tr>
      <th scope="row">{title}</th>
      <td data-label={t('rows.trial.before')}>
        {show(job.before, t('rows.trial.beforeOf', { title })) ?? <span class="soft">{t('rows.trial.empty')}</span>}
      </td>
      <td data-label={t('rows.trial.after')}>{show(job.answer, t('rows.trial.afterOf', { title }))}</td>
      <td ref={cell} class="rows-trial-decision" tabIndex={-1}>
        {isUndecided(job) ? (
          <div class="row">
            <Button
              size="small"
              name={t('runs.trial.acceptFor', { title })}
              onClick={() => onDecide(true)}
              disabled={pending}
            >
              {t('runs.trial.accept')}
            </Button>
            <Button
              size="small"
              name={t('runs.trial.rejectFor', { title })}
              onClick={() => onDecide(false)}
              disabled={pending}
            >
              {t('runs.trial.reject')}
            </Button>
          </div>
        ) : (
          <span class={`job-state job-${job.state}`}>{stateText(job)}</span>
        )}
        {job.failure && !isUndecided(job) && (
          <div class="rows-problem">
            <FailureText failure={job.failure} />
          </div>
        )}
      </td>
    </tr>
  );
}

function stateText({ state, failure }: JobView): string {
  if (state === 'done') return t('rows.trial.accepted');
  if (state === 'skipped' && !failure) return t('rows.trial.rejected');
  return t(`job.state.${state}`);
}
