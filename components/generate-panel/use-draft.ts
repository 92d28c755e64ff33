import { useCallback, useEffect, useRef } from 'preact/hooks';

import type { GenerationOptions } from '../../lib/connections/connection.ts';
import { useClient } from '../hooks/client-context.tsx';

const PAUSE_MS = 300;

/** Keeps a draft in the background a moment after each change, and at once when the surface goes (a popup closes on blur). */
export function useDraft(pageId: string): { save: (options: GenerationOptions) => void; forget: () => void } {
  const client = useClient();
  const unsaved = useRef<GenerationOptions | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const options = unsaved.current;
    if (!options) return;
    unsaved.current = undefined;
    const { prompt, ...choices } = options;
    client.call('panel.saveDraft', { pageId, draft: { prompt, options: choices } }).catch(() => {
      // The text is still in the field; the next change tries again.
      unsaved.current ??= options;
    });
  }, [client, pageId]);
  useEffect(() => {
    window.addEventListener('pagehide', flush);
    window.addEventListener('blur', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      window.removeEventListener('blur', flush);
      flush();
    };
  }, [flush]);
  const save = useCallback(
    (options: GenerationOptions) => {
      unsaved.current = options;
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );
  const forget = useCallback(() => {
    clearTimeout(timer.current);
    unsaved.current = undefined;
    client.call('panel.saveDraft', { pageId, draft: null }).catch(() => {
      // The draft stays: the same words as the run's, which harms nobody.
    });
  }, [client, pageId]);
  return { save, forget };
}
