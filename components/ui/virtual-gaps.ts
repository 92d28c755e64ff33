import type { VirtualItem } from '@tanstack/virtual-core';

export interface VirtualRow {
  readonly index: number;
  /** CSS pixels between it and the row before it in the document. */
  readonly gap: number;
}

/** The rows in sight with the room that is left before each, and after the last. `height`: CSS pixels of all rows. */
export function withGaps(
  items: readonly VirtualItem[],
  height: number,
): { readonly rows: readonly VirtualRow[]; readonly rest: number } {
  let end = 0;
  const rows = items.map(({ index, start, end: next }) => {
    const gap = Math.max(0, start - end);
    end = next;
    return { index, gap };
  });
  return { rows, rest: Math.max(0, height - end) };
}
