/** The jobs that rows of a query become, with what earlier runs and trials left of them. */
import type { Job, Run } from '../../jobs/run.ts';
import type { RunStore } from '../../jobs/ports.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from '../../notion/api-types.ts';
import { dayAt } from '../../shared/day.ts';
import { readTrialStandings } from './after-trial.ts';
import { readMadeRows } from './made-with.ts';
import { isRenewal, planRow } from './plan-row.ts';
import { withSteps } from './plan-steps.ts';
import type { RowCheckpoint } from './row-checkpoint.ts';
import { outputOfRequest, runOfStep } from './row-steps.ts';

export interface PlanRowsContext {
  readonly store: Pick<RunStore, 'listJobsOf' | 'getRun'>;
  readonly source: DataSourceObjectResponse;
  /** Epoch ms. */
  readonly now: number;
}

/** One job a row, in the order of the rows; those that are not to be written are skipped, with the reason. */
export async function planRows(
  run: Run,
  rows: readonly PageObjectResponse[],
  { store, source, now }: PlanRowsContext,
): Promise<readonly Job<RowCheckpoint>[]> {
  const made = isRenewal(run) ? await readMadeRows(store, rows) : undefined;
  const trials = run.trial ? undefined : await readTrialStandings(store, run, rows);
  const first = runOfStep(run, 0);
  const output = outputOfRequest(first.request);
  const schemaOf = (id: string) => Object.values(source.properties).find((property) => property.id === id);
  const today = dayAt(now);
  return rows.map((row) => {
    const job = planRow(first, row, { output, schemaOf, now, made: made?.get(row.id), trial: trials?.get(row.id) });
    return withSteps(job, row, { run, source, today });
  });
}
