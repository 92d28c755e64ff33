/** What the Create view of a database asks: its columns, its rows, and changes of a row's topic. */
import type { HandlersFor } from '../messaging/handlers.ts';
import type { CommandRequest, CommandResponse, DatabaseView, RowView } from '../messaging/protocol.ts';
import { AppError } from '../shared/app-error.ts';
import { describeDatabaseView, describeRow, findGenerateProperty } from './database-schema.ts';
import { describeDatabase } from './describe-target.ts';
import { plainRichText } from './plain-rich-text.ts';
import { queryViewRowIds, readRowsPage } from './query-rows.ts';
import type { RowsCursor } from './query-rows.ts';
import type { NotionView, NotionWorkspace } from './workspace.ts';

type DatabaseCommands =
  'database.open' | 'database.rows' | 'database.viewRows' | 'database.addRow' | 'database.renameRow';

const SAMPLE_ROWS = 25;
export class DatabaseCommandService {
  readonly #workspace: () => Promise<NotionWorkspace>;
  readonly #generateIds = new Map<string, string | undefined>();
  /** Rows being added or added, by the id the surface gave: a resent message adds none. */
  readonly #added = new Map<string, Promise<RowView>>();
  readonly handlers: HandlersFor<DatabaseCommands> = {
    'database.open': (request) => this.open(request),
    'database.rows': (request) => this.rows(request),
    'database.viewRows': async ({ viewId }) => ({ rowIds: await queryViewRowIds(await this.#workspace(), viewId) }),
    'database.addRow': (request) => this.addRow(request),
    'database.renameRow': (request) => this.renameRow(request),
  };

  constructor(workspace: () => Promise<NotionWorkspace>) {
    this.#workspace = workspace;
  }

  async open({ databaseId, dataSourceId }: CommandRequest<'database.open'>): Promise<DatabaseView> {
    const workspace = await this.#workspace();
    const database = await workspace.getDatabase(databaseId);
    const named = database.data_sources.find(({ id }) => id === dataSourceId) ?? database.data_sources[0];
    if (named === undefined) throw new AppError('target-linked-view', 'never');
    const source = await workspace.getDataSource(named.id);
    this.#generateIds.set(source.id, findGenerateProperty(source)?.id);
    const { results } = await workspace.queryDataSource(source.id, { pageSize: SAMPLE_ROWS });
    return describeDatabaseView(source, {
      target: describeDatabase(database, named),
      views: await listViews(workspace, source.id),
      sampleRows: results,
    });
  }

  async rows({ dataSourceId, cursor }: CommandRequest<'database.rows'>): Promise<CommandResponse<'database.rows'>> {
    const workspace = await this.#workspace();
    const at = cursor === undefined ? {} : (readCursor(cursor) as RowsCursor);
    const page = await readRowsPage(workspace, { dataSourceId }, at);
    const generateId = await this.#generateId(workspace, dataSourceId);
    const rows = page.rows.map((row) => describeRow(row, generateId));
    return {
      rows,
      ...(page.next !== undefined && { nextCursor: JSON.stringify(page.next) }),
      complete: page.missed !== true,
    };
  }

  addRow(request: CommandRequest<'database.addRow'>): Promise<RowView> {
    const known = this.#added.get(request.id);
    if (known !== undefined) return known;
    const added = this.#createRow(request);
    this.#added.set(request.id, added);
    // A refused one may be tried again under the same id.
    added.catch(() => this.#added.delete(request.id));
    return added;
  }

  /** Absolute: repeating it writes the same title. */
  async renameRow({ rowId, titlePropertyId, title }: CommandRequest<'database.renameRow'>): Promise<RowView> {
    const workspace = await this.#workspace();
    const row = await workspace.updatePage(rowId, { properties: titleValue(titlePropertyId, title) });
    const generateId = 'data_source_id' in row.parent ? this.#generateIds.get(row.parent.data_source_id) : undefined;
    return describeRow(row, generateId);
  }

  async #createRow({ dataSourceId, titlePropertyId, title }: CommandRequest<'database.addRow'>): Promise<RowView> {
    const workspace = await this.#workspace();
    const row = await workspace.createPage({
      parent: { dataSourceId },
      properties: titleValue(titlePropertyId, title),
    });
    return describeRow(row, await this.#generateId(workspace, dataSourceId));
  }

  async #generateId(workspace: NotionWorkspace, dataSourceId: string): Promise<string | undefined> {
    if (!this.#generateIds.has(dataSourceId)) {
      this.#generateIds.set(dataSourceId, findGenerateProperty(await workspace.getDataSource(dataSourceId))?.id);
    }
    return this.#generateIds.get(dataSourceId);
  }
}

function titleValue(titlePropertyId: string, title: string): Record<string, unknown> {
  return { [titlePropertyId]: { title: plainRichText(title) ?? [] } };
}

/** A database without views that the API shows is still a database. */
async function listViews(workspace: NotionWorkspace, dataSourceId: string): Promise<readonly NotionView[]> {
  try {
    return await workspace.listViews(dataSourceId);
  } catch (error) {
    if (error instanceof AppError && ['notion-not-found', 'notion-invalid-request'].includes(error.code)) return [];
    throw error;
  }
}

function readCursor(cursor: string): unknown {
  try {
    return JSON.parse(cursor) as unknown;
  } catch (cause) {
    throw new AppError('message-invalid', 'never', { details: { at: 'cursor' }, cause });
  }
}
