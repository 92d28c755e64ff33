/** What happens in one run of the campaign: all of it follows from the seed. */
import type { Random } from './random.ts';

/** Kinds of trouble. A failed seed is run again with fewer of them, to tell which ones it takes. */
export const TROUBLES = [
  'lost-before',
  'lost-after',
  'late',
  'twice',
  'behind',
  'slow',
  'limit',
  'model',
  'kill',
  'zombie',
  'clock',
  'disk',
  'person',
  'order',
] as const;
export type Trouble = (typeof TROUBLES)[number];

export type Order = 'stop' | 'pause' | 'resume' | 'undo' | 'retry-failed' | 'clear';

export interface Plan {
  readonly seed: number;
  readonly kind: 'page' | 'rows' | 'bodies';
  readonly where: 'end' | 'top' | 'replace';
  readonly old: number;
  readonly blocks: number;
  readonly nested: boolean;
  readonly personalToken: boolean;
  readonly notionAheadMs: number;
  /** How likely one request meets trouble. */
  readonly rate: number;
  readonly troubles: ReadonlySet<Trouble>;
  /** By the true time since the start (ms). */
  readonly kills: readonly number[];
  readonly jumps: readonly { readonly at: number; readonly by: number }[];
  readonly full: readonly { readonly from: number; readonly to: number }[];
  readonly orders: readonly { readonly at: number; readonly order: Order }[];
  readonly edits: readonly { readonly at: number; readonly edit: 'own' | 'ours' | 'copy' }[];
  readonly undoes: boolean;
}

const CHAOS_MS = 60_000;

export function makePlan(seed: number, random: Random, only?: ReadonlySet<Trouble>): Plan {
  const troubles = new Set(TROUBLES.filter(() => random.chance(0.3)));
  const times = (most: number) => Array.from({ length: random.int(1, most) }, () => random.int(100, CHAOS_MS));
  const plan: Plan = {
    seed,
    kind: random.pick(['page', 'page', 'rows', 'bodies'] as const),
    where: random.pick(['end', 'top', 'replace'] as const),
    old: random.int(0, 5),
    blocks: random.int(1, 6),
    nested: random.chance(0.3),
    personalToken: random.chance(0.2),
    notionAheadMs: random.chance(0.5) ? random.int(-3_600_000, 3_600_000) : 0,
    rate: random.pick([0.05, 0.15, 0.4]),
    troubles,
    kills: times(6),
    jumps: times(2).map((at) => ({ at, by: random.int(-7_200_000, 7_200_000) })),
    full: times(2).map((from) => ({ from, to: from + random.int(1_000, 120_000) })),
    orders: times(3).map((at) => ({ at, order: random.pick(ORDERS) })),
    edits: times(2).map((at) => ({ at, edit: random.pick(['own', 'ours', 'copy'] as const) })),
    undoes: random.chance(0.6),
  };
  return only ? { ...plan, troubles: new Set([...troubles].filter((trouble) => only.has(trouble))) } : plan;
}

const ORDERS: readonly Order[] = ['stop', 'stop', 'pause', 'resume', 'undo', 'undo', 'retry-failed', 'clear'];
