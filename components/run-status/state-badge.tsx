import type { RunState } from '../../lib/jobs/run.ts';
import { runStateName } from './run-text.ts';
import './state-badge.css';

/** A run's state: the word, and a dot of its colour. */
export function StateBadge({ state }: { readonly state: RunState }) {
  return <span class={`state state-${state}`}>{runStateName(state)}</span>;
}
