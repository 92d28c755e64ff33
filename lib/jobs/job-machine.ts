/**
 * Every change of a job is one of these, and each is pure. The store runs them inside one transaction over what is stored at
 * that moment, so a stop or a second worker is seen here and nowhere else.
 */
import type { Usage } from '../language-model/language-model.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import { countPrompt, countSpending } from '../usage/usage-record.ts';
import { AppError, type Failure } from '../shared/app-error.ts';
import { addWait, type Waits } from './fruitless-waits.ts';
import type { CountedAnswer, JobRecords, Lease } from './ports.ts';
import { clearWait, clearWaits, completeRun, isAtWork, pauseRun } from './run-state.ts';
import type { Job, JobState, Run } from './run.ts';
import type { Wait } from './wait.ts';

export type JobEvent =
  | {
      readonly type: 'advanced';
      readonly checkpoint: unknown;
      readonly state: JobState;
      readonly answer?: CountedAnswer;
      /** A part of the job is over that counts for itself: what comes next has its own prompt. */
      readonly part?: { readonly counts: boolean };
    }
  | {
      readonly type: 'ended';
      readonly state: 'done' | 'failed' | 'skipped';
      readonly failure?: Failure;
      readonly counts: boolean;
      readonly review?: boolean;
      /** Absent: the one that is stored. */
      readonly checkpoint?: unknown;
    }
  /** Nothing can be done before somebody decides. */
  | { readonly type: 'put-to-sleep'; readonly counts?: true }
  | { readonly type: 'retry-scheduled'; readonly failure: Failure; readonly at: number }
  | { readonly type: 'waiting'; readonly failure: Failure; readonly at: number | undefined; readonly wait?: Wait }
  | {
      readonly type: 'released';
      readonly failure?: Failure;
      readonly pauses: boolean;
      readonly counts?: boolean;
      readonly at?: number;
    };

/** Far away, for a job that only a person or the network can wake. */
export const NEVER = Number.MAX_SAFE_INTEGER;

export function isOpen(job: Job): boolean {
  return job.phase === 'open';
}

/** New jobs in the order of the run, behind the `from` that it has: their place is also when they are due. */
export function numberJobs(jobs: readonly Job[], from: number): readonly Job[] {
  return jobs.map((job, index) => ({ ...job, seq: from + index, due: from + index }));
}

/** Leases a due job. The store has already picked it. */
export function leaseJob(job: Job, now: number, lease: Lease): Job {
  return { ...job, lease, due: lease.until, updatedAt: now };
}

/** Opens a failed job again, keeping what it knows: an answer that was paid for is not asked for again. */
export function reopenJob(job: Job, now: number): Job {
  const { lease: _lease, failure: _failure, stalledSince: _stalledSince, waits: _waits, ...rest } = job;
  return { ...rest, state: 'pending', phase: 'open', due: 0, attempts: 0, stalls: 0, updatedAt: now };
}

/**
 * Applies an event for the worker that holds the lease.
 * @throws AppError `stopped` when the lease is somebody else's, or the run is being undone: that worker must not go on.
 */
export function transition(records: JobRecords, event: JobEvent, owner: string, now: number): Partial<JobRecords> {
  const { job, run, usage } = records;
  // Undo looked at what stood there: nothing may be written behind its back, by whichever worker.
  if (job.lease?.owner !== owner || !isOpen(job) || run.undo) {
    throw new AppError('stopped', 'never', { message: `job ${job.id} is not held by this worker` });
  }
  switch (event.type) {
    case 'advanced':
      return advance(records, event, now);
    case 'ended':
      return end(job, run, usage, event, now);
    case 'put-to-sleep':
      return putToSleep(records, event, now);
    case 'retry-scheduled':
      return {
        job: {
          ...withoutLease(job),
          state: 'pending',
          failure: event.failure,
          due: event.at,
          attempts: job.attempts + 1,
          updatedAt: now,
        },
      };
    case 'waiting':
      return waitFor(records, event, now);
    case 'released':
      return release(records, event, now);
  }
}

function putToSleep(
  { job, run, usage }: JobRecords,
  event: Extract<JobEvent, { type: 'put-to-sleep' }>,
  now: number,
): Partial<JobRecords> {
  const { failure: _failure, ...rest } = withoutLease(job);
  const counts = event.counts === true && !job.counted;
  return {
    job: { ...rest, state: 'pending', due: NEVER, counted: job.counted || counts, updatedAt: now },
    ...(counts && { run: { ...run, prompts: run.prompts + 1 } }),
    ...(counts && { usage: countPrompt(usage, { inputTokens: 0, outputTokens: 0 }, now) }),
  };
}

function waitFor(
  { job, run }: JobRecords,
  event: Extract<JobEvent, { type: 'waiting' }>,
  now: number,
): Partial<JobRecords> {
  const { failure, at, wait } = event;
  const counted = (before: Waits | undefined) => at !== undefined && { waits: addWait(before, now, at) };
  return {
    job: { ...withoutLease(job), failure, due: at ?? NEVER, updatedAt: now, ...counted(job.waits) },
    ...(wait && { run: noteWait({ ...run, ...counted(run.waits) }, wait) }),
  };
}

