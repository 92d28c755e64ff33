import { CircleAlert, CircleCheck, Clock, Info, TriangleAlert } from 'lucide';
import type { ComponentChildren } from 'preact';

import { Icon } from './icon.tsx';
import './feedback.css';

const ICONS = { info: Info, warn: TriangleAlert, error: CircleAlert, good: CircleCheck, wait: Clock };

interface NoticeProps {
  readonly kind?: keyof typeof ICONS;
  readonly children: ComponentChildren;
  /** Buttons with the cure. */
  readonly actions?: ComponentChildren;
  /** Errors are read out at once; where the same fact is in a status region already, say `quiet`. */
  readonly quiet?: boolean;
}

/** A few sentences that need attention, with what to do about them. */
export function Notice({ kind = 'info', children, actions, quiet }: NoticeProps) {
  return (
    <div class={`notice notice-${kind}`} {...(kind === 'error' && !quiet && { role: 'alert' })}>
      <Icon node={ICONS[kind]} />
      <div class="notice-body">
        <div>{children}</div>
        {actions && <div class="row">{actions}</div>}
      </div>
    </div>
  );
}
