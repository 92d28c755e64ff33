/** What was accepted in the trials of a database since its last run: the next run leaves it as it is. */
import type { RunStore } from '../jobs/ports.ts';
import type { Job, Run } from '../jobs/run.ts';
import { BODY_OUTPUT, hashAsked } from '../notion/outdated.ts';
import type { AcceptedRow } from './run-views.ts';
import { parseRowCheckpoint } from '../generation/rows/row-checkpoint.ts';
import { listTrialJobs } from '../generation/rows/trial.ts';
import type { RequestOf } from '../shared/command.ts';
import type { RunCommands } from './run-commands.ts';

type Store = Pick<RunStore, 'listRuns' | 'listJobs'>;

interface Accepted {
  readonly run: Run;
  readonly job: Job;
}

/** What was undone, or failed, or was not written before its trial was stopped, is not kept. */
export async function listAcceptedRows(
  store: Store,
  { databaseId, dataSourceId }: RequestOf<RunCommands, 'trial.accepted'>,
): Promise<readonly AcceptedRow[]> {
  const accepted: Accepted[] = [];
  let isUsed = false;
  for (const run of await store.listRuns()) {
    const { target, kind } = run.request;
    if (kind !== 'rows' || target.id !== databaseId || target.dataSourceId !== dataSourceId) continue;
    // Newest first: trials before a run were for that run, and asking for those rows again is deliberate.
    isUsed ||= run.trial !== true;
    if (!run.trial) continue;
    const jobs = (await listTrialJobs(store, run)).filter(
      (job) => isKept(job, run) && !(isUsed && job.state === 'done'),
    );
    accepted.push(...jobs.map((job) => ({ run, job })));
  }
  return accepted.map(describe);
}

function isKept(job: Job, run: Run): boolean {
  const { decision, undone } = parseRowCheckpoint(job.checkpoint);
  const isOnItsWay = job.phase === 'open' && run.endedAt === undefined;
  return decision === 'accepted' && !undone && (job.state === 'done' || isOnItsWay);
}

function describe({ run, job }: Accepted): AcceptedRow {
  const { options } = run.request;
  return {
    rowId: job.subjectId,
    prompt: hashAsked(options),
    ...(options.output && { output: options.output }),
    written: job.state === 'done',
    outputs: outputsOf(job),
    at: job.updatedAt,
  };
}

/** What the job wrote: property ids, and `BODY_OUTPUT`. A page's job wrote none of these. */
function outputsOf(job: Job): readonly string[] {
  const { written = [], body } = parseRowCheckpoint(job.checkpoint);
  return [...written.map(({ propertyId }) => propertyId), ...(body?.write.written.length ? [BODY_OUTPUT] : [])];
}
