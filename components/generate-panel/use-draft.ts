import { useCallback } from 'preact/hooks';

import type { GenerationOptions } from '../../lib/run-request/generation-options.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useKeep } from '../hooks/use-keep.ts';

const PAUSE_MS = 300;

/** Keeps a draft in the background. */
export function useDraft(pageId: string): { save: (options: GenerationOptions) => void; forget: () => void } {
  const client = useClient();
  const write = useCallback(
    ({ prompt, ...options }: GenerationOptions) =>
      client.call('panel.saveDraft', { pageId, draft: { prompt, options } }),
    [client, pageId],
  );
  const { keep, drop } = useKeep(write, { pauseMs: PAUSE_MS, onBlur: true });
  const forget = useCallback(() => {
    drop();
    client.call('panel.saveDraft', { pageId, draft: null }).catch(() => {
      // The draft stays: the same words as the run's, which harms nobody.
    });
  }, [client, pageId, drop]);
  return { save: keep, forget };
}
