import { deriveRunState } from '../jobs/run-state.ts';
import type { Run } from '../jobs/run.ts';

/** Runs on the toolbar icon: those that go on, and those that failed since a person last looked (`seenAt`, epoch ms). */
export function countForBadge(runs: readonly Run[], seenAt: number): { running: number; failed: number } {
  // A trial waits for a person at the screen, perhaps for ever: it is no work that goes on.
  const counted = runs.filter((run) => run.trial !== true);
  const states = counted.map((run) => ({ state: deriveRunState(run), endedAt: run.endedAt ?? run.createdAt }));
  return {
    running: states.filter(({ state }) => ['queued', 'running', 'waiting'].includes(state)).length,
    failed: states.filter(({ state, endedAt }) => ['failed', 'done-with-errors'].includes(state) && endedAt > seenAt)
      .length,
  };
}
