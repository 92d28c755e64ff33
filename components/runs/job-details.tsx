import { useState } from 'preact/hooks';

import type { JobDetails, JobView } from '../../lib/runs/run-views.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Facts } from '../ui/facts.tsx';
import type { Fact } from '../ui/facts.tsx';
import { WrittenText } from '../ui/written-text.tsx';
import { ContextGiven } from '../context/context-given.tsx';
import { searchFacts } from '../web-search/search-given.tsx';
import { useJobDetails } from './use-job-details.ts';
import './runs.css';

interface JobDetailsProps {
  readonly job: JobView;
  readonly title: string;
}

/** What was sent for one row, what came back and what was written: read when somebody asks, since it may be long. */
export function JobDetailsLine({ job, title }: JobDetailsProps) {
  const [open, setOpen] = useState(false);
  const { details, failure, again } = useJobDetails(job, open);
  return (
    <div class="job-details">
      <Button
        look="quiet"
        size="small"
        name={t('runs.details.of', { title })}
        expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('runs.details')}
      </Button>
      {failure && <FailureNotice failure={failure} onRetry={again} />}
      {details && <Facts facts={factsOf(details, title)} />}
    </div>
  );
}

function factsOf(details: JobDetails, title: string): Fact[] {
  const { sent, received, repaired, written, blocks, context = [] } = details;
  const fact = (label: string, text: string | undefined, without: string): Fact => [
    label,
    text === undefined ? without : <WrittenText name={t('runs.details.textOf', { label, title })} text={text} />,
  ];
  return [
    fact(t('runs.details.sent'), sent, t('runs.details.unknown')),
    ...searchFacts(details),
    ...(context.length > 0 ? [[t('runs.details.context'), <ContextGiven context={context} />] as const] : []),
    fact(t(repaired ? 'runs.details.repaired' : 'runs.details.received'), received, t('runs.details.nothing')),
    fact(
      t('runs.details.written'),
      written,
      blocks === undefined ? t('runs.details.nothing') : t('runs.details.blocks', { count: blocks }),
    ),
  ];
}
