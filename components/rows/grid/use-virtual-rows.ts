import { elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';

import { useVirtualizer } from '../../ui/use-virtualizer.ts';
import { type VirtualRow, withGaps } from '../../ui/virtual-gaps.ts';

const OVERSCAN = 8;
/** The header stays at the top of the box and covers what is under it. */
const HEADER_PX = 36;

interface VirtualRowsOptions {
  readonly count: number;
  readonly keyOf: (index: number) => string;
  /** CSS pixels. Rows are measured as they come; this is what the others are taken for. */
  readonly heightOf: (index: number) => number;
  readonly box: { readonly current: HTMLElement | null };
  /** A row that is rendered wherever the box is scrolled to: the one with the focus. */
  readonly pinned: number | undefined;
}

export interface VirtualRows {
  readonly rows: readonly VirtualRow[];
  /** CSS pixels after the last row in the document. */
  readonly rest: number;
  /** Rows that fit into the box. */
  readonly page: number;
  readonly measure: (element: Element | null) => void;
  readonly scrollTo: (index: number) => void;
}

/** The rows that are in sight, and some around them. */
export function useVirtualRows({ count, keyOf, heightOf, box, pinned }: VirtualRowsOptions): VirtualRows {
  const virtualizer = useVirtualizer<HTMLElement>(
    {
      count,
      getItemKey: keyOf,
      getScrollElement: () => box.current,
      estimateSize: heightOf,
      overscan: OVERSCAN,
      scrollPaddingStart: HEADER_PX,
      scrollToFn: elementScroll<HTMLElement>,
      observeElementRect: observeElementRect<HTMLElement>,
      observeElementOffset: observeElementOffset<HTMLElement>,
    },
    pinned,
  );
  const { rows, rest } = withGaps(virtualizer.getVirtualItems(), virtualizer.getTotalSize());
  const height = (virtualizer.scrollRect?.height ?? 0) - HEADER_PX;
  return {
    rows,
    rest,
    page: Math.max(1, Math.floor(height / heightOf(0)) - 1),
    measure: virtualizer.measureElement,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  };
}
