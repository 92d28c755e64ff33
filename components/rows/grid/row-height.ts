import { useEffect, useState } from 'preact/hooks';

import type { JobView } from '../../../lib/runs/run-views.ts';

export type GridSize = 'wide' | 'touch' | 'narrow';

const NARROW = '(max-width: 599.98px)';
const TOUCH = '(max-width: 1099.98px)';

/** CSS pixels of a row with its line below, at the browser's own size of text; rows are measured as they come. */
const HEIGHTS: Readonly<Record<GridSize, number>> = { wide: 37, touch: 45, narrow: 53 };
/** Of a row with an answer that waits for a person: what stood there, three lines of what may. */
const TALL: Readonly<Record<GridSize, number>> = { wide: 93, touch: 93, narrow: 97 };

export function rowHeight(size: GridSize, job: JobView | undefined): number {
  return job?.decision === 'open' || job?.state === 'review' ? TALL[size] : HEIGHTS[size];
}

/** Which of the three widths the window has. */
export function useGridSize(): GridSize {
  const [size, setSize] = useState(read);
  useEffect(() => {
    const queries = [matchMedia(NARROW), matchMedia(TOUCH)];
    const look = () => setSize(read());
    for (const query of queries) query.addEventListener('change', look);
    return () => {
      for (const query of queries) query.removeEventListener('change', look);
    };
  }, []);
  return size;
}

function read(): GridSize {
  if (matchMedia(NARROW).matches) return 'narrow';
  return matchMedia(TOUCH).matches ? 'touch' : 'wide';
}
