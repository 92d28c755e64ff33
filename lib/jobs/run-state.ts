/** The states of a run and how it gets from one to another. All pure: the store runs them over what is stored at that moment. */
import type { Failure } from '../shared/app-error.ts';
import type { ActiveRun, CompletedRun, EndedRun, PausedRun, Run, RunState, StoppedRun } from './run.ts';

/** Whether something may still be done for a run: what looks for work reads these only. */
export function isOpenRun(run: Run): boolean {
  return run.endedAt === undefined || run.undo?.state === 'running';
}

/** Whether its jobs may be begun: not while it is paused, and not once it has ended. */
export function isAtWork(run: Run): run is ActiveRun {
  return run.control === 'active' && run.endedAt === undefined;
}

export function isPaused(run: Run): run is PausedRun {
  return run.control === 'paused' && run.endedAt === undefined;
}

/** The state a person sees, derived from control, counts and waits. */
export function deriveRunState(run: Run): RunState {
  const ended = run.done + run.failed + run.skipped;
  if (run.control === 'stopped') return 'stopped';
  if (!run.listing && run.total > 0 && ended >= run.total) {
    if (run.failed === 0) return 'done';
    return run.done + run.skipped === 0 ? 'failed' : 'done-with-errors';
  }
  if (!run.listing && run.endedAt !== undefined) return run.failure ? 'failed' : 'done';
  if (run.control === 'paused') return 'paused';
  if (run.wait) return 'waiting';
  return run.startedAt === undefined ? 'queued' : 'running';
}

/** The run at rest until a person resumes it. One that was stopped or has ended stays as it is. */
export function pauseRun(run: Run, now: number, failure?: Failure): Run {
  if (!isAtWork(run)) return run;
  const { wait: _wait, waits: _waits, ...rest } = run;
  return { ...rest, control: 'paused', pausedAt: now, ...(failure && { failure }) };
}

/** Takes up a run that was paused. One that was stopped or has ended stays as it is. */
export function resumeRun(run: Run, now: number): Run {
  if (run.endedAt !== undefined) return run;
  const { failure: _failure, wait: _wait, ...rest } = leaveOutRest(run, now);
  return { ...rest, control: 'active' };
}

/** Ended by a person. One that has ended already stays as it is. */
export function stopRun(run: Run, now: number): EndedRun {
  if (run.endedAt !== undefined) return run;
  const { wait: _wait, ...rest } = run;
  return { ...rest, control: 'stopped', endedAt: now };
}

/** All of its jobs came to an end. Where some were put aside, it is stopped again: Go on takes them up. */
export function completeRun(run: Run, now: number): EndedRun {
  const { wait: _wait, ...rest } = run;
  const ended: StoppedRun | CompletedRun = { ...rest, endedAt: now };
  return run.aside ? { ...ended, control: 'stopped' } : ended;
}

/** A run that ended, at work again. */
export function reopenRun(run: Run): ActiveRun {
  const { endedAt: _endedAt, undo: _undo, wait: _wait, ...kept } = run;
  return { ...kept, control: 'active' };
}

export function clearWait(run: Run): Run {
  if (run.endedAt !== undefined || run.wait === undefined) return run;
  const { wait: _wait, ...rest } = run;
  return rest;
}

/** Something succeeded, or a person wants it tried anew: waits are counted from here on. */
export function clearWaits(run: Run): Run {
  const { waits: _waits, ...rest } = clearWait(run);
  return rest;
}

/** How long the run has been at work (ms): without the time that it was paused or ended. */
export function workedMs(run: Run, now: number): number {
  const until = run.endedAt ?? (isPaused(run) ? run.pausedAt : undefined) ?? now;
  return until - (run.paceFrom ?? run.startedAt ?? until);
}

/** For a run that is taken up again: the time since it rested is no time of its work. */
export function leaveOutRest<R extends Run>(run: R, now: number): R {
  return run.startedAt === undefined ? run : { ...run, paceFrom: now - workedMs(run, now) };
}
