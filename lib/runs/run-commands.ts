/** Commands of runs, of their trials and of answers that need review. */
import type { ChosenPerson } from '../generation/rows/chosen-people.ts';
import * as v from 'valibot';

import { MOST_STEPS } from '../run-request/generation-options.ts';
import type { Output } from '../run-request/output.ts';
import { MOST_TRIED_ROWS, type RunRequest } from '../run-request/run-request.ts';
import { outputSchema, runRequestSchema } from '../run-request/run-request-schemas.ts';
import { cellTextSchema, idSchema, longTextSchema, propertyIdSchema } from '../shared/bounded.ts';
import type { SchemasFor } from '../shared/command.ts';
import type { PagePreview } from '../web-search/page-preview.ts';
import type { Estimate, EstimateRow } from './estimate.ts';
import type { AcceptedRow, JobDetails, JobView, RunView, ShownJobState } from './run-views.ts';

export interface RunCommands {
  /** The page's text, made and not written. */
  'preview.page': { request: { request: RunRequest }; response: PagePreview };
  'runs.start': {
    request: { id: string; request: RunRequest; connectionId?: string };
    response: { runId: string; connectionId: string };
  };
  'runs.control': {
    request: { runId: string; action: 'pause' | 'resume' | 'stop' | 'retry-failed' | 'go-on' | 'undo' };
    response: RunView;
  };
  'runs.jobs': {
    request: { runId: string; after?: number; limit: number; state?: ShownJobState };
    response: { jobs: readonly JobView[]; next?: number };
  };
  'runs.jobDetails': { request: { jobId: string }; response: JobDetails };
  /** The whole text a page run produced, for Copy. */
  'runs.text': { request: { runId: string }; response: { text: string } };
  'runs.export': {
    request: { runId: string; format: 'csv' | 'json' };
    response: { fileName: string; content: string };
  };
  /** `rows`: how many rows will be written, where the surface has counted them; else they are counted in Notion. `stepRows`: of how many each of several steps is asked. */
  'runs.estimate': {
    request: { request: RunRequest; rows?: number; stepRows?: readonly number[]; sample?: readonly EstimateRow[] };
    response: Estimate;
  };
  /** A trial on up to three rows: answers are kept, nothing is written until accepted. */
  'trial.start': {
    request: { id: string; request: RunRequest; rowIds: readonly string[]; connectionId?: string };
    response: { runId: string };
  };
  /** Of one cell with `propertyId`, else of all that is open in the row. `text`: what is to be written in place of the answer. */
  'trial.decide': {
    request: {
      jobId: string;
      accept: boolean;
      propertyId?: string;
      text?: string;
      people?: readonly ChosenPerson[];
    };
    response: JobView;
  };
  /** Of a row that needs review: writes what is held, one cell or all, as it is or as `text` says; or asks the model once more. */
  'review.decide': {
    request: {
      jobId: string;
      action: 'write' | 'again';
      propertyId?: string;
      text?: string;
      people?: readonly ChosenPerson[];
    };
    response: JobView;
  };
  /** What was accepted in all trials of a database. */
  'trial.accepted': {
    /** `output`: `examples` then says how many accepted answers there are for it that a run would show to the model. */
    request: { databaseId: string; dataSourceId?: string; output?: Output };
    response: { rows: readonly AcceptedRow[]; examples: number };
  };
}

/** Notion takes at most 100 in one cell. https://developers.notion.com/reference/request-limits */
const peopleSchema = v.pipe(
  v.array(v.object({ id: idSchema, name: cellTextSchema })),
  v.minLength(1),
  v.maxLength(100),
);
const jobState = v.picklist(['pending', 'generating', 'writing', 'done', 'failed', 'skipped', 'review']);

export const RUN_SCHEMAS: SchemasFor<RunCommands> = {
  'preview.page': v.object({ request: runRequestSchema }),
  'runs.start': v.object({ id: idSchema, request: runRequestSchema, connectionId: v.exactOptional(idSchema) }),
  'runs.control': v.object({
    runId: idSchema,
    action: v.picklist(['pause', 'resume', 'stop', 'retry-failed', 'go-on', 'undo']),
  }),
  'runs.jobs': v.object({
    runId: idSchema,
    after: v.exactOptional(v.number()),
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
    state: v.exactOptional(jobState),
  }),
  'runs.jobDetails': v.object({ jobId: idSchema }),
  'runs.text': v.object({ runId: idSchema }),
  'runs.export': v.object({ runId: idSchema, format: v.picklist(['csv', 'json']) }),
  'runs.estimate': v.object({
    request: runRequestSchema,
    rows: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    stepRows: v.exactOptional(v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(MOST_STEPS))),
    sample: v.exactOptional(
      v.pipe(
        v.array(
          v.object({
            id: idSchema,
            topic: cellTextSchema,
            properties: v.record(v.string(), longTextSchema),
          }),
        ),
        v.maxLength(24),
      ),
    ),
  }),
  'trial.start': v.object({
    id: idSchema,
    request: runRequestSchema,
    rowIds: v.pipe(v.array(idSchema), v.minLength(1), v.maxLength(MOST_TRIED_ROWS)),
    connectionId: v.exactOptional(idSchema),
  }),
  'trial.decide': v.object({
    jobId: idSchema,
    accept: v.boolean(),
    propertyId: v.exactOptional(propertyIdSchema),
    text: v.exactOptional(longTextSchema),
    people: v.exactOptional(peopleSchema),
  }),
  'review.decide': v.object({
    jobId: idSchema,
    action: v.picklist(['write', 'again']),
    propertyId: v.exactOptional(propertyIdSchema),
    text: v.exactOptional(longTextSchema),
    people: v.exactOptional(peopleSchema),
  }),
  'trial.accepted': v.object({
    databaseId: idSchema,
    dataSourceId: v.exactOptional(idSchema),
    output: v.exactOptional(outputSchema),
  }),
};
