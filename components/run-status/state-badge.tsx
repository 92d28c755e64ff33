import type { RunState } from '../../lib/jobs/run.ts';
import { t } from '../i18n/translate.ts';
import { isEnded, runStateName } from './run-text.ts';
import './state-badge.css';

/** A run's state: the word, and a dot of its colour. A trial is never “Stopped”: it ends when its last answer is decided on. */
export function StateBadge({
  state,
  trial = false,
}: {
  readonly state: RunState;
  readonly trial?: boolean | undefined;
}) {
  const isTrial = trial && isEnded(state) && state !== 'failed';
  return <span class={`state state-${state}`}>{isTrial ? t('run.state.trial') : runStateName(state)}</span>;
}
