import type { Connection } from '../connections/connection.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { propertyIdsOf } from '../run-request/output.ts';

const PAGE_BODY = 'Page body';

/** Names what a connection writes, for its row. Names are read once per database and worker; unreadable ones stay ids. */
export function createOutputLabels(workspace: () => Promise<Pick<NotionWorkspace, 'getDataSource'>>) {
  const namesBySource = new Map<string, Promise<ReadonlyMap<string, string>>>();

  function namesOf(dataSourceId: string): Promise<ReadonlyMap<string, string>> {
    const known = namesBySource.get(dataSourceId);
    if (known !== undefined) return known;
    const names = readNames(dataSourceId);
    namesBySource.set(dataSourceId, names);
    return names;
  }

  async function readNames(dataSourceId: string): Promise<ReadonlyMap<string, string>> {
    try {
      const { properties } = await (await workspace()).getDataSource(dataSourceId);
      return new Map(Object.values(properties).map(({ id, name }) => [id, name]));
    } catch {
      // The person's database may be unshared or gone; its row in the mirror is still worth having.
      namesBySource.delete(dataSourceId);
      return new Map();
    }
  }

  return {
    of: async ({ target, options: { output, steps = [] } }: Connection): Promise<string> => {
      // The row shows the first prompt; how many there are in all is said here.
      const more = steps.length > 0 ? ` (step 1 of ${steps.length + 1})` : '';
      if (output === undefined || output.kind === 'body' || target.dataSourceId === undefined) return PAGE_BODY + more;
      const ids = propertyIdsOf(output);
      const names = await namesOf(target.dataSourceId);
      return ids.map((id) => names.get(id) ?? id).join(', ') + more;
    },
  };
}
