/** Every change of an Undo's record, pure; the store runs them over what is stored at that moment. */
import { stopRun } from '../../jobs/run-state.ts';
import type { Run, RunUndo } from '../../jobs/run.ts';
import type { Wait } from '../../jobs/wait.ts';
import type { Failure } from '../../shared/app-error.ts';
import type { UndoCount } from './undo-body.ts';

const NEW_UNDO: RunUndo = { state: 'running', restored: 0, skipped: 0 };

export function isBeingUndone(run: Run): boolean {
  return run.undo?.state === 'running';
}

/** Begun, or gone on with after a stop; what is done or being done stays as it is. */
export function beginUndo(run: Run, now: number): Run {
  const { undo } = run;
  if (undo && undo.state !== 'stopped') return run;
  const { wait: _wait, failure: _failure, ...kept } = undo ?? NEW_UNDO;
  // One that a late click took up again while it was being stopped would never end: nothing of it may be written from here on.
  const undoing: RunUndo = { ...kept, state: 'running', since: { at: now, done: undo?.done ?? 0 } };
  return { ...stopRun(run, now), undo: undoing };
}

/** Put to rest until a person goes on with it. */
export function stopUndo(run: Run, failure?: Failure): Run {
  return changeRunning(run, ({ wait: _wait, ...undo }) => ({ ...undo, state: 'stopped', ...(failure && { failure }) }));
}

export function endUndo(run: Run): Run {
  return changeRunning(run, ({ wait: _wait, since: _since, sent: _sent, ...undo }) => ({ ...undo, state: 'done' }));
}

export function waitWithUndo(run: Run, wait: Wait): Run {
  return changeRunning(run, (undo) => ({ ...undo, wait }));
}

/** After a wait: its time is no time of work. */
export function goOnWithUndo(run: Run, now: number): Run {
  return changeRunning(run, ({ wait, ...undo }) =>
    wait ? { ...undo, since: { at: now, done: undo.done ?? 0 } } : undo,
  );
}

/** A block is about to be moved to the trash, or a person was seen to have edited it since. */
export function noteSent(run: Run, sent: NonNullable<RunUndo['sent']>): Run {
  return changeRunning(run, (undo) => ({ ...undo, sent }));
}

export function noteStep(run: Run, done: number, total: number): Run {
  return changeRunning(run, (undo) => ({ ...undo, done, total }));
}

/** One job was taken back: also when the Undo was stopped meanwhile, for it is what happened. */
export function addCount(run: Run, count: UndoCount): Run {
  if (run.endedAt === undefined) return run;
  const undo = run.undo ?? NEW_UNDO;
  const failed = (undo.failed ?? 0) + (count.failed ?? 0);
  return {
    ...run,
    undo: {
      ...undo,
      restored: undo.restored + count.restored,
      skipped: undo.skipped + count.skipped,
      ...(failed > 0 && { failed }),
    },
  };
}

function changeRunning(run: Run, change: (undo: RunUndo) => RunUndo): Run {
  if (run.endedAt === undefined || run.undo?.state !== 'running') return run;
  return { ...run, undo: change(run.undo) };
}
