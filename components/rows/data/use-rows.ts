import { useEffect, useMemo, useState } from 'preact/hooks';

import type { Target } from '../../../lib/run-request/target.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { RowStore, type RowsState } from './row-store.ts';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface Rows extends RowsState {
  readonly store: RowStore;
}

/** What most people do not turn to is asked for after a rest (ms): Notion's window is for the rows and the first run of them. */
export const AFTER_A_REST_MS = 2_000;

/** The rows of a database, read in the background from the first render on. `isViewChosen`: the names of views are wanted at once. */
export function useRows(target: Target, isViewChosen = false): Rows {
  const client = useClient();
  const store = useMemo(
    () =>
      new RowStore(target, {
        client,
        newId: () => crypto.randomUUID(),
        now: () => Date.now(),
        sleep,
        viewsAfterMs: isViewChosen ? 0 : AFTER_A_REST_MS,
      }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a target with the same ids has the same rows
    [client, target.id, target.dataSourceId],
  );
  const [state, setState] = useState(store.state);
  useEffect(() => {
    const stop = store.subscribe(() => setState(store.state));
    void store.load();
    return stop;
  }, [store]);
  return { ...state, store };
}
