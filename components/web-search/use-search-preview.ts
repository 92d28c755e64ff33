import { useEffect, useRef, useState } from 'preact/hooks';

import type { RunRequest } from '../../lib/run-request/run-request.ts';
import type { PagePreview } from '../../lib/web-search/page-preview.ts';
import { useClient } from '../hooks/client-context.tsx';
import { type Action, useAction } from '../hooks/use-action.ts';

export interface SearchPreview {
  readonly made: PagePreview | undefined;
  readonly action: Pick<Action<[RunRequest]>, 'run' | 'pending' | 'failure'>;
  readonly retry: () => void;
  readonly clear: () => void;
  /** Whether the next start writes what is shown; false where nothing is. */
  readonly give: (isGiven: boolean) => boolean;
  readonly isGiven: () => boolean;
  /** The request of that start. */
  readonly withGiven: (request: RunRequest) => RunRequest;
}

/** A searched text that is only shown: it lives in this surface and nowhere else. Another run than `runId` ends it: what was written is there. */
export function useSearchPreview(runId: string | undefined): SearchPreview {
  const client = useClient();
  const [made, setMade] = useState<PagePreview | undefined>();
  const [asked, setAsked] = useState<RunRequest | undefined>();
  const isGiven = useRef(false);
  const action = useAction(async (request: RunRequest) => {
    setMade(undefined);
    setAsked(request);
    setMade(await client.call('preview.page', { request }));
  });
  useEffect(() => {
    isGiven.current = false;
    setMade(undefined);
  }, [runId]);
  return {
    made,
    action,
    retry: () => asked && action.run(asked),
    clear: () => {
      setMade(undefined);
      action.clear();
    },
    give: (wanted) => (isGiven.current = wanted && made !== undefined),
    isGiven: () => isGiven.current,
    withGiven: (request) =>
      isGiven.current && made ? { ...request, given: { text: made.text, model: made.model } } : request,
  };
}
