import { useCallback, useEffect, useRef } from 'preact/hooks';

import type { Connection, GenerationOptions } from '../../lib/connections/connection.ts';
import { useClient } from '../hooks/client-context.tsx';

const PAUSE_MS = 500;

/** Keeps a connection's prompt and choices a moment after each change, and at once when the view goes. */
export function useKeepOptions(connection: Connection): (options: GenerationOptions) => void {
  const client = useClient();
  const latest = useRef(connection);
  latest.current = connection;
  const unsaved = useRef<GenerationOptions | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const options = unsaved.current;
    if (!options) return;
    unsaved.current = undefined;
    const { id, name, target, selection } = latest.current;
    client.call('connections.save', { id, name, target, options, ...(selection && { selection }) }).catch(() => {
      // The text is still in the field; the next change tries again.
      unsaved.current ??= options;
    });
  }, [client]);
  useEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  return useCallback(
    (options) => {
      unsaved.current = options;
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );
}
