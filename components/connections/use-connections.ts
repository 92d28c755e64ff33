import { useMemo } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { useTopic, useTopicState } from '../hooks/use-topic.ts';

/** All connections, with the numbers of the runs that go on. Neither value nor failure: not known yet. */
export function useConnectionsState(): { readonly value?: readonly Connection[]; readonly failure?: Failure } {
  const state = useTopicState('connections');
  const numbers = useTopic('connectionNumbers');
  const list = state.value;
  const value = useMemo(() => {
    if (!list || !numbers || numbers.length === 0) return list;
    const newer = new Map(numbers.map((one) => [one.id, one]));
    return list.map((connection) => {
      const found = newer.get(connection.id);
      return found ? { ...connection, ...found } : connection;
    });
  }, [list, numbers]);
  return { ...state, ...(value && { value }) };
}

/** The value alone, where a failure needs no words of its own. */
export function useConnections(): readonly Connection[] | undefined {
  return useConnectionsState().value;
}
