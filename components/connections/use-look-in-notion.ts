import { useEffect, useRef } from 'preact/hooks';

import { useClient } from '../hooks/client-context.tsx';

const NOT_AGAIN_WITHIN_MS = 5_000;

/** Follows what was changed in the connections database: when the view opens, and when a person comes back to it. */
export function useLookInNotion(hasDatabase: boolean): void {
  const client = useClient();
  const lastLook = useRef(-Infinity);
  useEffect(() => {
    if (!hasDatabase) return undefined;
    const look = () => {
      const now = Date.now();
      if (document.visibilityState !== 'visible' || now - lastLook.current < NOT_AGAIN_WITHIN_MS) return;
      lastLook.current = now;
      // How it went is in the mirror's own standing, which the view shows.
      client.call('mirror.sync', {}).catch(() => undefined);
    };
    look();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [client, hasDatabase]);
}
