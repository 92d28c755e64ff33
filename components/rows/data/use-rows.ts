import { useEffect, useMemo, useState } from 'preact/hooks';

import type { Target } from '../../../lib/run-request/target.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { RowStore, type RowsState } from './row-store.ts';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface Rows extends RowsState {
  readonly store: RowStore;
}

/** The rows of a database, read in the background from the first render on. */
export function useRows(target: Target): Rows {
  const client = useClient();
  const store = useMemo(
    () => new RowStore(target, { client, newId: () => crypto.randomUUID(), now: () => Date.now(), sleep }),
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
