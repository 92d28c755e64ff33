/** What trials left behind of rows: answers that a person accepted, and answers that still wait for a decision. */
import { askedText } from '../../run-request/asked-text.ts';
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
    const standing = await standingOf(job, row, run, store);
    if (standing) standings.set(row.id, standing);
  }
  return standings;
}

async function standingOf(
  job: Job,
  row: PageObjectResponse,
  run: Run,
  store: Pick<RunStore, 'getRun'>,
): Promise<TrialStanding | undefined> {
  const { decision, undone, written = [], body } = parseRowCheckpoint(job.checkpoint);
  if (isUndecided(job)) {
    const trial = await store.getRun(job.runId);
    return trial?.trial && trial.endedAt === undefined && isAskedThere(trial, run) ? 'undecided' : undefined;
  }
  if (job.state !== 'done' || decision !== 'accepted' || undone) return undefined;
  if (written.length > 0 && cellsAreUnchanged(row, written)) return 'accepted';
  // Only the same prompt is answered by a text: with another one a page may well get a second text.
  const trial = body && (await store.getRun(job.runId));
  return trial && asksTheSame(trial, run) ? 'accepted' : undefined;
}

/** A body that is still asked about is no empty one, whatever it was asked for with. */
function isAskedThere(trial: Run, run: Run): boolean {
  const { selection, options } = run.request;
  if (selection?.kind !== 'empty' || options.output?.kind !== 'body') return asksTheSame(trial, run);
  return trial.request.options.output?.kind === 'body';
}

function asksTheSame(trial: Run, run: Run): boolean {
  const [before, now] = [trial.request.options, run.request.options];
  return askedText(before) === askedText(now) && JSON.stringify(before.output) === JSON.stringify(now.output);
}
