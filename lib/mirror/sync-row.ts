/** What is done about one connection's row. Each step is stored before and after its write, so that any stop is survivable. */
import type { Connection } from '../connections/connection.ts';
import type { PageObjectResponse } from '../notion/api-types.ts';
import { differingFields, mirrorFields, mirrorProperties, readMirrorRow } from './mirror-row.ts';
import type { MirrorContext } from './mirror-row.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { AppError } from '../shared/app-error.ts';
import { mergeRow } from './merge-row.ts';
import type { MirrorDatabase } from './mirror-database.ts';
import type { MirrorEntry } from './mirror-store.ts';
import { QUARANTINE_MS } from '../notion/quarantine.ts';

export interface RowWork {
  readonly workspace: NotionWorkspace;
  readonly database: MirrorDatabase;
  readonly now: () => number;
  /** Stores what is known of the connection's row from now on. */
  readonly note: (connectionId: string, entry: MirrorEntry) => Promise<void>;
  /** Takes a change made in Notion over. */
  readonly adopt: (connection: Connection, change: { name?: string; prompt?: string }) => Promise<void>;
}

/** Makes the row follow the connection, and the connection follow what a person changed in the row. */
export async function syncRow(
  work: RowWork,
  connection: Connection,
  context: MirrorContext,
  entry: MirrorEntry,
  row: PageObjectResponse,
): Promise<void> {
  const { workspace, database } = work;
  const merge = mergeRow({
    ...(entry.written !== undefined && { written: entry.written }),
    here: mirrorFields(connection, context),
    inNotion: readMirrorRow(row, database.ids),
    changedHereAt: connection.updatedAt,
    changedInNotionAt: Date.parse(row.last_edited_time),
  });
  if (Object.keys(merge.adopt).length > 0) await work.adopt(connection, merge.adopt);
  const writable = merge.push.filter((key) => database.ids[key] !== undefined);
  if (writable.length > 0) {
    await workspace.updatePage(row.id, { properties: mirrorProperties(merge.fields, database.ids, writable) });
  }
  const isKnown = entry.written !== undefined && differingFields(entry.written, merge.fields).length === 0;
  if (isKnown && entry.rowId === row.id && entry.sentAt === undefined && entry.trashed !== true) return;
  await work.note(connection.id, { rowId: row.id, written: merge.fields });
}

/**
 * Makes the row of a connection that has none. After a lost answer the row is looked up by its Connection id first, and not
 * made again before the cut request can no longer land. Throws retry `wait` until then.
 */
export async function createRow(
  work: RowWork,
  connection: Connection,
  context: MirrorContext,
  entry: MirrorEntry,
): Promise<void> {
  const { workspace, database, now, note } = work;
  const [found] = await findRowsByConnectionId(workspace, database, connection.id);
  if (found !== undefined) return syncRow(work, connection, context, entry, found);
  if (entry.sentAt !== undefined) {
    // A clock that was put back must not hold the row for ever.
    const elapsed = Math.max(0, now() - entry.sentAt);
    if (elapsed < QUARANTINE_MS && entry.sentAt <= now()) {
      throw new AppError('notion-write-unconfirmed', 'wait', { retryAt: entry.sentAt + QUARANTINE_MS });
    }
  }
  await note(connection.id, { sentAt: now() });
  const fields = mirrorFields(connection, context);
  try {
    const row = await workspace.createPage({
      parent: { dataSourceId: database.dataSourceId },
      properties: mirrorProperties(fields, database.ids),
    });
    await trashTwins(work, connection.id, row);
    await note(connection.id, { rowId: row.id, written: fields });
  } catch (error) {
    // Only an outcome that nobody knows keeps the mark; a refusal made no row.
    if (!(error instanceof AppError && error.retry === 'look')) await note(connection.id, {});
    throw error;
  }
}

/** Reads a row by its id; `gone` when it is in the trash or not there any more. */
export async function readRow(workspace: NotionWorkspace, rowId: string): Promise<PageObjectResponse | 'gone'> {
  try {
    const row = await workspace.getPage(rowId);
    return row.in_trash ? 'gone' : row;
  } catch (error) {
    if (error instanceof AppError && ['notion-not-found', 'notion-trashed'].includes(error.code)) return 'gone';
    throw error;
  }
}

/** Takes a row out of the trash; false when there is nothing left to take out. */
export async function restoreRow(workspace: NotionWorkspace, rowId: string): Promise<boolean> {
  try {
    await workspace.updatePage(rowId, { trashed: false });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'notion-not-found') return false;
    throw error;
  }
}

/**
 * A browser sends a request again by itself when a kept connection breaks before the answer, whatever its method: one create
 * can make two rows (HttpNetworkTransaction::ShouldResendRequest in Chromium's net/http/http_network_transaction.cc).
 */
async function trashTwins({ workspace, database }: RowWork, connectionId: string, row: PageObjectResponse) {
  const rows = await findRowsByConnectionId(workspace, database, connectionId);
  const twins = rows.filter((other) => other.id !== row.id && other.created_by.id === row.created_by.id);
  for (const twin of twins) await workspace.updatePage(twin.id, { trashed: true });
}

async function findRowsByConnectionId(
  workspace: NotionWorkspace,
  { dataSourceId, ids }: MirrorDatabase,
  connectionId: string,
): Promise<readonly PageObjectResponse[]> {
  if (ids.connectionId === undefined) return [];
  const filter = { property: ids.connectionId, rich_text: { equals: connectionId } };
  return (await workspace.queryDataSource(dataSourceId, { filter, pageSize: 10 })).results;
}

/** In the trash with its database, a row says nothing about its connection. @throws AppError `target-trashed` */
export async function requireOutOfTrash({ workspace, database }: RowWork): Promise<void> {
  const source = await workspace.getDataSource(database.dataSourceId);
  const { parent } = source;
  const isTrashed =
    source.in_trash || (parent.type === 'database_id' && (await workspace.getDatabase(parent.database_id)).in_trash);
  if (isTrashed) throw new AppError('target-trashed', 'never');
}
