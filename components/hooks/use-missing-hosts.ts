import { useEffect, useState } from 'preact/hooks';

import { useClient } from './client-context.tsx';

/** Match patterns that Visen needs and the browser withholds now; undefined while it is not known. */
export function useMissingHosts(): readonly string[] | undefined {
  const client = useClient();
  const [missing, setMissing] = useState<readonly string[]>();
  useEffect(() => client.watchMissingHosts(setMissing), [client]);
  return missing;
}
