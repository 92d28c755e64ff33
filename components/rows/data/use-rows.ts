import { useEffect, useMemo, useState } from 'preact/hooks';

import type { Target } from '../../../lib/run-request/target.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useStable } from '../../hooks/use-stable.ts';
import type { RowsState } from './row-list.ts';
import { RowStore } from './row-store.ts';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface Rows extends RowsState {
  readonly store: RowStore;
}

/** What most people do not turn to is asked for after a rest (ms): Notion's window is for the rows and the first run of them. */
export const AFTER_A_REST_MS = 2_000;

/** The rows of a database, read in the background from the first render on. `isViewChosen`: the names of views are wanted at once. */
export function useRows(target: Target, isViewChosen = false): Rows {
  const client = useClient();
  const opened = useStable({ target, isViewChosen }, `${target.id} ${target.dataSourceId}`);
  const store = useMemo(
    () =>
      new RowStore(opened.target, {
        client,
        newId: () => crypto.randomUUID(),
        now: () => Date.now(),
        sleep,
        viewsAfterMs: opened.isViewChosen ? 0 : AFTER_A_REST_MS,
      }),
    [client, opened],
  );
  const [state, setState] = useState(store.state);
  useEffect(() => {
    const stop = store.subscribe(() => setState(store.state));
    void store.load();
    return stop;
  }, [store]);
  return { ...state, store };
}
