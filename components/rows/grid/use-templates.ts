import { useEffect, useState } from 'preact/hooks';

import type { CommandResponse } from '../../../lib/messaging/protocol.ts';
import { AFTER_A_REST_MS } from '../data/use-rows.ts';
import { useClient } from '../../hooks/client-context.tsx';

type Templates = CommandResponse<'database.templates'>['templates'];

/** The source's own templates; none while they are not read, and where the token may not list them. */
export function useTemplates(dataSourceId: string | undefined): Templates {
  const client = useClient();
  const [templates, setTemplates] = useState<Templates>([]);
  useEffect(() => {
    if (dataSourceId === undefined) return undefined;
    const rest = setTimeout(() => {
      client.call('database.templates', { dataSourceId }).then(
        ({ templates: found }) => setTemplates(found),
        // New rows can be made without one: nothing is lost, and None stays chosen.
        () => setTemplates([]),
      );
    }, AFTER_A_REST_MS);
    return () => clearTimeout(rest);
  }, [client, dataSourceId]);
  return templates;
}
