import type { Client } from '../../../lib/messaging/client.ts';
import { MOST_TRIED_ROWS } from '../../../lib/run-request/run-request.ts';
import { isInWork, type JobView, type RunView } from '../../../lib/runs/run-views.ts';

const LOOK_MS = 250;
/** So often it is looked whether accepted answers stand in Notion. */
const LOOKS = 40;
/** So many looks after it was resumed, a trial that is paused was paused anew. */
const RESUMING = 4;

export interface EndTrialDeps {
  readonly client: Pick<Client, 'call'>;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Of the trial, now. */
  readonly state: () => RunView['state'] | undefined;
}

/**
 * Lets go of the answers that nobody decided on, once those that were accepted stand in Notion: a stop in the midst of them would
 * leave half a text. A pause does not keep them from it; where they take long, the trial goes on, and its open answers can be
 * decided on in Runs. Returns the rows whose answers were on their way, and are not given up.
 */
export async function endTrial(runId: string, { client, sleep, state }: EndTrialDeps): Promise<readonly string[]> {
  const awaited = new Set<string>();
  let resumedAt: number | undefined;
  for (let look = 1; ; look += 1) {
    const { jobs } = await client.call('runs.jobs', { runId, limit: MOST_TRIED_ROWS });
    const partly = jobs.filter(isPartlyAccepted);
    if (partly.length > 0 && look < LOOKS) {
      // What was accepted of such a row is its answer: it ends with that.
      await letGo(partly, client);
      continue;
    }
    const settling = jobs.filter(isOnItsWay).map(({ subjectId }) => subjectId);
    for (const id of settling) awaited.add(id);
    const isPaused = settling.length > 0 && state() === 'paused';
    const isStuck = isPaused && resumedAt !== undefined && look - resumedAt > RESUMING;
    if (settling.length > 0 && !isStuck && look < LOOKS) {
      if (isPaused && resumedAt === undefined) {
        await client.call('runs.control', { runId, action: 'resume' });
        resumedAt = look;
      }
      await sleep(LOOK_MS);
      continue;
    }
    if (settling.length === 0 || isStuck) await client.call('runs.control', { runId, action: 'stop' });
    else await letGo(jobs, client);
    const given = jobs.filter((job) => GIVEN_UP.has(job.state) || (isStuck && isOnItsWay(job)));
    for (const { subjectId } of given) awaited.delete(subjectId);
    return [...awaited];
  }
}

async function letGo(jobs: readonly JobView[], client: EndTrialDeps['client']): Promise<void> {
  const open = jobs.filter(({ decision }) => decision === 'open');
  for (const { id } of open) await client.call('trial.decide', { jobId: id, accept: false });
}

const isPartlyAccepted = ({ decision, cellDecisions = {} }: JobView): boolean =>
  decision === 'open' && Object.values(cellDecisions).includes('accepted');

const GIVEN_UP: ReadonlySet<JobView['state']> = new Set<JobView['state']>(['failed', 'skipped']);

const isOnItsWay = (job: JobView): boolean => job.decision === 'accepted' && isInWork(job);
