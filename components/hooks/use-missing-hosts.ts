import { useEffect, useState } from 'preact/hooks';

import { useClient } from './client-context.tsx';

const NONE: readonly string[] = [];

/** Match patterns that Visen needs and the browser withholds now; empty while it is not known. */
export function useMissingHosts(): readonly string[] {
  const client = useClient();
  const [missing, setMissing] = useState(NONE);
  useEffect(() => client.watchMissingHosts(setMissing), [client]);
  return missing;
}
