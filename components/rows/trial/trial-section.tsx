import { Check, FlaskConical, X } from 'lucide';
import type { ComponentChildren } from 'preact';

import { isInWork, type JobView, type RunView } from '../../../lib/runs/run-views.ts';
import { FailureNotice } from '../../errors/failure-notice.tsx';
import { useClient } from '../../hooks/client-context.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useFocusKept } from '../../hooks/use-focus-kept.ts';
import { t } from '../../i18n/translate.ts';
import { isEnded } from '../../run-status/run-text.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { StatusBox } from '../../ui/status-region.tsx';
import type { RowJobs } from '../data/use-row-jobs.ts';
import type { TrialDecisions } from './use-trial-decisions.ts';
import './trial.css';

interface TrialSectionProps {
  readonly run: RunView;
  readonly jobs: RowJobs;
  readonly decisions: TrialDecisions;
  readonly onClose: () => Promise<unknown>;
  /** Of several: the one that is tried, from 0. */
  readonly step: number | undefined;
  /** Below the answers. */
  readonly children?: ComponentChildren;
}

/** The trial, whose answers stand in the grid: how many wait, and all of them at once. Nothing is written before. */
export function TrialSection({ run, jobs: byRow, decisions, onClose, step, children }: TrialSectionProps) {
  const client = useClient();
  const jobs = [...byRow.values()];
  const open = jobs.filter(isUndecided);
  const { one, all } = decisions;
  const stop = useAction(async () => {
    await onClose();
  });
  const resume = useAction(async () => {
    await client.call('runs.control', { runId: run.id, action: 'resume' });
  });
  const section = useFocusKept<HTMLElement>(open.map(({ id }) => id).join());
  const isAsking = !isEnded(run.state) && (jobs.length === 0 || jobs.some((job) => isInWork(job) && !job.decision));
  const failure = one.failure ?? all.failure;
  return (
    <section ref={section} class="trial" tabIndex={-1} aria-label={t('rows.trial')}>
      <div class="row-spread">
        <h2 class="trial-title">
          <Icon node={FlaskConical} size={15} />
          {t('rows.trial')}
        </h2>
        <span class="row">
          <span class="soft">{countsText(jobs, open.length)}</span>
          <Button size="icon" look="quiet" name={t('rows.trial.close')} onClick={() => stop.run()}>
            <Icon node={X} size={14} />
          </Button>
        </span>
      </div>
      <StatusBox>
        {isAsking ? <Spinner text={t('rows.trial.waiting')} /> : open.length > 0 && <p>{t('rows.trial.lead')}</p>}
      </StatusBox>
      {step !== undefined && <p class="soft small">{t('rows.trial.step', { number: step + 1 })}</p>}
      {run.failure && (
        <FailureNotice failure={run.failure} {...(run.state === 'paused' && { onRetry: () => resume.run() })} />
      )}
      {failure && <FailureNotice failure={failure} />}
      {failure && open.length > 0 && <p>{t('rows.trial.kept')}</p>}
      {open.length > 0 && (
        <div class="row">
          <Button onClick={() => all.run(open, true)} disabled={all.pending}>
            <Icon node={Check} size={14} />
            {t('rows.trial.acceptAll')}
          </Button>
          <Button onClick={() => all.run(open, false)} disabled={all.pending}>
            <Icon node={X} size={14} />
            {t('rows.trial.rejectAll')}
          </Button>
        </div>
      )}
      {children}
    </section>
  );
}

function countsText(jobs: readonly JobView[], open: number): string {
  const accepted = jobs.filter(({ decision }) => decision === 'accepted').length;
  return t('rows.trial.counts', { accepted, open });
}

/** The answer is there and nobody said yet whether it is good. */
const isUndecided = (job: JobView): boolean => job.decision === 'open';
