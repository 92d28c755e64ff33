/**
 * Taking a run up again after it ended: its failed rows, or the rows that were not reached when it was stopped. They are
 * separate actions because each row costs a prompt: rows that are not included are put aside, where nothing claims them.
 */
import { reopenRun } from './run-state.ts';
import type { Job, Run } from './run.ts';

/** Rows that were not reached when the run was stopped. */
export interface Rest {
  readonly rows: number;
  /** Whether these are all: a listing that was stopped half-way knows only the rows that it had come to. */
  readonly isListed: boolean;
}

/** What a stopped run left undone; undefined where nothing is, or where it was undone. */
export function restOf(run: Run): Rest | undefined {
  if (run.request.kind !== 'rows' || run.control !== 'stopped' || run.undo) return undefined;
  const rows = run.total - run.done - run.failed - run.skipped;
  const isListed = run.listing !== true && run.aside?.listing !== true;
  return rows > 0 || !isListed ? { rows, isListed } : undefined;
}

/** Whether Retry failed has something to do. A page that was stopped goes on with it: it has no rest to choose. */
export function canRetry(run: Run): boolean {
  if (run.undo) return false;
  return run.failed > 0 || (run.request.kind !== 'rows' && run.done + run.skipped < run.total);
}

/** Whether Retry failed must put aside what the run had not reached. */
export function putsRestAside(run: Run): boolean {
  return run.control === 'stopped' && run.request.kind === 'rows';
}

/** The run after its failed jobs were opened again. `rest`: open jobs that were put aside. */
export function retryFailed(run: Run, failed: number, rest: number): Run {
  const { failure: _failure, ...kept } = reopenRun(run);
  return withRest({ ...kept, failed: run.failed - failed }, run, rest);
}

/** The run after one of its rows was taken up whose answer waited for a person. `rest`: open jobs that were put aside. */
export function takeUpReviewed(run: Run, rest: number): Run {
  const { review = 0, ...kept } = run.endedAt === undefined ? run : reopenRun(run);
  const left = review > 1 ? { review: review - 1 } : {};
  return withRest({ ...kept, ...left, skipped: run.skipped - 1 }, run, rest);
}

/** What the run had not reached when it was stopped is put aside. */
function withRest(again: Run, before: Run, rest: number): Run {
  if (!putsRestAside(before)) return again;
  const { listing, aside, ...kept } = again;
  const put = { rows: (aside?.rows ?? 0) + rest, listing: listing === true || aside?.listing === true };
  return put.rows > 0 || put.listing ? { ...kept, aside: put } : kept;
}

/** A job that waits for Go on. Whoever held it is gone: a run is retried when all of it has let go. */
export function putAside(job: Job): Job {
  const { lease: _lease, ...rest } = job;
  return { ...rest, phase: 'aside', due: job.lease ? 0 : job.due };
}

/** A job that was put aside, in its old place. */
export function takeUp(job: Job): Job {
  return { ...job, phase: 'open' };
}

/** The run with all that it had not reached; as it is where nothing is left, or where it was undone. */
export function goOn(run: Run): Run {
  if (run.undo || (restOf(run) === undefined && !run.aside)) return run;
  const { failure: _failure, aside, ...kept } = reopenRun(run);
  return { ...kept, ...(aside?.listing && { listing: true }) };
}
