import { useEffect, useState } from 'preact/hooks';

import type { Target } from '../../lib/connections/connection.ts';
import type { FoundPage } from '../../lib/messaging/protocol.ts';
import { toFailure } from '../../lib/shared/app-error.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import type { VisenClient } from '../hooks/client-context.tsx';

interface FoundPages {
  /** Absent until the first answer; the last ones stay while a new search runs. */
  readonly results?: readonly FoundPage[];
  readonly loading: boolean;
  readonly failure?: Failure;
}

/** What Notion's search finds; an answer that comes late never replaces that of a later query. */
export function useFoundPages(
  client: VisenClient,
  query: string,
  kind: Target['kind'] | 'any',
): FoundPages & { readonly refresh: () => void } {
  const [state, setState] = useState<FoundPages>({ loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    const replaced = new AbortController();
    setState((now) => ({ ...(now.results && { results: now.results }), loading: true }));
    client.call('notion.search', { query: query.trim(), kind }, { signal: replaced.signal }).then(
      ({ results }) => {
        if (current) setState({ results, loading: false });
      },
      (error: unknown) => {
        if (current) setState({ loading: false, failure: toFailure(error) });
      },
    );
    return () => {
      current = false;
      replaced.abort();
    };
  }, [client, query, kind, turn]);
  return { ...state, refresh: () => setTurn((now) => now + 1) };
}
