import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';

import type { Target } from '../../../lib/run-request/target.ts';
import type { AcceptedRow, RunView } from '../../../lib/runs/run-views.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useStable } from '../../hooks/use-stable.ts';
import { findAccepted, isLeftOut, type AcceptedRows } from './find-accepted.ts';
import type { RowItem } from '../data/row-item.ts';
import type { RowJobs } from '../data/use-row-jobs.ts';
import type { RowsForm } from '../form/use-rows-form.ts';
import type { Rows } from '../data/use-rows.ts';

const NONE: ReadonlySet<string> = new Set();

interface AcceptedRowsOptions {
  readonly target: Target;
  readonly rows: Rows;
  readonly form: RowsForm;
  readonly run: RunView | undefined;
  /** Of the trial that is shown. */
  readonly trialJobs?: RowJobs;
}

export interface Accepted {
  /** Rows to write that are not kept from a trial. */
  readonly toMake: readonly RowItem[];
  /** Accepted answers for the present output, as many as a run would show to the model. */
  readonly examples: number;
  /** As it is now. `justWritten`: rows of which an answer was on its way a moment ago. */
  readonly read: (justWritten: readonly string[]) => Promise<AcceptedRows>;
}

/** What was accepted in trials, here or in another window, today or last week: the background knows. */
export function useAcceptedRows({ target, rows, form, run, trialJobs }: AcceptedRowsOptions): Accepted {
  const client = useClient();
  const { id: databaseId, dataSourceId } = target;
  const [found, setFound] = useState<readonly AcceptedRow[]>([]);
  const [examples, setExamples] = useState(0);
  const output = useStable(form.options.output);
  const changes = changesOf(run, trialJobs);
  const load = useCallback(async () => {
    const source = { databaseId, ...(dataSourceId && { dataSourceId }) };
    const answer = await client.call('trial.accepted', { ...source, ...(output && { output }) });
    setFound(answer.rows);
    setExamples(answer.examples);
    return answer.rows;
  }, [client, databaseId, dataSourceId, output]);
  useEffect(() => {
    load().catch(() => undefined); // Generate asks again and reports the failure.
  }, [load, changes]);
  const { options } = form;
  const { items, readAt, store } = rows;
  const context = { options };
  const accepted = useMemo(() => findAccepted(found, { options, items, readAt }), [found, options, items, readAt]);
  const leftOut = form.stepRows ? { ...accepted, kept: NONE } : accepted;
  const toMake = form.toWrite.filter(({ id }) => !isLeftOut(id, options, leftOut));
  return {
    toMake,
    examples,
    read: async (justWritten) => {
      const { state } = store;
      return findAccepted(await load(), { ...context, items: state.items, readAt: state.readAt, justWritten });
    },
  };
}

/** Another text when an answer was accepted or written, or a run ended or was undone. */
function changesOf(run: RunView | undefined, trialJobs: RowJobs = new Map()): string {
  const jobs = [...trialJobs.values()].map(({ id, state, decision }) => [id, state, decision]);
  return JSON.stringify([jobs, run?.id, run?.endedAt, run?.undo?.state]);
}