/** Only a run at work waits: one that was paused or stopped meanwhile has nothing to wait for. */
function noteWait(run: Run, wait: Wait): Run {
  const noted: Run = wait.reason === 'engine-limit' ? { ...run, slowed: true } : run;
  return isAtWork(noted) ? { ...noted, wait } : noted;
}

/** Lets go of a job. One that was paused or stopped with a part of its answer on the page has used its prompt. */
function release(
  { job, run, usage }: JobRecords,
  event: Extract<JobEvent, { type: 'released' }>,
  now: number,
): Partial<JobRecords> {
  const counts = event.counts === true && !job.counted;
  const counted = counts ? { ...run, prompts: run.prompts + 1 } : run;
  const pauses = event.pauses && isAtWork(run);
  return {
    job: { ...withoutLease(job), state: 'pending', due: event.at ?? 0, counted: job.counted || counts, updatedAt: now },
    ...((counts || pauses) && { run: pauses ? pauseRun(counted, now, event.failure) : counted }),
    ...(counts && { usage: countPrompt(usage, { inputTokens: 0, outputTokens: 0 }, now) }),
  };
}

function advance(
  { job, run, usage: spent }: JobRecords,
  event: Extract<JobEvent, { type: 'advanced' }>,
  now: number,
): Partial<JobRecords> {
  const { failure: _failure, stalledSince: _stalledSince, waits: _waits, ...rest } = job;
  const usage = event.answer ? addUsage(event.answer.usage, job.usage) : job.usage;
  const next: Job = {
    ...rest,
    state: event.state,
    checkpoint: event.checkpoint,
    attempts: event.answer && !event.answer.isEmpty ? 0 : job.attempts,
    stalls: 0,
    ...(usage && { usage }),
    ...(event.answer?.madeBy && { madeBy: event.answer.madeBy }),
    ...(event.part && { counted: false }),
    updatedAt: now,
  };
  if (event.part?.counts && !job.counted) {
    const counted = { ...clearWaits(run), prompts: run.prompts + 1 };
    return { job: next, run: counted, usage: countPrompt(spent, { inputTokens: 0, outputTokens: 0 }, now) };
  }
  if (!event.answer) return run.wait ? { job: next, run: clearWait(run) } : { job: next };
  const { usage: tokens, fees, cost = fees } = event.answer;
  return {
    job: next,
    run: addAnswer(clearWaits(run), event.answer, job.usage === undefined),
    usage: countSpending(spent, { ...tokens, ...(cost !== undefined && { cost }) }, now),
  };
}

/** All that was paid for the job: a repair, and each of several steps. */
function addUsage(usage: Usage, before: Usage | undefined): Usage {
  if (!before) return usage;
  return {
    ...usage,
    inputTokens: before.inputTokens + usage.inputTokens,
    outputTokens: before.outputTokens + usage.outputTokens,
    estimated: before.estimated || usage.estimated,
  };
}

function addAnswer(run: Run, { usage, cost, fees, ms }: CountedAnswer, isFirst: boolean): Run {
  return {
    ...run,
    inputTokens: run.inputTokens + usage.inputTokens,
    outputTokens: run.outputTokens + usage.outputTokens,
    usageEstimated: run.usageEstimated || usage.estimated,
    ...(usage.searches !== undefined && { searches: (run.searches ?? 0) + usage.searches }),
    ...(run.answered !== undefined && { answered: run.answered + (isFirst ? 1 : 0) }),
    ...(ms !== undefined && { answerMs: (run.answerMs ?? 0) + ms }),
    ...(cost !== undefined && { cost: (run.cost ?? 0) + cost }),
    ...(fees !== undefined && { fees: (run.fees ?? 0) + fees }),
  };
}

function end(
  job: Job,
  run: Run,
  usage: UsageRecord,
  event: Extract<JobEvent, { type: 'ended' }>,
  now: number,
): Partial<JobRecords> {
  const { failure: _failure, ...rest } = withoutLease(job);
  const counts = event.counts && !job.counted;
  const counted: Run = {
    ...(event.state === 'done' ? clearWaits(run) : clearWait(run)),
    // A run of one job fails as its job does: a list tells why without reading jobs.
    ...(run.total === 1 && event.failure && { failure: event.failure }),
    [event.state]: run[event.state] + 1,
    ...(event.review && { review: (run.review ?? 0) + 1 }),
    prompts: run.prompts + (counts ? 1 : 0),
  };
  const ended = counted.done + counted.failed + counted.skipped;
  const complete = !run.listing && ended + (run.aside?.rows ?? 0) >= run.total;
  return {
    job: {
      ...rest,
      state: event.state,
      phase: 'ended',
      counted: job.counted || counts,
      ...(event.checkpoint !== undefined && { checkpoint: event.checkpoint }),
      ...(event.failure && { failure: event.failure }),
      updatedAt: now,
    },
    run: complete ? completeRun(counted, now) : counted,
    ...(counts && { usage: countPrompt(usage, { inputTokens: 0, outputTokens: 0 }, now) }),
  };
}

function withoutLease(job: Job): Job {
  const { lease: _lease, ...rest } = job;
  return rest;
}
