import { useEffect, useMemo, useState } from 'preact/hooks';

import type { PropertyView } from '../../../lib/notion/views.ts';
import { RESERVED_VARIABLES, resolveVariable, splitPath, variablesIn } from '../../../lib/prompt/variables.ts';
import { useClient } from '../../hooks/client-context.tsx';

/** Names of the properties of related databases, by the database. Undefined: not read (yet), or out of reach. */
export type RelatedNames = Readonly<Record<string, readonly string[] | undefined>>;

/** Reads them as soon as the prompt begins a variable: most prompts need none, and each database is a request. */
export function useRelatedNames(properties: readonly PropertyView[], prompt: string): RelatedNames {
  const client = useClient();
  const [names, setNames] = useState<RelatedNames>({});
  const wanted = prompt.includes('{{');
  const sources = useMemo(
    () => [...new Set(properties.flatMap(({ relatedSourceId }) => relatedSourceId ?? []))],
    [properties],
  );
  useEffect(() => {
    if (!wanted) return;
    for (const dataSourceId of sources) {
      client.call('database.propertyNames', { dataSourceId }).then(
        (read) => setNames((known) => ({ ...known, [dataSourceId]: read.names })),
        // Not shared, or Notion is busy: its properties are not offered, and a name is not said to be wrong.
        () => undefined,
      );
    }
  }, [client, wanted, sources]);
  return names;
}

/** What `{{` offers: the properties, those of related pages, and the words that every database has. */
export function offeredNames(properties: readonly PropertyView[], related: RelatedNames): readonly string[] {
  const own = properties.map(({ name }) => name);
  const paths = properties.flatMap(({ name, relatedSourceId }) =>
    (related[relatedSourceId ?? ''] ?? []).map((field) => `${name.trim()}.${field.trim()}`),
  );
  return [...new Set([...own, ...RESERVED_VARIABLES, ...paths])];
}

/** Names in the prompt that mean nothing here. */
export function unknownNames(
  prompt: string,
  properties: readonly PropertyView[],
  related: RelatedNames,
): readonly string[] {
  const names = properties.map(({ name }) => name);
  const relations = properties.filter(({ relatedSourceId }) => relatedSourceId !== undefined);
  return variablesIn(prompt, names).filter((typed) => {
    if (resolveVariable(typed, names) !== undefined) return false;
    const path = splitPath(
      typed,
      relations.map(({ name }) => name),
    );
    const relation = relations.find(({ name }) => name === path?.relation);
    if (!path || !relation) return true;
    const fields = related[relation.relatedSourceId ?? ''];
    return fields !== undefined && !fields.some((field) => field.trim().toLowerCase() === path.field.toLowerCase());
  });
}
