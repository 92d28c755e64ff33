import type { RunStore } from '../../jobs/ports.ts';
import { parseBodyCheckpoint } from './page-checkpoint.ts';
import { parseRowCheckpoint } from '../rows/row-checkpoint.ts';
import { stepsOf } from '../rows/row-steps.ts';

/** A page that was written to by more runs than this since is not looked through further. */
const LATEST_RUNS = 100;

/** Ids of the top-level blocks that other runs wrote on the page of this job; `undone`: only those that Undo took back. */
export async function blocksOfOtherRuns(
  store: Pick<RunStore, 'listJobsOf' | 'getRun'>,
  runId: string,
  subjectId: string,
  undone = false,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const job of await store.listJobsOf([subjectId], LATEST_RUNS)) {
    if (job.runId === runId) continue;
    const isRow = (await store.getRun(job.runId))?.request.kind === 'rows';
    const row = isRow ? parseRowCheckpoint(job.checkpoint) : undefined;
    const bodies = row ? stepsOf(row).map(({ body }) => body) : [parseBodyCheckpoint(job.checkpoint)];
    if (undone && !(row?.undone ?? bodies[0]?.undone)) continue;
    for (const body of bodies) for (const { id } of body?.write.written ?? []) ids.add(id);
  }
  return ids;
}
