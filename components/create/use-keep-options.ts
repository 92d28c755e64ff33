import { useCallback, useRef } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import type { GenerationOptions } from '../../lib/run-request/generation-options.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useKeep } from '../hooks/use-keep.ts';

/** Keeps a page's prompt and choices in its connection. */
export function useKeepOptions(connection: Connection): (options: GenerationOptions) => void {
  const client = useClient();
  const latest = useRef(connection);
  latest.current = connection;
  const save = useCallback(
    (options: GenerationOptions) => {
      const { id, name, target } = latest.current;
      return client.call('connections.save', { id, name, target, options });
    },
    [client],
  );
  return useKeep(save).keep;
}
