/** What the present values of rows were made with: told by what earlier runs kept of them, for as long as the history is kept. */
import { instructionsText } from '../../run-request/asked-text.ts';
import type { GenerationOptions } from '../../run-request/generation-options.ts';
import type { RunStore } from '../../jobs/ports.ts';
import type { Job, Run } from '../../jobs/run.ts';
import { BODY_OUTPUT, hashesOf, isOutdated, type MadeWith } from '../../notion/outdated.ts';
import type { PageObjectResponse } from '../../notion/api-types.ts';
import type { OwnText } from '../body/page-checkpoint.ts';
import { cellsAreUnchanged } from './row-cells.ts';
import { parseRowCheckpoint, type RowCheckpoint } from './row-checkpoint.ts';
import { inputsChanged } from './row-inputs.ts';
import { runOfStep, stepsOf } from './row-steps.ts';

/** Of one row: each output is told by the last job that wrote it, which is seldom far back. */
const LATEST_JOBS = 12;

/** What Visen made of one row and nobody changed since. */
export interface MadeRow {
  /** By property id, and `BODY_OUTPUT` for the page body. */
  readonly outputs: Readonly<Record<string, MadeWith>>;
  /** The body as it was written; whether it still stands so is not known. */
  readonly body?: OwnText;
}

/** By row id; rows that Visen made nothing of are left out. One look at the store for all of them. */
export async function readMadeRows(
  store: Pick<RunStore, 'listJobsOf' | 'getRun'>,
  rows: readonly PageObjectResponse[],
): Promise<ReadonlyMap<string, MadeRow>> {
  const jobs = await store.listJobsOf(
    rows.map(({ id }) => id),
    LATEST_JOBS,
  );
  const runs = new Map<string, Run>();
  for (const id of new Set(jobs.map(({ runId }) => runId))) {
    const run = await store.getRun(id);
    if (run?.request.kind === 'rows') runs.set(id, run);
  }
  const byRow = Map.groupBy(jobs, ({ subjectId }) => subjectId);
  const made = new Map<string, MadeRow>();
  for (const row of rows) {
    const found = describeMade(row, byRow.get(row.id) ?? [], runs);
    if (Object.keys(found.outputs).length > 0) made.set(row.id, found);
  }
  return made;
}

interface PastJob {
  readonly job: Job;
  readonly run: Run;
  readonly checkpoint: RowCheckpoint;
}

function jobOfStep(job: Job, { ended, topic }: RowCheckpoint): Job {
  return { ...job, ...(ended && { state: ended.state }), ...(topic !== undefined && { title: topic }) };
}

/** The last job that wrote an output tells of it; what was undone tells nothing. `jobs`: the last first. */
function describeMade(row: PageObjectResponse, jobs: readonly Job[], runs: ReadonlyMap<string, Run>): MadeRow {
  const past = jobs.flatMap((job): PastJob[] => {
    const run = runs.get(job.runId);
    const checkpoint = run && parseRowCheckpoint(job.checkpoint);
    if (!run || !checkpoint || checkpoint.undone) return [];
    // The last step first, as the last job: what it wrote is what stands there.
    return stepsOf(checkpoint)
      .map((step, at): PastJob => ({ job: jobOfStep(job, step), run: runOfStep(run, at), checkpoint: step }))
      .toReversed();
  });
  const outputs = new Map<string, MadeWith | undefined>();
  for (const { job, run, checkpoint } of past.filter((one) => one.job.state === 'done')) {
    for (const cell of checkpoint.written ?? []) {
      // A newer run wrote it: an older one says nothing of it any more, also where a person put the older text back.
      if (outputs.has(cell.propertyId)) continue;
      const isOurs = cellsAreUnchanged(row, [cell]);
      outputs.set(cell.propertyId, isOurs ? describeJob({ run, job, checkpoint }, cell.propertyId, row) : undefined);
    }
  }
  const body = findBody(past);
  if (body) outputs.set(BODY_OUTPUT, describeJob(body, BODY_OUTPUT, row));
  const known = [...outputs].flatMap(([key, made]) => (made ? [[key, made] as const] : []));
  return { outputs: Object.fromEntries(known), ...(body && { body: body.text }) };
}

/** The last body that was finished; with what a later run put behind it that was to replace it and was stopped or failed half-way. */
function findBody(past: readonly PastJob[]): (PastJob & { readonly text: OwnText }) | undefined {
  const at = past.findIndex(({ job, checkpoint }) => job.state === 'done' && writtenBlocks(checkpoint).length > 0);
  const last = past[at];
  if (!last) return undefined;
  const unfinished = past.slice(0, at).filter(({ checkpoint }) => checkpoint.replaces !== undefined);
  const removed = new Set(unfinished.flatMap(({ checkpoint }) => checkpoint.body?.removed ?? []));
  const blocks = [last, ...unfinished.toReversed()].flatMap(({ checkpoint }) => writtenBlocks(checkpoint));
  const left = blocks.filter(({ id }) => !removed.has(id));
  return left.length === 0 ? undefined : { ...last, text: { blocks: left } };
}

const writtenBlocks = ({ body }: RowCheckpoint) => body?.write.written ?? [];

function describeJob({ run, job, checkpoint }: PastJob, key: string, row: PageObjectResponse): MadeWith {
  const { inputs = {}, relations, computed = {}, written = [] } = checkpoint;
  const { options } = run.request;
  const before = {
    prompt: options.prompt,
    instructions: instructionsText(options),
    topic: job.title,
    inputs,
    relations,
    computed,
    written: written.map(({ propertyId }) => propertyId),
  };
  return { prompt: hashesOf(options)(key), inputsChanged: inputsChanged(before, row) };
}

/** The outputs that are there by Visen and that these options, or the row as it is now, would make anew. */
export function outdatedOutputs({ outputs }: MadeRow, options: GenerationOptions): ReadonlySet<string> {
  const hashOf = hashesOf(options);
  return new Set(Object.keys(outputs).filter((key) => isOutdated(outputs[key], hashOf(key))));
}
