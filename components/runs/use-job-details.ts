import { useEffect, useState } from 'preact/hooks';

import type { JobDetails, JobView } from '../../lib/runs/run-views.ts';
import { toFailure } from '../../lib/shared/app-error.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { useClient } from '../hooks/client-context.tsx';

interface Reading {
  readonly details?: JobDetails;
  readonly failure?: Failure;
}

/** What went to and fro for a row, while somebody asks for it; read again when the row changes, and by `again`. */
export function useJobDetails(job: JobView, wanted: boolean): Reading & { readonly again: () => void } {
  const client = useClient();
  const [attempt, setAttempt] = useState(0);
  const [reading, setReading] = useState<Reading>({});
  const version = JSON.stringify([job.state, job.answer, job.failure?.code, job.tokens]);
  useEffect(() => {
    if (!wanted) {
      setReading({});
      return undefined;
    }
    let current = true;
    client.call('runs.jobDetails', { jobId: job.id }).then(
      (details) => current && setReading({ details }),
      (error: unknown) => current && setReading({ failure: toFailure(error) }),
    );
    return () => {
      current = false;
    };
  }, [client, job.id, wanted, version, attempt]);
  return { ...reading, again: () => setAttempt(attempt + 1) };
}
