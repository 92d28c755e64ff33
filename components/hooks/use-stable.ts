import { useRef } from 'preact/hooks';

/** The first of the values with the same `key`: one reference while the content stays, though each render makes a new object of it. */
export function useStable<T>(value: T, key: string | undefined = JSON.stringify(value)): T {
  const kept = useRef({ key, value });
  if (kept.current.key !== key) kept.current = { key, value };
  return kept.current.value;
}
