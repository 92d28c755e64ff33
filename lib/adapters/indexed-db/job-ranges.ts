import type { IDBPObjectStore } from 'idb';

import type { Job } from '../../jobs/run.ts';
import type { RunsSchema } from './database.ts';

/** Keys that begin with `prefix` and whose number is above `after`. */
export function between(prefix: string[], after: number): IDBKeyRange {
  return IDBKeyRange.bound([...prefix, after], [...prefix, Infinity], true);
}

/** All jobs of a run in this phase that are due until `until` (epoch ms). */
export function inPhase(runId: string, phase: Job['phase'], until = Infinity): IDBKeyRange {
  return IDBKeyRange.bound([runId, phase, 0], [runId, phase, until]);
}

type StoreName = 'runs' | 'jobs' | 'usage';
type Jobs<Mode extends IDBTransactionMode> = IDBPObjectStore<RunsSchema, StoreName[], 'jobs', Mode>;

/** The first open job that is due until `until`, those of `busy` subjects passed over. */
export async function firstOpen<Mode extends IDBTransactionMode>(
  jobs: Pick<Jobs<Mode>, 'index'>,
  runId: string,
  until: number,
  busy: ReadonlySet<string>,
): Promise<Job | undefined> {
  let cursor = await jobs.index('due').openCursor(inPhase(runId, 'open', until));
  while (cursor && busy.has(cursor.value.subjectId)) cursor = await cursor.continue();
  return cursor?.value;
}
