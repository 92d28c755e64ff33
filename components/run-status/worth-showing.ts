import type { RunView } from '../../lib/runs/run-views.ts';
import { isEnded } from './run-text.ts';

const SHOW_ENDED_MS = 86_400_000;

/** A run that ended more than a day ago is in the Runs view, not beside what it wrote; one that was started here stays. */
export function isWorthShowing(run: RunView, startedHere: boolean): boolean {
  if (startedHere || !isEnded(run.state)) return true;
  return (run.endedAt ?? run.createdAt) > Date.now() - SHOW_ENDED_MS;
}
