import { useRef, useState } from 'preact/hooks';

import type { RunRequest } from '../../../lib/run-request/run-request.ts';
import type { RunView } from '../../../lib/runs/run-views.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useAction } from '../../hooks/use-action.ts';
import type { Action } from '../../hooks/use-action.ts';
import { useRun } from '../../generate-panel/use-generate.ts';
import type { RunAction } from '../../runs/run-actions.tsx';

/** A run that ended longer ago is in the Runs view, not here. */
const SHOW_ENDED_MS = 86_400_000;

export interface RowsRun {
  readonly run: RunView | undefined;
  /** The request is made when everything that was typed is in Notion; there is none when nothing is left to do. */
  readonly start: Action<[() => Promise<RunRequest | undefined>]>;
  readonly control: Action<[RunAction]>;
}

interface RowsRunOptions {
  readonly connectionId: string | undefined;
  /** Shown until another one is started. */
  readonly shownRunId: string | undefined;
}

/** Starts a run of rows under an id that the click makes: until it is acknowledged, another click asks for the same run. */
export function useRowsRun({ connectionId, shownRunId }: RowsRunOptions): RowsRun {
  const client = useClient();
  const [started, setStarted] = useState<string | undefined>();
  const unacknowledged = useRef<string | undefined>(undefined);
  const runId = started ?? shownRunId;
  const found = useRun(runId);
  const start = useAction(async (makeRequest: () => Promise<RunRequest | undefined>) => {
    const request = await makeRequest();
    if (!request) return;
    const id = (unacknowledged.current ??= crypto.randomUUID());
    await client.call('runs.start', { id, request, ...(connectionId && { connectionId }) });
    unacknowledged.current = undefined;
    setStarted(id);
  });
  const control = useAction(async (action: RunAction) => {
    if (runId) await client.call('runs.control', { runId, action });
  });
  return { run: found && isWorthShowing(found, started !== undefined) ? found : undefined, start, control };
}

/** A trial is shown where it is decided. */
function isWorthShowing(run: RunView, startedHere: boolean): boolean {
  if (run.trial) return false;
  if (startedHere || run.endedAt === undefined) return true;
  return run.endedAt > Date.now() - SHOW_ENDED_MS;
}
