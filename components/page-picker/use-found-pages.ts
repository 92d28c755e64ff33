import { useEffect, useState } from 'preact/hooks';

import type { Target } from '../../lib/run-request/target.ts';
import type { FoundPage } from '../../lib/notion/views.ts';
import { toFailure } from '../../lib/shared/app-error.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import type { VisenClient } from '../hooks/client-context.tsx';

interface FoundPages {
  /** Absent until the first answer; the last ones stay while a new search runs. */
  readonly results?: readonly FoundPage[];
  readonly loading: boolean;
  readonly failure?: Failure;
  /** Rows of databases were found and left out. */
  readonly hasRows?: boolean;
}

/** What Notion's search finds; an answer that comes late never replaces that of a later query. */
export function useFoundPages(
  client: VisenClient,
  query: string,
  kind: Target['kind'] | 'any',
  rows = false,
): FoundPages & { readonly refresh: () => void } {
  const [state, setState] = useState<FoundPages>({ loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    const replaced = new AbortController();
    setState((now) => ({ ...(now.results && { results: now.results }), loading: true }));
    const request = { query: query.trim(), kind, ...(rows && { rows }) };
    client.call('notion.search', request, { signal: replaced.signal }).then(
      ({ results, hasRows }) => {
        if (current) setState({ results, loading: false, ...(hasRows && { hasRows }) });
      },
      (error: unknown) => {
        if (current) setState({ loading: false, failure: toFailure(error) });
      },
    );
    return () => {
      current = false;
      replaced.abort();
    };
  }, [client, query, kind, rows, turn]);
  return { ...state, refresh: () => setTurn((now) => now + 1) };
}
