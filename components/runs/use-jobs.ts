import { useEffect, useState } from 'preact/hooks';

import type { JobView, ShownJobState } from '../../lib/runs/run-views.ts';
import { toFailure } from '../../lib/shared/app-error.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { useClient } from '../hooks/client-context.tsx';
import type { VisenClient } from '../hooks/client-context.tsx';

const FIRST = 50;
const MORE = 200;

export interface Jobs {
  /** Undefined: not read yet. */
  readonly jobs: readonly JobView[] | undefined;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly failure: Failure | undefined;
}

/** A run's rows in order, as many as were asked for; read again whenever `version` changes. */
export function useJobs(runId: string, state: ShownJobState | undefined, version: string): Jobs {
  const client = useClient();
  const [wanted, setWanted] = useState(FIRST);
  const [read, setRead] = useState<{ jobs?: readonly JobView[]; hasMore: boolean; failure?: Failure }>({
    hasMore: false,
  });
  useEffect(() => setWanted(FIRST), [runId, state]);
  useEffect(() => {
    let current = true;
    readJobs(client, runId, state, wanted).then(
      (found) => current && setRead(found),
      (error: unknown) => current && setRead((before) => ({ ...before, failure: toFailure(error) })),
    );
    return () => {
      current = false;
    };
  }, [client, runId, state, wanted, version]);
  return { jobs: read.jobs, hasMore: read.hasMore, failure: read.failure, more: () => setWanted(wanted + MORE) };
}

/** The first `wanted` rows, in pages that a message carries easily. */
async function readJobs(
  client: VisenClient,
  runId: string,
  state: ShownJobState | undefined,
  wanted: number,
): Promise<{ jobs: readonly JobView[]; hasMore: boolean }> {
  const jobs: JobView[] = [];
  let after: number | undefined;
  do {
    const page = await client.call('runs.jobs', {
      runId,
      limit: Math.min(MORE, wanted - jobs.length),
      ...(after !== undefined && { after }),
      ...(state && { state }),
    });
    jobs.push(...page.jobs);
    after = page.next;
  } while (after !== undefined && jobs.length < wanted);
  return { jobs, hasMore: after !== undefined };
}
