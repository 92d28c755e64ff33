/** What a key does in the grid: pure, so that every way through it can be tested without a browser. */

export interface GridPlace {
  /** -1 is the header. */
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit into the view: what PageUp and PageDown move by. */
  readonly page: number;
}

export interface GridKey {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl, or ⌘ on a Mac. */
  readonly ctrl: boolean;
}

export type GridAction =
  | { readonly kind: 'move'; readonly to: GridPlace; readonly extends: boolean }
  | { readonly kind: 'tick'; readonly range: boolean }
  | { readonly kind: 'tick-all' }
  | { readonly kind: 'open' }
  | { readonly kind: 'rename' }
  | { readonly kind: 'search' }
  | { readonly kind: 'decide'; readonly how: 'accept' | 'reject' | 'edit' };

const DECISIONS: Readonly<Record<string, 'accept' | 'reject' | 'edit'>> = { a: 'accept', r: 'reject', e: 'edit' };

/** @returns undefined: the key is not the grid's. `isRtl`: the arrows follow the direction of reading. */
export function gridAction(pressed: GridKey, at: GridPlace, size: GridSize, isRtl = false): GridAction | undefined {
  const { key, shift, ctrl } = pressed;
  const to = target(isRtl ? mirrored(key) : key, ctrl, at, size);
  if (to) return { kind: 'move', to, extends: shift && to.row !== at.row && at.row >= 0 };
  if (ctrl) return key.toLowerCase() === 'a' ? { kind: 'tick-all' } : undefined;
  if (key === ' ') return at.row < 0 ? { kind: 'tick-all' } : { kind: 'tick', range: shift };
  if (key === 'Enter') return at.row < 0 ? undefined : { kind: 'open' };
  if (key === 'F2') return at.row < 0 ? undefined : { kind: 'rename' };
  if (key === '/') return { kind: 'search' };
  const how = shift ? undefined : DECISIONS[key.toLowerCase()];
  return how && at.row >= 0 ? { kind: 'decide', how } : undefined;
}

function mirrored(key: string): string {
  if (key === 'ArrowLeft') return 'ArrowRight';
  return key === 'ArrowRight' ? 'ArrowLeft' : key;
}

function target(key: string, ctrl: boolean, { row, column }: GridPlace, size: GridSize): GridPlace | undefined {
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
  switch (key) {
    case 'ArrowDown':
      return { row: ctrl ? lastRow : Math.min(lastRow, row + 1), column };
    case 'ArrowUp':
      return { row: ctrl ? Math.min(0, lastRow) : Math.max(-1, row - 1), column };
    case 'ArrowRight':
      return { row, column: ctrl ? lastColumn : Math.min(lastColumn, column + 1) };
    case 'ArrowLeft':
      return { row, column: ctrl ? 0 : Math.max(0, column - 1) };
    case 'Home':
      return { row: ctrl ? Math.min(0, lastRow) : row, column: 0 };
    case 'End':
      return { row: ctrl ? lastRow : row, column: lastColumn };
    case 'PageDown':
      return { row: clamp(row + size.page, Math.min(0, lastRow), lastRow), column };
    case 'PageUp':
      return { row: clamp(row - size.page, Math.min(0, lastRow), lastRow), column };
    default:
      return undefined;
  }
}
