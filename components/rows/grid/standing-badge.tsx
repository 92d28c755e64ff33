import {
  Ban,
  Circle,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Flag,
  FlaskConical,
  History,
  LoaderCircle,
  PenLine,
  type IconNode,
} from 'lucide';

import { t } from '../../i18n/translate.ts';
import { Icon } from '../../ui/icon.tsx';
import type { RowStanding, Standing } from './row-standing.ts';

const ICONS: Readonly<Record<Standing, IconNode>> = {
  empty: Circle,
  filled: CircleCheck,
  outdated: History,
  pending: CircleDashed,
  generating: LoaderCircle,
  writing: PenLine,
  undecided: FlaskConical,
  review: Flag,
  accepted: CircleCheck,
  rejected: CircleSlash,
  done: CircleCheck,
  failed: CircleAlert,
  skipped: Ban,
  unsaved: CircleAlert,
};

const LOOKS: Readonly<Partial<Record<Standing, string>>> = {
  generating: 'live',
  writing: 'live',
  review: 'warn',
  accepted: 'good',
  done: 'good',
  failed: 'bad',
  unsaved: 'bad',
};

/** “Failed”, “Out of date: another prompt”. */
export function standingText({ standing, outdated }: RowStanding): string {
  if (standing === 'outdated' && outdated) return t(`rows.outdated.${outdated}`);
  return standing ? t(`rows.standing.${standing}`) : '';
}

/** A row's state: an icon and a word. */
export function StandingBadge({ standing }: { readonly standing: RowStanding }) {
  const name = standing.standing;
  if (!name) return null;
  const text = standingText(standing);
  return (
    <span class={`standing-badge ${LOOKS[name] ?? ''}`} title={text}>
      <StandingIcon name={name} />
      <span class="grid-cut">{text}</span>
    </span>
  );
}

/** The icon alone: where there is no room for the word, which stands in its column. */
export function StandingIcon({ name }: { readonly name: Standing }) {
  return (
    <span class={name === 'generating' ? 'standing-spin' : ''}>
      <Icon node={ICONS[name]} size={14} />
    </span>
  );
}
