/** What trials left behind of rows: answers that a person accepted, and answers that still wait for a decision. */
import { askedText } from '../../run-request/asked-text.ts';
import type { GenerationOptions } from '../../run-request/generation-options.ts';
import type { RunStore } from '../../jobs/ports.ts';
import type { Job, Run } from '../../jobs/run.ts';
import type { PageObjectResponse } from '../../notion/api-types.ts';
import { cellsAreUnchanged } from './row-cells.ts';
import { parseRowCheckpoint } from './row-checkpoint.ts';
import { isUndecided } from './trial.ts';

/** Of one row, so many of its last jobs are looked at. */
const LATEST_JOBS = 12;

/** `accepted`: the answer stands in the row as it was accepted. `undecided`: it waits, for the same prompt and output, or in Only empty as any body. */
export type TrialStanding = 'accepted' | 'undecided';

/** By row id; rows of which no trial left anything are not in it. One look at the store for all of them. */
export async function readTrialStandings(
  store: Pick<RunStore, 'listJobsOf' | 'getRun'>,
  run: Run,
  rows: readonly PageObjectResponse[],
): Promise<ReadonlyMap<string, TrialStanding>> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const standings = new Map<string, TrialStanding>();
  for (const job of await store.listJobsOf([...byId.keys()], LATEST_JOBS)) {
    const row = byId.get(job.subjectId);
    if (!row || standings.has(row.id) || job.runId === run.id) continue;
    if (isAccepted(job, row) || (isAcceptedBody(job) && (await isAlike(store, job.runId, run))))
      standings.set(row.id, 'accepted');
    else if (isUndecided(job) && (await asksTheSame(store, job.runId, run))) standings.set(row.id, 'undecided');
  }
  return standings;
}

function isAccepted(job: Job, row: PageObjectResponse): boolean {
  const { decision, undone, written = [] } = parseRowCheckpoint(job.checkpoint);
  const stands = written.length > 0 && cellsAreUnchanged(row, written);
  return job.state === 'done' && decision === 'accepted' && !undone && stands;
}

/** Only the same prompt is answered by it: with another one a page may well get a second text. */
function isAcceptedBody(job: Job): boolean {
  const { decision, undone, body } = parseRowCheckpoint(job.checkpoint);
  return job.state === 'done' && decision === 'accepted' && !undone && body !== undefined;
}

async function isAlike(store: Pick<RunStore, 'getRun'>, runId: string, { request }: Run): Promise<boolean> {
  const trial = await store.getRun(runId);
  return trial !== undefined && asksAlike(trial.request.options, request.options);
}

function asksAlike(one: GenerationOptions, other: GenerationOptions): boolean {
  return askedText(one) === askedText(other) && JSON.stringify(one.output) === JSON.stringify(other.output);
}

async function asksTheSame(store: Pick<RunStore, 'getRun'>, runId: string, run: Run): Promise<boolean> {
  const trial = await store.getRun(runId);
  if (!trial?.trial || trial.endedAt !== undefined) return false;
  const [before, now] = [trial.request.options, run.request.options];
  // A body that is still asked about is no empty one, whatever it was asked for with.
  if (run.request.selection?.kind === 'empty' && now.output?.kind === 'body') return before.output?.kind === 'body';
  return asksAlike(before, now);
}
