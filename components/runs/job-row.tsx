import { Check, X } from 'lucide';
import { useRef } from 'preact/hooks';

import type { JobView } from '../../lib/runs/run-views.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { cureOf, failureText, remarkText } from '../errors/failure-text.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { INTEGRATIONS_URL } from '../errors/links.ts';
import { ServerWords } from '../errors/server-words.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useNow } from '../hooks/use-now.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { canBeWritten } from '../review/check-text.ts';
import { ReviewButtons } from '../review/review-buttons.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { CellOutcomes } from './cell-outcomes.tsx';
import { JobDetailsLine } from './job-details.tsx';
import { modelText } from './run-words.ts';
import { LongText } from './long-text.tsx';
import './runs.css';

interface JobRowProps {
  readonly job: JobView;
  readonly runEngine: string;
  readonly onDecided: () => void;
}

/** One row of a run: what it is, its state, what was there, what the model answered, what went wrong. */
export function JobRow({ job, runEngine, onDecided }: JobRowProps) {
  // Answers of a trial wait for a decision before they are written.
  const isOpen = job.decision === 'open';
  const title = job.title || t('word.untitled');
  // A row that is tried again keeps its open details.
  const hasDetails = useRef(false);
  if (job.answer || job.state === 'failed') hasDetails.current = true;
  return (
    <li class="job">
      <div class="job-head">
        <a class="job-title" href={job.url} target="_blank" rel="noopener noreferrer">
          {title}
        </a>
        <span class={`job-state job-${job.state}`}>{isOpen ? t('runs.trial.open') : t(`job.state.${job.state}`)}</span>
      </div>
      {job.cells ? <CellOutcomes cells={job.cells} /> : <Texts job={job} isOpen={isOpen} />}
      {job.madeBy && job.madeBy.engine !== runEngine && (
        <p class="soft small">{t('runs.madeBy', { model: modelText(job.madeBy) })}</p>
      )}
      {job.failure && <JobFailure failure={job.failure} isRemark={job.state === 'done'} />}
      {hasDetails.current && <JobDetailsLine job={job} title={title} />}
      {job.state === 'review' && <RowReview job={job} onDecided={onDecided} />}
      {isOpen && <TrialButtons job={job} title={title} onDecided={onDecided} />}
    </li>
  );
}

/** Of a page body, or a row that an older version made. */
function Texts({ job: { before, answer }, isOpen }: { readonly job: JobView; readonly isOpen: boolean }) {
  return (
    <>
      {before && <LongText label={t('runs.before')} text={before} />}
      {answer && <LongText label={before || isOpen ? t('runs.after') : undefined} text={answer} />}
    </>
  );
}

/** The sentence and its cure, in one line: a box for each of a hundred rows would bury the rows. */
function JobFailure({ failure, isRemark }: { readonly failure: Failure; readonly isRemark: boolean }) {
  const integrationName = useTopic('settings')?.integration?.integrationName;
  const now = useNow(failure.retryAt !== undefined);
  const cure = cureOf(failure.code);
  return (
    <div class="job-failure small">
      {(isRemark ? remarkText : failureText)(failure, { now, integrationName })}{' '}
      {cure === 'settings' && <a href="#/settings">{t('cure.settings')}</a>}
      {cure === 'upgrade' && <a href="#/upgrade">{t('cure.upgrade')}</a>}
      {cure === 'integrations' && (
        <a href={INTEGRATIONS_URL} target="_blank" rel="noopener noreferrer">
          {t('cure.integrations')}
        </a>
      )}
      <ServerWords failure={failure} />
    </div>
  );
}

/** Of all that is held in the row; cell by cell, and changed, it is written in the grid. */
function RowReview({ job, onDecided }: Omit<JobRowProps, 'runEngine'>) {
  const client = useClient();
  const decide = useAction(async (action: 'write' | 'again') => {
    await client.call('review.decide', { jobId: job.id, action });
    onDecided();
  });
  const hasText = job.cells?.some((cell) => cell.outcome === 'review' && canBeWritten(cell)) ?? false;
  return (
    <>
      <ReviewButtons
        disabled={decide.pending}
        onWrite={hasText ? () => decide.run('write') : undefined}
        onAgain={() => decide.run('again')}
      />
      {decide.failure && <FailureNotice failure={decide.failure} />}
    </>
  );
}

interface TrialButtonsProps {
  readonly job: JobView;
  readonly title: string;
  readonly onDecided: () => void;
}

function TrialButtons({ job, title, onDecided }: TrialButtonsProps) {
  const client = useClient();
  const decide = useAction(async (accept: boolean) => {
    await client.call('trial.decide', { jobId: job.id, accept });
    onDecided();
  });
  return (
    <div class="row">
      <Button
        size="small"
        name={t('runs.trial.acceptFor', { title })}
        onClick={() => decide.run(true)}
        disabled={decide.pending}
      >
        <Icon node={Check} size={14} />
        {t('runs.trial.accept')}
      </Button>
      <Button
        size="small"
        name={t('runs.trial.rejectFor', { title })}
        onClick={() => decide.run(false)}
        disabled={decide.pending}
      >
        <Icon node={X} size={14} />
        {t('runs.trial.reject')}
      </Button>
      {decide.failure && <FailureNotice failure={decide.failure} />}
    </div>
  );
}
