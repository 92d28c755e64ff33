import type { Clock } from '../shared/clock.ts';

export interface RunFollowerDeps {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Called with each run that changed. Bursts are coalesced; every window updates within a second. */
  readonly noteRun: (runId: string) => Promise<void>;
  /** Called after them. */
  readonly noteAll: () => Promise<void>;
  readonly reportDefect: (where: string, error: unknown) => void;
}

const NOTE_EVERY_MS = 400;

/** Collects what changed while the last notes were taken. */
export function createRunFollower(deps: RunFollowerDeps): { changed(runId: string): void } {
  let changed = new Set<string>();
  let isWorking = false;

  async function work(): Promise<void> {
    while (changed.size > 0) {
      const runIds = changed;
      changed = new Set();
      for (const runId of runIds) if (runId !== '') await attempt(() => deps.noteRun(runId));
      await attempt(deps.noteAll);
      await deps.clock.sleep(NOTE_EVERY_MS);
    }
    isWorking = false;
  }

  async function attempt(note: () => Promise<void>): Promise<void> {
    try {
      await note();
    } catch (error) {
      // One run's note must not keep the next from being taken.
      deps.reportDefect('follow-runs', error);
    }
  }

  return {
    changed: (runId) => {
      changed.add(runId);
      if (isWorking) return;
      isWorking = true;
      void work();
    },
  };
}
