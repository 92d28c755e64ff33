import type { MirrorView } from './mirror-view.ts';
import type { Clock } from '../shared/clock.ts';

export interface MirrorFollowerDeps {
  readonly sync: () => Promise<MirrorView>;
  readonly clock: Clock;
  /** Asks to be called again at a time, also when the worker was stopped in between. */
  readonly wakeAt: (time: number) => void;
  readonly onDefect: (error: unknown) => void;
}

/** A run changes its connection all the time: one look takes many changes up. */
const LOOK_AFTER_MS = 3_000;
const LOOK_EVERY_MS = 15_000;
const TRY_AGAIN_AFTER_MS = 5 * 60_000;

/** Looks after changes, not at each one, and again later while the mirror is behind. */
export function createMirrorFollower({ sync, clock, wakeAt, onDefect }: MirrorFollowerDeps): { changed(): void } {
  let isWanted = false;
  let isWorking = false;
  let lastLook = -Infinity;

  async function work(): Promise<void> {
    while (isWanted) {
      const sinceLast = Math.max(0, clock.now() - lastLook);
      await clock.sleep(Math.max(LOOK_AFTER_MS, LOOK_EVERY_MS - sinceLast));
      isWanted = false;
      lastLook = clock.now();
      try {
        const { state, failure } = await sync();
        if (state === 'behind') wakeAt(failure?.retryAt ?? clock.now() + TRY_AGAIN_AFTER_MS);
      } catch (error) {
        // This device's storage said no: the next change is followed all the same.
        onDefect(error);
      }
    }
    isWorking = false;
  }

  return {
    changed: () => {
      isWanted = true;
      if (isWorking) return;
      isWorking = true;
      void work();
    },
  };
}
