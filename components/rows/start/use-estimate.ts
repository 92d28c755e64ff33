import { useEffect, useState } from 'preact/hooks';

import type { GenerationOptions, Target } from '../../../lib/connections/connection.ts';
import type { Estimate } from '../../../lib/messaging/protocol.ts';
import { toFailure, type Failure } from '../../../lib/shared/app-error.ts';
import { useClient } from '../../hooks/client-context.tsx';
import { useDebounced } from '../../hooks/use-debounced.ts';
import { useTopic } from '../../hooks/use-topic.ts';

const PAUSE_MS = 400;

export interface EstimateState {
  readonly estimate?: Estimate;
  readonly failure?: Failure;
}

/** What so many rows would take, a moment after each change. `rows` undefined: not counted yet. */
export function useEstimate(target: Target, options: GenerationOptions, rows: number | undefined): EstimateState {
  const client = useClient();
  const used = useTopic('usage')?.used;
  const [state, setState] = useState<EstimateState>({});
  const key = useDebounced(JSON.stringify([options, rows, used]), PAUSE_MS);
  useEffect(() => {
    if (rows === undefined) return undefined;
    let current = true;
    const request = { kind: 'rows', target, options, selection: { kind: 'all' } } as const;
    client.call('runs.estimate', { request, rows }).then(
      (estimate) => current && setState({ estimate }),
      (error: unknown) => current && setState({ failure: toFailure(error) }),
    );
    return () => {
      current = false;
    };
  }, [client, target.id, key]);
  return state;
}
