/**
 * A worker that is lost while it holds a job may have been stopped by the browser, or by the job itself. Nothing tells the two apart
 * at once, so a job that was there twice goes on alone, which clears those that were only beside it, and waits longer each time.
 */
import type { Job } from './run.ts';

/** A job that lost its worker this often without getting anywhere may be what stops it. */
const SUSPECT_AFTER = 2;
/** It is parked when it lost its worker this often, over at least `PARK_MS`: a browser that stops workers by itself is calmer than that. */
export const MOST_STALLS = 8;
export const PARK_MS = 60_000;
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 60_000;
/** So often it goes on at once. */
const WITHOUT_REST = 3;

/** The job whose worker is gone: claimable again, at once at first. */
export function noteLostWorker(job: Job, now: number): Job {
  const { lease: _lease, ...rest } = job;
  const stalls = job.stalls + 1;
  const restMs =
    stalls <= WITHOUT_REST ? 0 : Math.min(FIRST_REST_MS * 2 ** (stalls - WITHOUT_REST - 1), LONGEST_REST_MS);
  return { ...rest, due: restMs === 0 ? 0 : now + restMs, stalls, stalledSince: job.stalledSince ?? now };
}

/** Nothing else of its run is begun beside it. */
export function isSuspect(job: Job): boolean {
  return job.stalls >= SUSPECT_AFTER;
}

export function isParked(job: Job, now: number): boolean {
  return job.stalls >= MOST_STALLS && now - (job.stalledSince ?? now) >= PARK_MS;
}
