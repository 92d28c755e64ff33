/** Finding, checking and making the connections database. */
import { resolveInput } from '../notion/discover-target.ts';
import { buildLaterColumns, buildMirrorDatabase, buildMissingColumns, checkMirrorColumns } from './mirror-columns.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { AppError } from '../shared/app-error.ts';
import type { StoredMirror } from './mirror-store.ts';

export type MirrorDatabase = NonNullable<StoredMirror['database']>;

export const MIRROR_TITLE = 'Visen connections';

/** Makes the database with its exact columns under a page, or as a private page of a personal token (`null`). */
export async function createMirrorDatabase(
  workspace: NotionWorkspace,
  parentPageId: string | null,
): Promise<MirrorDatabase> {
  const parent = parentPageId === null ? ({ private: true } as const) : { pageId: parentPageId };
  const database = await workspace.createDatabase(buildMirrorDatabase(parent, MIRROR_TITLE));
  const source = database.data_sources[0];
  if (source === undefined)
    throw new AppError('notion-unavailable', 'later', { details: { reason: 'no-data-source' } });
  return describe(workspace, database.url, source.id);
}

/** The database of a URL, with what it lacks. Throws what resolving a URL throws. */
export async function findMirrorDatabase(workspace: NotionWorkspace, url: string): Promise<MirrorDatabase> {
  const { dataSourceId } = await resolveInput(workspace, url, 'database');
  if (dataSourceId === undefined) throw new AppError('target-is-page', 'never');
  return describe(workspace, url, dataSourceId);
}

/** Adds the columns that are missing. */
export async function completeMirrorDatabase(
  workspace: NotionWorkspace,
  database: MirrorDatabase,
): Promise<MirrorDatabase> {
  if (database.missing.length > 0) {
    await workspace.updateDataSource(database.dataSourceId, { properties: buildMissingColumns(database.missing) });
  }
  return describe(workspace, database.url, database.dataSourceId, database);
}

/** The database with the columns of Keep filled. */
export async function addLaterColumns(workspace: NotionWorkspace, database: MirrorDatabase): Promise<MirrorDatabase> {
  const { url, dataSourceId, ids } = database;
  const properties = buildLaterColumns(await workspace.getDataSource(dataSourceId), ids);
  if (Object.keys(properties).length > 0) await workspace.updateDataSource(dataSourceId, { properties });
  return describe(workspace, url, dataSourceId, database);
}

async function describe(
  workspace: NotionWorkspace,
  url: string,
  dataSourceId: string,
  known?: MirrorDatabase,
): Promise<MirrorDatabase> {
  const source = await workspace.getDataSource(dataSourceId);
  return { url, dataSourceId, ...checkMirrorColumns(source, known?.ids) };
}
