import { useEffect, useState } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import type { PropertyView } from '../../lib/notion/views.ts';
import { useClient } from '../hooks/client-context.tsx';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { propertyIdsOf } from '../../lib/run-request/output.ts';

/** What a database's connection writes into, by the names that Notion has now; undefined where that is not known. */
export function useOutputName({ target, options }: Connection): string | undefined {
  const client = useClient();
  const [properties, setProperties] = useState<readonly PropertyView[]>([]);
  const { id: databaseId, dataSourceId } = target;
  const { output } = options;
  const wanted = output !== undefined && output.kind !== 'body';
  useEffect(() => {
    if (!wanted) return undefined;
    let current = true;
    void client.call('database.open', { databaseId, ...(dataSourceId && { dataSourceId }) }).then(
      (database) => current && setProperties(database.properties),
      // Offline or no longer shared: the details do without the name.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [client, databaseId, dataSourceId, wanted]);
  if (!output) return undefined;
  if (output.kind === 'body') return t('connections.output.body');
  const ids = propertyIdsOf(output);
  const names = ids.flatMap((id) => properties.find((property) => property.id === id)?.name ?? []);
  return names.length > 0 ? formatList(names) : undefined;
}
