import { observeWindowOffset, observeWindowRect, windowScroll } from '@tanstack/virtual-core';
import { useLayoutEffect, useState } from 'preact/hooks';

import { useVirtualizer } from './use-virtualizer.ts';
import { type VirtualRow, withGaps } from './virtual-gaps.ts';

const OVERSCAN = 6;
/** A list as short as this is in the document as a whole: the browser's own search finds all of it. */
const WHOLE = 60;

interface WindowRowsOptions {
  readonly count: number;
  readonly keyOf: (index: number) => string;
  /** CSS pixels that a row is taken for until it was measured. */
  readonly estimate: number;
  /** What the rows stand in; it scrolls with the window. */
  readonly body: { readonly current: HTMLElement | null };
}

export interface WindowRows {
  readonly rows: readonly VirtualRow[];
  /** CSS pixels after the last row in the document. */
  readonly rest: number;
  /** For each row's element, which has its index as `data-index`. */
  readonly measure: (element: Element | null) => void;
  /** The row with the focus stays in the document, wherever the window is scrolled to. Undefined: none. */
  readonly pin: (index: number | undefined) => void;
}

/** The rows of a long list that are in sight of the window, and some around them. */
export function useWindowRows({ count, keyOf, estimate, body }: WindowRowsOptions): WindowRows {
  const [pinned, pin] = useState<number | undefined>();
  const [margin, setMargin] = useState(0);
  const virtualizer = useVirtualizer<Window>(
    {
      count,
      getItemKey: keyOf,
      getScrollElement: () => window,
      estimateSize: () => estimate,
      overscan: count <= WHOLE ? count : OVERSCAN,
      scrollMargin: margin,
      initialRect: { width: innerWidth, height: innerHeight },
      scrollToFn: windowScroll<Window>,
      observeElementRect: observeWindowRect,
      observeElementOffset: observeWindowOffset,
    },
    pinned,
  );
  // eslint-disable-next-line react-hooks/exhaustive-deps -- a margin that stays the same draws nothing anew
  useLayoutEffect(() => {
    // What stands above the list comes and goes.
    if (body.current) setMargin(Math.round(body.current.getBoundingClientRect().top + scrollY));
  });
  const items = virtualizer.getVirtualItems().map((item) => ({
    ...item,
    start: item.start - margin,
    end: item.end - margin,
  }));
  return { ...withGaps(items, virtualizer.getTotalSize()), measure: virtualizer.measureElement, pin };
}
