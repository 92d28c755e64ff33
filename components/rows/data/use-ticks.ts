import { useMemo, useState } from 'preact/hooks';

import { useStable } from '../../hooks/use-stable.ts';
import type { RowSelection, RowTicks } from '../../../lib/run-request/row-selection.ts';
import type { RowItem } from './row-item.ts';
import { keptTicks, setAllTicks, setTick, startTicks, tickedKeys } from './row-ticks.ts';

export interface Ticks {
  readonly keys: ReadonlySet<string>;
  /** What the header checkbox shows. */
  readonly state: 'all' | 'some' | 'none';
  /** With `from`, every row between the two follows. */
  readonly tick: (key: string, ticked: boolean, from?: string) => void;
  readonly tickAll: (ticked: boolean) => void;
  /** Rows that were just added: whoever adds a topic wants it written, whichever rows are chosen. */
  readonly tickNew: (keys: readonly string[]) => void;
  /** What the connection keeps of them. */
  readonly kept: RowTicks;
  /** Every ticked row is among those that are read already. */
  readonly known: boolean;
}

/** The ticks of a table. They start as they were left; both arguments after the rows are read once. */
export function useTicks(
  items: readonly RowItem[],
  left: RowTicks | undefined,
  selection: RowSelection | undefined,
): Ticks {
  const [ticks, setTicks] = useState(() => startTicks(left, selection));
  const keys = useMemo(() => tickedKeys(ticks, items), [items, ticks]);
  const others = items.filter(({ key, id }) => key !== id);
  // What a run writes into the rows changes nothing here: it must not be saved again and again.
  const made = useStable(others, JSON.stringify(others.map(({ key, id }) => [key, id])));
  const kept = useMemo(() => keptTicks(ticks, made), [ticks, made]);
  return {
    keys,
    kept,
    known: ticks.others === 'none' && [...ticks.set].every(([key, on]) => !on || keys.has(key)),
    state: keys.size === 0 ? 'none' : keys.size === items.length ? 'all' : 'some',
    tick: (key, ticked, from) => setTicks((now) => setTick(now, items, { key, ticked, from })),
    tickAll: (ticked) => setTicks(setAllTicks(ticked)),
    tickNew: (added) => setTicks((now) => added.reduce((all, key) => setTick(all, [], { key, ticked: true }), now)),
  };
}
