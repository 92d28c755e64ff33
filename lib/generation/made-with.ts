/** What the present values of rows were made with: told by what earlier runs kept of them, for as long as the history is kept. */
import type { RunStore } from '../jobs/ports.ts';
import type { Job, Run } from '../jobs/run.ts';
import { BODY_OUTPUT, hashPrompt, isOutdated, type MadeWith } from '../messaging/made-with.ts';
import type { PageObjectResponse } from '../notion/api-types.ts';
import type { OwnText } from './page-checkpoint.ts';
import { cellsAreUnchanged } from './row-cells.ts';
import { parseRowCheckpoint, type RowCheckpoint } from './row-checkpoint.ts';
import { inputsChanged } from './row-inputs.ts';

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
  const jobs = await store.listJobsOf(rows.map(({ id }) => id));
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

/** The last job that wrote an output tells of it; what was undone tells nothing. */
function describeMade(row: PageObjectResponse, jobs: readonly Job[], runs: ReadonlyMap<string, Run>): MadeRow {
  const outputs = new Map<string, MadeWith | undefined>();
  let body: OwnText | undefined;
  for (const job of jobs) {
    const run = runs.get(job.runId);
    const checkpoint = run && parseRowCheckpoint(job.checkpoint);
    if (!run || !checkpoint || checkpoint.undone || job.state !== 'done') continue;
    const made = describeJob(run, job, checkpoint, row);
    for (const cell of checkpoint.written ?? []) {
      // A newer run wrote it: an older one says nothing of it any more, also where a person put the older text back.
      if (outputs.has(cell.propertyId)) continue;
      outputs.set(cell.propertyId, cellsAreUnchanged(row, [cell]) ? made : undefined);
    }
    const blocks = checkpoint.body?.write.written ?? [];
    if (blocks.length === 0 || outputs.has(BODY_OUTPUT)) continue;
    outputs.set(BODY_OUTPUT, made);
    body = { blocks, writtenBefore: job.updatedAt };
  }
  const known = [...outputs].flatMap(([key, made]) => (made ? [[key, made] as const] : []));
  return { outputs: Object.fromEntries(known), ...(body && { body }) };
}

function describeJob(
  run: Run,
  job: Job,
  { inputs = {}, written = [] }: RowCheckpoint,
  row: PageObjectResponse,
): MadeWith {
  const { prompt } = run.request.options;
  const before = { prompt, topic: job.title, inputs, written: written.map(({ propertyId }) => propertyId) };
  return { prompt: hashPrompt(prompt), inputsChanged: inputsChanged(before, row) };
}

/** The outputs that are there by Visen and that this prompt, or the row as it is now, would make anew. */
export function outdatedOutputs({ outputs }: MadeRow, prompt: string): ReadonlySet<string> {
  const hash = hashPrompt(prompt);
  return new Set(Object.keys(outputs).filter((key) => isOutdated(outputs[key], hash)));
}
