import { useEffect, useState } from 'preact/hooks';

import { LONGEST_PROMPT } from '../../lib/run-request/generation-options.ts';
import type { RunRequest } from '../../lib/run-request/run-request.ts';
import type { Estimate } from '../../lib/runs/estimate.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useDebounced } from '../hooks/use-debounced.ts';
import { useStable } from '../hooks/use-stable.ts';
import { EstimateAmounts } from '../rows/start/estimate-line.tsx';

const PAUSE_MS = 600;

/** What a click on Generate would take for this page. The line keeps its place while it is empty: nothing below it jumps. */
export function PageEstimate({ request }: { readonly request: RunRequest }) {
  const client = useClient();
  const [estimate, setEstimate] = useState<Estimate | undefined>();
  const rested = useDebounced(useStable(request), PAUSE_MS);
  const { prompt } = rested.options;
  const isEmpty = prompt.trim() === '' || prompt.length > LONGEST_PROMPT;
  useEffect(() => {
    setEstimate(undefined);
    if (isEmpty) return undefined;
    const replaced = new AbortController();
    client.call('runs.estimate', { request: rested }, { signal: replaced.signal, quiet: true }).then(
      (next) => !replaced.signal.aborted && setEstimate(next),
      // A page that cannot be read, or an engine that is not set up, is told at Generate, with the cure: here the line stays empty.
      () => !replaced.signal.aborted && setEstimate(undefined),
    );
    return () => replaced.abort();
  }, [client, rested, isEmpty]);
  return <p class="panel-estimate soft small">{estimate && <EstimateAmounts estimate={estimate} />}</p>;
}
