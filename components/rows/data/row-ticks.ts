/** Which rows are ticked: what a person did, over what holds for all others. Notion is not told. */
import type { RowSelection, RowTicks } from '../../../lib/run-request/row-selection.ts';
import type { RowItem } from './row-item.ts';

export interface TickedKeys {
  /** Rows that were ticked or unticked by hand, by their keys. */
  readonly set: ReadonlyMap<string, boolean>;
  /** What all other rows are. */
  readonly others: RowTicks['others'];
}

/** How ticks start: as they were left, else from the column Generate. */
export function startTicks(ticks: RowTicks | undefined, selection: RowSelection | undefined): TickedKeys {
  if (ticks) {
    const set = new Map(ticks.ticked.map((id) => [id, true]));
    for (const id of ticks.unticked) set.set(id, false);
    return { set, others: ticks.others };
  }
  // Ticks were once kept in the selection alone.
  if (selection?.kind !== 'ticked') return { set: new Map(), others: 'column' };
  return { set: new Map(selection.rowIds.map((id) => [id, true])), others: 'none' };
}

/** Ticks a row or takes its tick away; with `from`, every row between the two follows. */
export function setTick(
  before: TickedKeys,
  items: readonly RowItem[],
  { key, ticked, from }: { readonly key: string; readonly ticked: boolean; readonly from?: string | undefined },
): TickedKeys {
  const set = new Map(before.set);
  for (const between of keysBetween(items, key, from)) set.set(between, ticked);
  return { ...before, set };
}

export function setAllTicks(ticked: boolean): TickedKeys {
  return { set: new Map(), others: ticked ? 'all' : 'none' };
}

/** Keys of the rows that are ticked. */
export function tickedKeys({ set, others }: TickedKeys, items: readonly RowItem[]): ReadonlySet<string> {
  const isTicked = ({ key, generate }: RowItem) =>
    set.get(key) ?? (others === 'all' || (others === 'column' && generate));
  return new Set(items.filter(isTicked).map(({ key }) => key));
}

/** What a connection keeps: the rows that differ from the others, by the ids that Notion knows. */
export function keptTicks({ set, others }: TickedKeys, items: readonly RowItem[]): RowTicks {
  const ids = new Map(items.flatMap(({ key, id }) => (key === id ? [] : [[key, id] as const])));
  const differing = [...set].filter(([, ticked]) => others === 'column' || ticked !== (others === 'all'));
  const idsOf = (wanted: boolean) =>
    differing.flatMap(([key, ticked]) => {
      // The key is the id, also of a row that is not read yet; but not of one that was made here.
      const id = ids.has(key) ? ids.get(key) : key;
      return ticked === wanted && id !== undefined ? [id] : [];
    });
  return { others, ticked: idsOf(true), unticked: idsOf(false) };
}

function keysBetween(items: readonly RowItem[], key: string, from: string | undefined): readonly string[] {
  const at = items.findIndex((item) => item.key === key);
  const start = from === undefined ? -1 : items.findIndex((item) => item.key === from);
  if (start < 0) return [key];
  return items.slice(Math.min(at, start), Math.max(at, start) + 1).map((item) => item.key);
}
