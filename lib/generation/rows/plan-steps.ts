/** What becomes of a row's steps: which of them is passed over, and what each starts from. */
import type { Job, Run } from '../../jobs/run.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from '../../notion/api-types.ts';
import { meetsConditions } from '../../notion/meets-conditions.ts';
import { requireConditions } from '../../notion/row-conditions.ts';
import type { ErrorCode } from '../../shared/app-error.ts';
import { planRow } from './plan-row.ts';
import { allFilled, snapshotCells } from './row-cells.ts';
import type { RowCheckpoint } from './row-checkpoint.ts';
import { countSteps, outputOfRequest, requestOfStep, runOfStep } from './row-steps.ts';
import { pageTitle } from '../../notion/rich-text-to-plain.ts';
import { propertyIdsOf } from '../../run-request/output.ts';

export interface StepReading {
  readonly run: Run;
  readonly source: DataSourceObjectResponse;
  /** The person's day, `2026-12-01`. */
  readonly today: string;
}

/** The first step of a row that was planned alone: one that it passes over ends there, unless no step is left for the row. */
export function withSteps(job: Job<RowCheckpoint>, row: PageObjectResponse, reading: StepReading): Job<RowCheckpoint> {
  const { run } = reading;
  const { checkpoint } = job;
  if (countSteps(run.request) === 1 || !checkpoint) return job;
  const code = job.failure?.code ?? (meetsStep(row, 0, reading) ? undefined : 'row-condition');
  if (code === undefined) return job;
  const passed: Job<RowCheckpoint> = { ...job, checkpoint: { ...checkpoint, ended: ended(code) } };
  if (code === 'row-undecided' || isAllFilled(row, reading))
    return { ...passed, state: 'skipped', phase: 'ended', failure: { code, retry: 'never' } };
  const { failure: _failure, ...open } = passed;
  return { ...open, state: 'pending', phase: 'open' };
}

/** A later step of a row as it stands now. */
export function planStep(row: PageObjectResponse, at: number, now: number, reading: StepReading): RowCheckpoint {
  const { source } = reading;
  const run = runOfStep(reading.run, at);
  const schemaOf = (id: string) => Object.values(source.properties).find((property) => property.id === id);
  const output = outputOfRequest(run.request);
  const planned = planRow(run, row, { output, schemaOf, now, made: undefined, trial: undefined });
  const checkpoint: RowCheckpoint = { version: 1, ...planned.checkpoint, topic: pageTitle(row) };
  // What the prompt names may be a page body: that is looked at when the step is asked.
  const code = planned.failure?.code ?? (meetsStep(row, at, reading) ? undefined : 'row-condition');
  return code === undefined ? checkpoint : { ...checkpoint, ended: ended(code) };
}

const ended = (code: ErrorCode): NonNullable<RowCheckpoint['ended']> => ({
  state: 'skipped',
  failure: { code, retry: 'never' },
});

/** @throws AppError `property-missing`, `property-changed` or `message-invalid` for a condition that cannot be used */
function meetsStep(row: PageObjectResponse, at: number, { run, source, today }: StepReading): boolean {
  const { conditions = [] } = requestOfStep(run.request, at).options;
  const schemas = Object.values(source.properties);
  requireConditions(conditions, schemas);
  return meetsConditions(row, conditions, schemas, today);
}

/** All that the later steps would write is there. */
function isAllFilled(row: PageObjectResponse, { run, source }: StepReading): boolean {
  if (run.request.options.overwriteFilled) return false;
  const schemaOf = (id: string) => Object.values(source.properties).find((property) => property.id === id);
  return Array.from({ length: countSteps(run.request) - 1 }, (_, at) => at + 1).every((at) => {
    const ids = propertyIdsOf(outputOfRequest(requestOfStep(run.request, at)));
    return ids.length > 0 && allFilled(snapshotCells(row, ids, schemaOf));
  });
}
