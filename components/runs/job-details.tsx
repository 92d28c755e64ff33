import { useState } from 'preact/hooks';

import type { JobDetails } from '../../lib/messaging/protocol.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Facts } from '../ui/facts.tsx';
import type { Fact } from '../ui/facts.tsx';
import './runs.css';

interface JobDetailsProps {
  readonly jobId: string;
  readonly title: string;
}

/** What was sent for one row, what came back and what was written: read when somebody asks, since it may be long. */
export function JobDetailsLine({ jobId, title }: JobDetailsProps) {
  const client = useClient();
  const [details, setDetails] = useState<JobDetails | undefined>();
  const read = useAction(async () => setDetails(await client.call('runs.jobDetails', { jobId })));
  const toggle = () => (details ? setDetails(undefined) : read.run());
  return (
    <div class="job-details">
      <Button
        look="quiet"
        size="small"
        name={t('runs.details.of', { title })}
        expanded={details !== undefined}
        onClick={toggle}
        disabled={read.pending}
      >
        {t('runs.details')}
      </Button>
      {read.failure && <FailureNotice failure={read.failure} onRetry={toggle} />}
      {details && <Facts facts={factsOf(details)} />}
    </div>
  );
}

function factsOf({ sent, received, repaired, written, blocks }: JobDetails): Fact[] {
  const text = (value: string) => (
    <pre class="job-detail" tabIndex={0}>
      {value}
    </pre>
  );
  return [
    [t('runs.details.sent'), sent === undefined ? t('runs.details.unknown') : text(sent)],
    [
      t(repaired ? 'runs.details.repaired' : 'runs.details.received'),
      received === undefined ? t('runs.details.nothing') : text(received),
    ],
    [
      t('runs.details.written'),
      written !== undefined
        ? text(written)
        : blocks === undefined
          ? t('runs.details.nothing')
          : t('runs.details.blocks', { count: blocks }),
    ],
  ];
}
