import { defaultRangeExtractor, Virtualizer, type VirtualizerOptions } from '@tanstack/virtual-core';
import { useLayoutEffect, useState } from 'preact/hooks';

type Box = Window | HTMLElement;
type Options<B extends Box> = Omit<VirtualizerOptions<B, Element>, 'onChange' | 'rangeExtractor'>;

/** The virtualizer of a list, for as long as the list stands. `pinned`: a row that stays in the document wherever it is scrolled to. */
export function useVirtualizer<B extends Box>(
  options: Options<B>,
  pinned: number | undefined,
): Virtualizer<B, Element> {
  const [, redraw] = useState(0);
  const all: VirtualizerOptions<B, Element> = {
    ...options,
    onChange: () => redraw((times) => times + 1),
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range);
      if (pinned === undefined || pinned < 0 || pinned >= options.count || inSight.includes(pinned)) return inSight;
      return [...inSight, pinned].sort((a, b) => a - b);
    },
  };
  const [virtualizer] = useState(() => new Virtualizer<B, Element>(all));
  virtualizer.setOptions(all);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}
