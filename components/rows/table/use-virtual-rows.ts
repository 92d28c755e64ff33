import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from '@tanstack/virtual-core';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

const ROW_PX = 41;
const OVERSCAN = 10;
/** The header stays at the top of the box and covers what is under it. */
const HEADER_PX = 36;

interface VirtualRowsOptions {
  readonly count: number;
  readonly keyOf: (index: number) => string;
  readonly box: { readonly current: HTMLElement | null };
  /** A row that is rendered wherever the box is scrolled to: the one with the focus. */
  readonly pinned: number | undefined;
}

export interface VirtualRows {
  readonly rows: readonly VirtualItem[];
  /** CSS pixels of all rows together. */
  readonly height: number;
  readonly measure: (element: Element | null) => void;
  readonly scrollTo: (index: number) => void;
}

/** The rows that are in sight, and some around them. Heights are measured as rows come. */
export function useVirtualRows({ count, keyOf, box, pinned }: VirtualRowsOptions): VirtualRows {
  const [, redraw] = useState(0);
  const made = useRef<Virtualizer<HTMLElement, Element> | undefined>(undefined);
  const options = {
    count,
    getItemKey: keyOf,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollPaddingStart: HEADER_PX,
    scrollToFn: elementScroll<HTMLElement>,
    observeElementRect: observeElementRect<HTMLElement>,
    observeElementOffset: observeElementOffset<HTMLElement>,
    onChange: () => redraw((times) => times + 1),
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      const inSight = defaultRangeExtractor(range);
      if (pinned === undefined || pinned >= count || inSight.includes(pinned)) return inSight;
      return [...inSight, pinned].sort((a, b) => a - b);
    },
  };
  const virtualizer = (made.current ??= new Virtualizer<HTMLElement, Element>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    rows: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  };
}
