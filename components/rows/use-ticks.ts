import { useMemo, useState } from 'preact/hooks';

import type { RowSelection } from '../../lib/connections/connection.ts';
import type { RowItem } from './row-item.ts';

export interface Ticks {
  readonly keys: ReadonlySet<string>;
  /** What the header checkbox shows. */
  readonly state: 'all' | 'some' | 'none';
  /** With `from`, every row between the two follows. */
  readonly tick: (key: string, ticked: boolean, from?: string) => void;
  readonly tickAll: (ticked: boolean) => void;
}

interface Kept {
  /** Rows that were ticked or unticked by hand, or by the connection. */
  readonly set: ReadonlyMap<string, boolean>;
  /** What all other rows are: those of the column Generate, all (also those still to be read), or none. */
  readonly others: 'column' | 'all' | 'none';
}

/** Which rows are ticked. They start from the connection, else from the column Generate; Notion is not told. */
export function useTicks(items: readonly RowItem[], selection: RowSelection | undefined): Ticks {
  const [kept, setKept] = useState<Kept>(() => startOf(selection));
  const keys = useMemo(() => {
    const ticked = (item: RowItem) =>
      kept.set.get(item.key) ?? (kept.others === 'all' || (kept.others === 'column' && item.generate));
    return new Set(items.filter(ticked).map(({ key }) => key));
  }, [items, kept]);
  const tick = (key: string, ticked: boolean, from?: string) =>
    setKept((now) => {
      const set = new Map(now.set);
      for (const between of keysBetween(items, key, from)) set.set(between, ticked);
      return { ...now, set };
    });
  return {
    keys,
    state: keys.size === 0 ? 'none' : keys.size === items.length ? 'all' : 'some',
    tick,
    tickAll: (ticked) => setKept({ set: new Map(), others: ticked ? 'all' : 'none' }),
  };
}

function startOf(selection: RowSelection | undefined): Kept {
  if (selection?.kind !== 'ticked') return { set: new Map(), others: 'column' };
  return { set: new Map(selection.rowIds.map((id) => [id, true])), others: 'none' };
}

function keysBetween(items: readonly RowItem[], key: string, from: string | undefined): readonly string[] {
  const at = items.findIndex((item) => item.key === key);
  const start = from === undefined ? -1 : items.findIndex((item) => item.key === from);
  if (start < 0) return [key];
  return items.slice(Math.min(at, start), Math.max(at, start) + 1).map((item) => item.key);
}
