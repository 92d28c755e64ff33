import { useEffect, useState } from 'preact/hooks';

/** False until the first paint, where there is much to draw; true from then on, and where there is not. */
export function useAfterPaint(isMuch: boolean): boolean {
  const [isPainted, setPainted] = useState(!isMuch);
  useEffect(() => setPainted(true), []);
  return isPainted;
}
