import { useEffect, useState } from 'preact/hooks';

/** `value`, once it stood still for `ms`. */
export function useDebounced<T>(value: T, ms: number): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(() => value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return still;
}
