import { useCallback, useRef } from 'preact/hooks';

/**
 * What an effect calls without running for its sake: always the newest `work`, and no dependency of the effect.
 * React's hook of this name (https://react.dev/reference/react/useEffectEvent); Preact has it in `preact/compat` alone, which changes
 * how every event and node is made.
 */
export function useEffectEvent<A extends readonly unknown[], R>(work: (...args: A) => R): (...args: A) => R {
  const latest = useRef(work);
  latest.current = work;
  return useCallback((...args: A) => latest.current(...args), []);
}
