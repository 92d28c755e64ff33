import { useEffect, useState } from 'preact/hooks';

import type { RunRequest } from '../../lib/run-request/run-request.ts';
import type { RunView } from '../../lib/runs/run-views.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import type { Action } from '../hooks/use-action.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { useOneStart } from '../hooks/use-one-start.ts';

export interface Generate {
  /** The run that the panel shows: the latest one, whether it was started here or in another window. */
  readonly runId: string | undefined;
  readonly start: Action<[RunRequest]>;
  readonly control: Action<['resume' | 'stop' | 'retry-failed' | 'undo']>;
}

/** Starts and steers the runs of a page. */
export function useGenerate(connectionId: string | undefined, shownRunId: string | undefined): Generate {
  const client = useClient();
  const [started, setStarted] = useState<string | undefined>();
  const startOnce = useOneStart();
  const runId = started ?? shownRunId;
  // What was started here is shown until the background names the target's latest run: that may be another window's.
  useEffect(() => setStarted(undefined), [shownRunId]);
  const start = useAction(async (request: RunRequest) => {
    setStarted(
      await startOnce((id) => client.call('runs.start', { id, request, ...(connectionId && { connectionId }) })),
    );
  });
  const control = useAction(async (action: 'resume' | 'stop' | 'retry-failed' | 'undo') => {
    if (runId) await client.call('runs.control', { runId, action });
  });
  return { runId, start, control };
}

/** A run, live; `undefined` while it is not known. */
export function useRun(runId: string | undefined): RunView | undefined {
  return useTopic(runId === undefined ? undefined : (`run:${runId}` as const)) ?? undefined;
}
