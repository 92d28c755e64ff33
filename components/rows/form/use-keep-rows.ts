import { useCallback, useEffect, useRef } from 'preact/hooks';

import type { Connection } from '../../../lib/connections/connection.ts';
import type { GenerationOptions } from '../../../lib/run-request/generation-options.ts';
import type { RowSelection, RowTicks } from '../../../lib/run-request/row-selection.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useKeep } from '../../hooks/use-keep.ts';

/** What a screen of rows leaves in its connection. */
export interface KeptRows {
  readonly options: GenerationOptions;
  readonly selection: RowSelection;
  readonly ticks: RowTicks;
  /** Columns that were shown or hidden, by property id. */
  readonly columns: Readonly<Record<string, boolean>>;
}

/** How a connection's rows were left; one that was never touched has no more than its options. */
export type LeftRows = Pick<KeptRows, 'options'> & {
  readonly selection: RowSelection | undefined;
  readonly ticks: RowTicks | undefined;
  readonly columns?: Readonly<Record<string, boolean>> | undefined;
};

/** What is on its way to the store, by connection: who comes back sooner finds it here. */
const onTheWay = new Map<string, KeptRows>();

/** The screen of a connection as it was left. */
export function keptOf({ id, options, selection, ticks, columns }: Connection): LeftRows {
  return onTheWay.get(id) ?? { options, selection, ticks, columns };
}

/** Keeps what is chosen in the connection. */
export function useKeepRows(connection: Connection | undefined): (rows: KeptRows) => void {
  const client = useClient();
  const latest = useRef(connection);
  latest.current = connection;
  const save = useCallback(
    (kept: KeptRows) => {
      // Without a connection there is nothing to keep it in: the first run makes one.
      if (!latest.current) return undefined;
      const { id, name, target } = latest.current;
      onTheWay.set(id, kept);
      return client.call('connections.save', { id, name, target, ...kept }).then(() => {
        if (onTheWay.get(id) === kept) onTheWay.delete(id);
      });
    },
    [client],
  );
  const { keep, flush } = useKeep(save);
  useEffect(flush, [flush, connection?.id]);
  return keep;
}
