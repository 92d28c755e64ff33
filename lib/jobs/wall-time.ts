/**
 * Stored times are those of the device's clock, which a person, a time server or a flat battery may put back. What was to happen in a
 * minute must not happen in two hours then: a time that was set “in the future” moves along with the clock.
 */
import { NEVER } from './job-machine.ts';
import type { Job } from './run.ts';

/** Clocks that are kept right step by less than this. */
const NOISE_MS = 1_000;

/** The job with its times moved, where it was changed later than now; undefined where there is nothing to move. */
export function followClock(job: Job, now: number): Job | undefined {
  const back = job.updatedAt - now;
  if (back <= NOISE_MS) return undefined;
  const move = (time: number) => Math.max(0, time - back);
  const isTime = job.due < NEVER && job.due > now;
  return {
    ...job,
    updatedAt: now,
    ...(isTime && { due: move(job.due) }),
    ...(job.lease && { lease: { ...job.lease, until: move(job.lease.until) } }),
    ...(job.stalledSince !== undefined && { stalledSince: Math.min(move(job.stalledSince), now) }),
  };
}

/** Whether the clock was put back since `before`. */
export function isPutBack(before: number, now: number): boolean {
  return before - now > NOISE_MS;
}
