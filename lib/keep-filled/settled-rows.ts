/**
 * Rows that a run has dealt with already: told by what the history keeps of them, whoever's name an edit bears (a personal token writes
 * in the person's own). What was filled, left empty, refused or undone is not asked for again before somebody changes the row.
 */
import type { RunStore } from '../jobs/ports.ts';
import type { Job, Run } from '../jobs/run.ts';
import { isAtWork } from '../jobs/run-state.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import { parseRowCheckpoint } from '../generation/rows/row-checkpoint.ts';
import { inputsChanged } from '../generation/rows/row-inputs.ts';
import { outputOfAllSteps, requestOfStep, stepsOf } from '../generation/rows/row-steps.ts';
import type { PageObjectResponse } from '../notion/api-types.ts';
import type { ErrorCode } from '../shared/app-error.ts';
import { hashText } from '../shared/hash-text.ts';

/** Of one row, so many of its last jobs are looked at. */
const LATEST_JOBS = 12;

/** Passed over for what stood in the cell then: this says nothing of an empty cell. */
const ABOUT_CELLS: ReadonlySet<ErrorCode> = new Set(['row-filled', 'row-accepted', 'row-undecided']);

export interface SettledRows {
  readonly settled: ReadonlySet<string>;
  /** A run is at work on these. */
  readonly busy: ReadonlySet<string>;
}

/** What a request asks of each row: another prompt or another output makes it another question. */
export function askedOf({ options }: Pick<RunRequest, 'options'>): string {
  const { prompt, output, steps = [] } = options;
  return hashText(JSON.stringify([prompt.trim(), output, steps.map((step) => [step.prompt.trim(), step.output])]));
}

export async function readSettledRows(
  store: Pick<RunStore, 'listJobsOf' | 'getRun'>,
  request: RunRequest,
  rows: readonly PageObjectResponse[],
): Promise<SettledRows> {
  const jobs = await store.listJobsOf(
    rows.map(({ id }) => id),
    LATEST_JOBS,
  );
  const runs = new Map<string, Run>();
  for (const id of new Set(jobs.map(({ runId }) => runId))) {
    const run = await store.getRun(id);
    if (run?.request.kind === 'rows' && !run.trial) runs.set(id, run);
  }
  const byRow = Map.groupBy(jobs, ({ subjectId }) => subjectId);
  const settled = new Set<string>();
  const busy = new Set<string>();
  for (const row of rows) {
    const own = (byRow.get(row.id) ?? []).flatMap((job) => {
      const run = runs.get(job.runId);
      return run ? [{ job, run }] : [];
    });
    if (own.some(({ job, run }) => job.phase === 'open' && (isAtWork(run) || run.control === 'paused')))
      busy.add(row.id);
    // The last that asked the same tells.
    const last = own.find(({ job, run }) => tells(job, run, request));
    if (last && !isChanged(last.job, last.run, row)) settled.add(row.id);
  }
  return { settled, busy };
}

function tells(job: Job, run: Run, request: RunRequest): boolean {
  if (job.phase !== 'ended' || askedOf(run.request) !== askedOf(request)) return false;
  const isBody = outputOfAllSteps(request).kind === 'body';
  return isBody || !(job.state === 'skipped' && job.failure && ABOUT_CELLS.has(job.failure.code));
}

/** The row would give some step other words today. */
function isChanged(job: Job, run: Run, row: PageObjectResponse): boolean {
  const steps = stepsOf(parseRowCheckpoint(job.checkpoint));
  const written = steps.flatMap((step) => (step.written ?? []).map(({ propertyId }) => propertyId));
  return steps.some(({ inputs = {}, computed = {}, relations, topic = job.title }, at) => {
    const { prompt } = requestOfStep(run.request, at).options;
    return inputsChanged({ prompt, topic, inputs, computed, relations, written }, row);
  });
}
