import { useEffect, useState } from 'preact/hooks';

/** The time (epoch ms) of this render; while `active`, the view is drawn anew each second. */
export function useNow(active: boolean): number {
  const [, setTicks] = useState(0);
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => setTicks((ticks) => ticks + 1), 1_000);
    return () => clearInterval(timer);
  }, [active]);
  return Date.now();
}
