import { useEffect, useRef, useState } from 'preact/hooks';

import type { BuiltInState } from '../../lib/language-model/built-in-model.ts';
import { type Failure, toFailure } from '../../lib/shared/app-error.ts';
import { useClient } from './client-context.tsx';

export interface BuiltIn {
  /** `undefined` until the browser said. */
  readonly state: BuiltInState | undefined;
  /** Of a download that goes on here: from 0 to 1. */
  readonly progress?: number;
  readonly failure?: Failure;
  /** Call it first thing in a click. */
  readonly download: () => void;
  readonly stop: () => void;
}

/** The browser's own model, and its download on this page. */
export function useBuiltInModel(): BuiltIn {
  const { builtInModel } = useClient();
  const [state, setState] = useState<BuiltInState>();
  const [step, setStep] = useState<Pick<BuiltIn, 'progress' | 'failure'>>({});
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => {
    void builtInModel.state().then(setState);
    return () => running.current?.abort();
  }, [builtInModel]);
  const download = () => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setStep({ progress: 0 });
    builtInModel
      .download((progress) => running.current === mine && setStep({ progress }), mine.signal)
      .then(
        () => setStep({}),
        (error: unknown) => setStep(mine.signal.aborted ? {} : { failure: toFailure(error) }),
      )
      .finally(() => void builtInModel.state().then(setState));
  };
  return { state, ...step, download, stop: () => running.current?.abort() };
}
