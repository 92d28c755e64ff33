import { useCallback, useEffect, useRef } from 'preact/hooks';

import type { Connection, GenerationOptions, RowSelection } from '../../lib/connections/connection.ts';
import { useClient } from '../hooks/client-context.tsx';

const PAUSE_MS = 500;

interface Kept {
  readonly options: GenerationOptions;
  readonly selection: RowSelection;
}

/** What is on its way to the store, by connection: who comes back sooner finds it here. */
const onTheWay = new Map<string, Kept>();

/** The screen of a connection as it was left. */
export function keptOf({ id, options, selection }: Connection): {
  readonly options: GenerationOptions;
  readonly selection: RowSelection | undefined;
} {
  return onTheWay.get(id) ?? { options, selection };
}

export interface KeepRows {
  readonly keep: (options: GenerationOptions, selection: RowSelection) => void;
  /** A run takes what it was asked for into the connection: afterwards the screen's own choice goes back there. */
  readonly again: () => void;
}

/** Keeps what is chosen in the connection, a moment after each change, and at once when the view goes. */
export function useKeepRows(connection: Connection | undefined): KeepRows {
  const client = useClient();
  const latest = useRef(connection);
  latest.current = connection;
  const shown = useRef<Kept | undefined>(undefined);
  const unsaved = useRef<Kept | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const kept = unsaved.current;
    // Without a connection there is nothing to keep it in: the first run makes one.
    if (!kept || !latest.current) return;
    unsaved.current = undefined;
    const { id, name, target } = latest.current;
    onTheWay.set(id, kept);
    client.call('connections.save', { id, name, target, ...kept }).then(
      () => {
        if (onTheWay.get(id) === kept) onTheWay.delete(id);
      },
      () => {
        // It is still on screen; the next change tries again.
        unsaved.current ??= kept;
      },
    );
  }, [client]);
  useEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  const keep = useCallback(
    (options: GenerationOptions, selection: RowSelection) => {
      shown.current = { options, selection };
      unsaved.current = shown.current;
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );
  const again = useCallback(() => {
    unsaved.current = shown.current;
    flush();
  }, [flush]);
  return { keep, again };
}
