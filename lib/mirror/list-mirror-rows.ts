import type { PageObjectResponse } from '../notion/api-types.ts';
import { readRowsPage, type RowsCursor } from '../notion/query-rows.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import type { MirrorDatabase } from './mirror-database.ts';
import { readMirrorRow } from './mirror-row.ts';

/** The rows of the connections database, as they stood at one look. */
export interface RowListing {
  readonly byId: ReadonlyMap<string, PageObjectResponse>;
  readonly byConnection: ReadonlyMap<string, PageObjectResponse>;
  /** False: a row that is missing here may be there all the same. */
  readonly isComplete: boolean;
}

export async function listMirrorRows(workspace: NotionWorkspace, database: MirrorDatabase): Promise<RowListing> {
  const byId = new Map<string, PageObjectResponse>();
  const byConnection = new Map<string, PageObjectResponse>();
  let isComplete = true;
  let at: RowsCursor | undefined = {};
  while (at !== undefined) {
    const page: Awaited<ReturnType<typeof readRowsPage>> = await readRowsPage(
      workspace,
      { dataSourceId: database.dataSourceId },
      at,
    );
    // A row that was not given whole is there all the same.
    if (page.missed === true || page.unreadable !== undefined) isComplete = false;
    for (const row of page.rows) {
      byId.set(row.id, row);
      const { connectionId } = readMirrorRow(row, database.ids);
      // The oldest row of a connection is the one: a duplicated row keeps the id, and is the person's own.
      if (typeof connectionId === 'string' && connectionId !== '' && !byConnection.has(connectionId)) {
        byConnection.set(connectionId, row);
      }
    }
    at = page.next;
  }
  return { byId, byConnection, isComplete };
}
