/** Where the focus is in the grid: one tab stop, moved by keys, kept by row and column while rows come and go. */
import { useEffect, useRef, useState } from 'preact/hooks';

import type { RowItem } from '../data/row-item.ts';
import type { GridPlace } from './grid-keys.ts';

/** The header's place among the rows. */
export const HEAD = 'head';

export interface GridPlaces {
  /** -1: the header. */
  readonly row: number;
  readonly column: number;
  /** The grid holds the focus: its row stays in the document wherever the grid is scrolled to. */
  readonly hasFocus: boolean;
  readonly go: (to: GridPlace) => void;
  /** The tab stop goes there, the focus stays where it is. */
  readonly point: (to: GridPlace) => void;
  /** After a row was added: its place is known when it is there. */
  readonly goToKey: (key: string, column: number) => void;
  readonly handlers: {
    readonly onFocusIn: (event: FocusEvent) => void;
    readonly onFocusOut: (event: FocusEvent) => void;
  };
}

interface Place extends GridPlace {
  readonly key: string | undefined;
  /** How often the focus was to be moved. */
  readonly moves: number;
}

interface GridPlacesOptions {
  readonly items: readonly RowItem[];
  readonly columns: number;
  readonly box: { readonly current: HTMLElement | null };
  readonly scrollTo: (index: number) => void;
}

export function useGridPlaces({ items, columns, box, scrollTo }: GridPlacesOptions): GridPlaces {
  const [place, setPlace] = useState<Place>({ key: undefined, row: 0, column: 1, moves: 0 });
  const [hasFocus, setHasFocus] = useState(false);
  // The last move that the focus followed. A second one may come before the first is on screen: each is followed in its turn.
  const followed = useRef(0);
  const row = rowOf(items, place);
  const column = Math.min(place.column, columns - 1);
  const placeAt = (to: GridPlace) => ({ key: to.row < 0 ? HEAD : items[to.row]?.key, ...to });
  const point = (to: GridPlace) => setPlace(({ moves }) => ({ ...placeAt(to), moves }));
  const go = (to: GridPlace) => {
    setPlace(({ moves }) => ({ ...placeAt(to), moves: moves + 1 }));
    if (to.row >= 0) scrollTo(to.row);
  };
  useEffect(() => {
    if (followed.current === place.moves) return;
    const control = controlAt(box.current, row, column);
    if (!control) return;
    followed.current = place.moves;
    control.focus({ preventScroll: row < 0 });
    if (row >= 0) control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  const handlers = {
    onFocusIn: (event: FocusEvent) => {
      setHasFocus(true);
      const at = placeOf(event.target as HTMLElement);
      if (at && (at.row !== row || at.column !== column)) point(at);
    },
    onFocusOut: (event: FocusEvent) => {
      if (!box.current?.contains(event.relatedTarget as Node | null)) setHasFocus(false);
    },
  };
  return {
    row,
    column,
    hasFocus,
    go,
    point,
    goToKey: (key, at) => {
      setPlace(({ moves }) => ({ key, row: items.length, column: at, moves: moves + 1 }));
    },
    handlers,
  };
}

function rowOf(items: readonly RowItem[], place: { key: string | undefined; row: number }): number {
  if (place.key === HEAD) return -1;
  if (place.key !== undefined) {
    if (items[place.row]?.key === place.key) return place.row;
    const found = items.findIndex(({ key }) => key === place.key);
    if (found >= 0) return found;
  }
  return Math.min(Math.max(place.row, 0), Math.max(0, items.length - 1));
}

function placeOf(element: HTMLElement): GridPlace | undefined {
  const cell = element.closest<HTMLElement>('[data-column]');
  const line = cell?.closest<HTMLElement>('[data-index]');
  if (!cell || !line) return undefined;
  return { row: Number(line.dataset['index']), column: Number(cell.dataset['column']) };
}

/** The control of a cell that has one and nothing else, or the cell. */
function controlAt(box: HTMLElement | null, row: number, column: number): HTMLElement | undefined {
  const cell = box?.querySelector<HTMLElement>(`[data-index="${row}"] > [data-column="${column}"]`);
  return cell?.querySelector<HTMLElement>('[data-editor], input[type="checkbox"]') ?? cell ?? undefined;
}
