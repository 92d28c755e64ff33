import type { Client } from '../../lib/messaging/client.ts';
import type { JobView } from '../../lib/messaging/protocol.ts';

/** More than a trial has. */
const ROWS = 10;
const LOOK_MS = 250;
/** So often it is looked whether accepted answers stand in Notion, before the trial is stopped all the same. */
const LOOKS = 40;

export interface EndTrialDeps {
  readonly client: Pick<Client, 'call'>;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * Lets go of the answers that nobody decided on. Those that were accepted a moment ago are still written: a stop in the midst of
 * them would leave half a text. Returns the rows whose answers are kept.
 */
export async function endTrial(runId: string, { client, sleep }: EndTrialDeps): Promise<readonly string[]> {
  for (let looks = 1; ; looks += 1) {
    const { jobs } = await client.call('runs.jobs', { runId, limit: ROWS });
    const accepted = jobs.filter(({ decision, state }) => decision === 'accepted' && !GIVEN_UP.has(state));
    const isSettling = accepted.some(isWorkedOn);
    const isAsking = jobs.some((job) => isWorkedOn(job) && job.decision === undefined);
    if (isSettling && isAsking && looks < LOOKS) {
      await sleep(LOOK_MS);
      continue;
    }
    if (isSettling && !isAsking) {
      const open = jobs.filter(({ decision }) => decision === 'open');
      for (const { id } of open) await client.call('trial.decide', { jobId: id, accept: false });
    } else await client.call('runs.control', { runId, action: 'stop' });
    return accepted.map(({ subjectId }) => subjectId);
  }
}

const GIVEN_UP: ReadonlySet<JobView['state']> = new Set<JobView['state']>(['failed', 'skipped']);

const isWorkedOn = ({ state }: JobView): boolean =>
  state === 'pending' || state === 'generating' || state === 'writing';
