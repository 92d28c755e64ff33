import type { RunStore } from '../../jobs/ports.ts';
import { parseBodyCheckpoint } from './page-checkpoint.ts';
import { parseRowCheckpoint } from '../rows/row-checkpoint.ts';

/** A page that was written to by more runs than this since is not looked through further. */
const LATEST_RUNS = 100;

/** Ids of the top-level blocks that other runs wrote on the page of this job. */
export async function blocksOfOtherRuns(
  store: Pick<RunStore, 'listJobsOf' | 'getRun'>,
  runId: string,
  subjectId: string,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const job of await store.listJobsOf([subjectId], LATEST_RUNS)) {
    if (job.runId === runId) continue;
    const isRow = (await store.getRun(job.runId))?.request.kind === 'rows';
    const body = isRow ? parseRowCheckpoint(job.checkpoint).body : parseBodyCheckpoint(job.checkpoint);
    for (const { id } of body?.write.written ?? []) ids.add(id);
  }
  return ids;
}
