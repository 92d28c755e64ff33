import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import { toFailure } from '../../lib/shared/app-error.ts';
import type { Failure } from '../../lib/shared/app-error.ts';

export interface Action<A extends readonly unknown[]> {
  /** Starts the work; while it runs, another start does nothing. Never rejects: see `failure`. */
  readonly run: (...args: A) => void;
  readonly pending: boolean;
  readonly failure: Failure | undefined;
  readonly clear: () => void;
}

/** Work started by a person, with what a surface must show of it: that it runs, and how it failed. */
export function useAction<A extends readonly unknown[]>(work: (...args: A) => Promise<void>): Action<A> {
  const [state, setState] = useState<{ pending: boolean; failure?: Failure }>({ pending: false });
  const latest = useRef(work);
  latest.current = work;
  const busy = useRef(false);
  const mounted = useMounted();
  const run = useCallback(
    (...args: A) => {
      if (busy.current) return;
      busy.current = true;
      setState({ pending: true });
      // Called synchronously: a permission can only be asked for inside the click.
      latest.current(...args).then(
        () => finish(),
        (error: unknown) => finish(failureToShow(error)),
      );
      function finish(failure?: Failure | undefined) {
        busy.current = false;
        if (mounted.current) setState({ pending: false, ...(failure && { failure }) });
      }
    },
    [mounted],
  );
  const clear = useCallback(() => setState((now) => ({ pending: now.pending })), []);
  return { run, clear, pending: state.pending, failure: state.failure };
}

/** Who gave up waiting knows it. */
function failureToShow(error: unknown): Failure | undefined {
  const failure = toFailure(error);
  return failure.code === 'stopped' ? undefined : failure;
}

function useMounted(): { readonly current: boolean } {
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  return mounted;
}
