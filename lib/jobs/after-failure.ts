/** What becomes of a job whose step failed: it is tried again, waits, rests until a person acts, or is given up. */
import type { Failure } from '../shared/app-error.ts';
import { addWait, isFruitless } from './fruitless-waits.ts';
import type { JobEvent } from './job-machine.ts';
import { decideRetry, mayComeBack, type Verdict } from './retry-policy.ts';
import type { Job, Run } from './run.ts';
import type { Wait } from './wait.ts';

export interface FailedStep {
  readonly run: Run;
  /** As it is stored now. */
  readonly job: Job;
  readonly failure: Failure;
  /** Epoch ms. */
  readonly now: number;
  /** In [0, 1). */
  readonly random: number;
  /** Whether some of its answer stands in Notion. */
  readonly hasWritten: () => boolean;
  /** The run as it is stored now; undefined: it is gone. */
  readonly storedRun: () => Promise<Run | undefined>;
}

export interface AfterFailure {
  readonly event: JobEvent;
  /** What the run is shown to wait for, where the event does not change the run. */
  readonly shown?: Wait;
}

/** @param step failed while the job was held by this worker, and not because it was stopped */
export async function decideAfterFailure(step: FailedStep): Promise<AfterFailure> {
  const { job, failure, now, random } = step;
  const verdict = decideRetry(failure, job.attempts, now, random, job.failure);
  switch (verdict.kind) {
    case 'retry': {
      const event = { type: 'retry-scheduled', failure, at: verdict.at } as const;
      return isOfRows(step) ? { event } : { event, shown: { reason: 'backoff', until: verdict.at } };
    }
    case 'wait':
      return { event: (await endOfWaiting(step, verdict)) ?? waiting(step, verdict) };
    case 'pause':
    case 'give-up':
      return { event: restOrGiveUp(step, verdict) };
  }
}

type WaitVerdict = Extract<Verdict, { kind: 'wait' }>;

function waiting({ run, failure }: FailedStep, { reason, at, whole }: WaitVerdict): JobEvent {
  const wait: Wait = { reason, ...(at !== undefined && { until: at }) };
  const isShown = whole || run.request.kind !== 'rows';
  return { type: 'waiting', failure, at, ...(isShown && { wait }) };
}

/** Waits that lead nowhere end: the row fails where others get on, else the run pauses. Both show what the service said. */
async function endOfWaiting(step: FailedStep, { reason, at }: WaitVerdict): Promise<JobEvent | undefined> {
  if (at === undefined) return undefined;
  const { job, failure, now } = step;
  const stored = await step.storedRun();
  const isAll = isFruitless(addWait(stored?.waits, now, at), reason, 'run');
  if (!isAll && !isFruitless(addWait(job.waits, now, at), reason, 'job')) return undefined;
  const isLast = stored !== undefined && stored.done > 0 && countOpen(stored) <= 1;
  return isAll && !isLast && isOfRows(step) ? { type: 'released', failure, pauses: true } : giveUp(step);
}

/** A page of which nothing stands yet fails, to be tried again; one that is half written rests until it can go on. */
function restOrGiveUp(step: FailedStep, verdict: Verdict): JobEvent {
  const { failure } = step;
  const isHalf = !isOfRows(step) && step.hasWritten();
  const rests = isOfRows(step) ? verdict.kind === 'pause' : isHalf && mayComeBack(failure, verdict);
  return rests ? { type: 'released', failure, pauses: true, counts: isHalf } : giveUp(step);
}

function giveUp({ failure, hasWritten }: FailedStep): JobEvent {
  return { type: 'ended', state: 'failed', failure, counts: hasWritten() };
}

function isOfRows({ run }: FailedStep): boolean {
  return run.request.kind === 'rows';
}

function countOpen({ total, done, failed, skipped }: Run): number {
  return total - done - failed - skipped;
}
