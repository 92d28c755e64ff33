/** What was accepted in the trials of a database and is kept, for as long as the history is. */
import type { RunStore } from '../jobs/ports.ts';
import type { Job, Run } from '../jobs/run.ts';
import { BODY_OUTPUT, hashPrompt } from '../messaging/made-with.ts';
import type { AcceptedRow, CommandRequest } from '../messaging/protocol.ts';
import { parseRowCheckpoint } from './row-checkpoint.ts';
import { listTrialJobs } from './trial.ts';

/** Of one row: what wrote over an answer is among the last that wrote. */
const LATEST_JOBS = 12;

type Store = Pick<RunStore, 'listRuns' | 'listJobs' | 'listJobsOf' | 'getRun'>;

interface Accepted {
  readonly run: Run;
  readonly job: Job;
}

/** What was undone, or failed, or was not written before its trial was stopped, is not kept; nor what another prompt wrote over. */
export async function listAcceptedRows(
  store: Store,
  { databaseId, dataSourceId }: CommandRequest<'trial.accepted'>,
): Promise<readonly AcceptedRow[]> {
  const accepted: Accepted[] = [];
  for (const run of await store.listRuns()) {
    const { target } = run.request;
    if (!run.trial || target.id !== databaseId || target.dataSourceId !== dataSourceId) continue;
    const jobs = await listTrialJobs(store, run);
    accepted.push(...jobs.filter((job) => isKept(job, run)).map((job) => ({ run, job })));
  }
  const later = await store.listJobsOf(
    accepted.map(({ job }) => job.subjectId),
    LATEST_JOBS,
  );
  const rows: AcceptedRow[] = [];
  for (const one of accepted) if (!(await isWrittenOver(one, later, store))) rows.push(describe(one));
  return rows;
}

function isKept(job: Job, run: Run): boolean {
  const { decision, undone } = parseRowCheckpoint(job.checkpoint);
  const isOnItsWay = job.phase === 'open' && run.endedAt === undefined;
  return decision === 'accepted' && !undone && (job.state === 'done' || isOnItsWay);
}

function describe({ run, job }: Accepted): AcceptedRow {
  const { prompt, output } = run.request.options;
  return {
    rowId: job.subjectId,
    prompt: hashPrompt(prompt),
    ...(output && { output }),
    written: job.state === 'done',
    at: job.updatedAt,
  };
}

/** `later`: jobs of these rows, the last changed first. */
async function isWrittenOver({ run, job }: Accepted, later: readonly Job[], store: Store): Promise<boolean> {
  const outputs = outputsOf(job);
  for (const other of later) {
    if (other.id === job.id || other.updatedAt < job.updatedAt) return false;
    if (other.subjectId !== job.subjectId || other.state !== 'done') continue;
    const otherRun = await store.getRun(other.runId);
    if (otherRun?.request.kind !== 'rows' || parseRowCheckpoint(other.checkpoint).undone) continue;
    if (!outputsOf(other).some((key) => outputs.includes(key))) continue;
    return hashPrompt(otherRun.request.options.prompt) !== hashPrompt(run.request.options.prompt);
  }
  return false;
}

/** What the job wrote: property ids, and `BODY_OUTPUT`. A page's job wrote none of these. */
function outputsOf(job: Job): readonly string[] {
  const { written = [], body } = parseRowCheckpoint(job.checkpoint);
  return [...written.map(({ propertyId }) => propertyId), ...(body?.write.written.length ? [BODY_OUTPUT] : [])];
}
