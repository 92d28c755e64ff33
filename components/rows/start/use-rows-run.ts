import { useState } from 'preact/hooks';

import type { RunRequest } from '../../../lib/run-request/run-request.ts';
import type { RunView } from '../../../lib/runs/run-views.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useAction } from '../../hooks/use-action.ts';
import type { Action } from '../../hooks/use-action.ts';
import type { RunAction } from '../../runs/run-actions.tsx';
import { useThrottledTopic } from '../../hooks/use-throttled-topic.ts';
import { useOneStart } from '../../hooks/use-one-start.ts';
import { isWorthShowing } from '../../run-status/worth-showing.ts';

export interface RowsRun {
  readonly run: RunView | undefined;
  /** The request is made when everything that was typed is in Notion; there is none when nothing is left to do. */
  readonly start: Action<[() => Promise<RunRequest | undefined>]>;
  readonly control: Action<[RunAction]>;
}

/** So often the numbers of a run move on (ms). */
const NUMBERS_EVERY_MS = 500;

/** What a person waits for is shown at once; the numbers that each row moves are drawn now and then. */
export function useRowsRunView(runId: string | undefined): RunView | undefined {
  const topic = runId === undefined ? undefined : (`run:${runId}` as const);
  return useThrottledTopic(topic, { everyMs: NUMBERS_EVERY_MS, isUrgent: isAnotherStanding }) ?? undefined;
}

type Shown = RunView | null;

function isAnotherStanding(shown: Shown, next: Shown): boolean {
  const standing = (run: Shown) => [run?.state, run?.listing, run?.undo?.state, run?.failure?.code];
  return JSON.stringify(standing(shown)) !== JSON.stringify(standing(next));
}

interface RowsRunOptions {
  readonly connectionId: string | undefined;
  /** Shown until another one is started. */
  readonly shownRunId: string | undefined;
}

/** Starts and steers the runs of a database's rows. */
export function useRowsRun({ connectionId, shownRunId }: RowsRunOptions): RowsRun {
  const client = useClient();
  const [started, setStarted] = useState<string | undefined>();
  const startOnce = useOneStart();
  const runId = started ?? shownRunId;
  const found = useRowsRunView(runId);
  const start = useAction(async (makeRequest: () => Promise<RunRequest | undefined>) => {
    const request = await makeRequest();
    if (!request) return;
    setStarted(
      await startOnce((id) => client.call('runs.start', { id, request, ...(connectionId && { connectionId }) })),
    );
  });
  const control = useAction(async (action: RunAction) => {
    if (runId) await client.call('runs.control', { runId, action });
  });
  // A trial is shown where it is decided.
  const isShown = found && !found.trial && isWorthShowing(found, started !== undefined);
  return { run: isShown ? found : undefined, start, control };
}
