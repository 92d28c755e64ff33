import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  Clock,
  LoaderCircle,
  Square,
  type IconNode,
} from 'lucide';

import type { RunState } from '../../lib/jobs/run.ts';
import { t } from '../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';
import { isEnded, runStateName } from './run-text.ts';
import './state-badge.css';

const ICONS: Readonly<Record<RunState, IconNode>> = {
  queued: CircleDashed,
  running: LoaderCircle,
  waiting: Clock,
  paused: CirclePause,
  done: CircleCheck,
  'done-with-errors': CircleAlert,
  failed: CircleAlert,
  stopped: Square,
};

/** The icon of a run's state, in its colour; the word stands beside it. */
export function StateIcon({ state }: { readonly state: RunState }) {
  return (
    <span class={`state state-${state}`} aria-hidden="true">
      <span class="state-icon">
        <Icon node={ICONS[state]} size={15} />
      </span>
    </span>
  );
}

/** A run's state: an icon and the word, in its colour. A trial is never “Stopped”: it ends when its last answer is decided on. */
export function StateBadge({
  state,
  trial = false,
}: {
  readonly state: RunState;
  readonly trial?: boolean | undefined;
}) {
  const isTrial = trial && isEnded(state) && state !== 'failed';
  return (
    <span class={`state state-${state}`}>
      <span class="state-icon">
        <Icon node={ICONS[state]} size={14} />
      </span>
      {isTrial ? t('run.state.trial') : runStateName(state)}
    </span>
  );
}
