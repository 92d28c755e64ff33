/** What the rows table asks of Notion. Answers are read anew each time; nothing of a person's database is kept here. */
import * as v from 'valibot';

import type { RunStore } from '../jobs/ports.ts';
import type { HandlersFor } from '../messaging/handlers.ts';
import type { CommandRequest, DatabaseView, RowView } from '../messaging/protocol.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from '../notion/api-types.ts';
import { describeDatabase } from '../notion/describe-target.ts';
import { describeDatabaseView, describeRow, findGenerateProperty } from '../notion/database-schema.ts';
import { plainRichText } from '../notion/plain-rich-text.ts';
import { queryViewRowIds, readRowsPage, type RowsCursor } from '../notion/query-rows.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { AppError } from '../shared/app-error.ts';
import type { KeyValueStore } from '../storage/key-value-store.ts';
import { RowAdder } from './row-adder.ts';
import { SentRows } from './sent-rows.ts';
import { listAllChildren } from '../generation/body/list-all-children.ts';
import { inspectPage } from '../generation/body/find-place.ts';
import { readMadeRows } from '../generation/rows/made-with.ts';

export type DatabaseCommands =
  'database.open' | 'database.rows' | 'database.viewRows' | 'database.addRow' | 'database.renameRow' | 'target.inspect';

/** Rows that are looked at to preset the output. */
const SAMPLE = 25;

export function createDatabaseCommands(
  workspace: () => Promise<NotionWorkspace>,
  store: Store,
  now: () => number,
  session: KeyValueStore,
): HandlersFor<DatabaseCommands> {
  const adder = new RowAdder(new SentRows(session), now);
  return {
    'database.open': async (request) => openDatabase(await workspace(), request),
    'database.rows': async (request) => readRows(await workspace(), store, request),
    'database.viewRows': async ({ viewId }) => ({ rowIds: await queryViewRowIds(await workspace(), viewId) }),
    'database.addRow': async (request) => adder.add(await workspace(), request),
    'database.renameRow': async (request) => renameRow(await workspace(), store, request),
    'target.inspect': async ({ pageId }) => {
      const { blocks, kept, irreversible, blank } = inspectPage(await listAllChildren(await workspace(), pageId));
      return { blocks, kept, irreversible, blank };
    },
  };
}

async function openDatabase(
  workspace: NotionWorkspace,
  { databaseId, dataSourceId }: CommandRequest<'database.open'>,
): Promise<DatabaseView> {
  const database = await workspace.getDatabase(databaseId);
  const id = dataSourceId ?? database.data_sources[0]?.id;
  if (id === undefined) throw new AppError('target-linked-view', 'never');
  const [source, views, sample] = await Promise.all([
    workspace.getDataSource(id),
    // Views are a convenience: a token that may not list them still fills rows.
    workspace.listViews(id).catch((error: unknown) => {
      if (error instanceof AppError && error.retry === 'never') return [];
      throw error;
    }),
    workspace.queryDataSource(id, { pageSize: SAMPLE }),
  ]);
  const target = describeDatabase(database, { id, name: '' });
  return describeDatabaseView(source, { target, views, sampleRows: sample.results });
}

type Store = Pick<RunStore, 'listJobsOf' | 'getRun'>;

async function readRows(
  workspace: NotionWorkspace,
  store: Store,
  { dataSourceId, cursor }: CommandRequest<'database.rows'>,
): Promise<{ rows: readonly RowView[]; nextCursor?: string; complete: boolean }> {
  const at = cursor === undefined ? {} : parseCursor(cursor);
  const [source, page] = await Promise.all([
    cursor === undefined ? workspace.getDataSource(dataSourceId) : undefined,
    readRowsPage(workspace, { dataSourceId }, at),
  ]);
  const generate = generateIdOf(source, page.rows);
  return {
    rows: await describeRows(page.rows, generate, store),
    complete: !page.missed,
    ...(page.next && { nextCursor: JSON.stringify(page.next) }),
  };
}

/** Where `readRows` goes on: given out as a text, and taken back as one that anybody may have written. */
const cursorSchema: v.GenericSchema<string, RowsCursor> = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    cursor: v.exactOptional(v.string()),
    from: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
    last: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
    restarted: v.exactOptional(v.boolean()),
  }),
);

function parseCursor(text: string): RowsCursor {
  const parsed = v.safeParse(cursorSchema, text);
  if (parsed.success) return parsed.output;
  throw new AppError('message-invalid', 'never', { details: { command: 'database.rows', at: 'cursor' } });
}

/** Rows with what Visen made of them. */
async function describeRows(
  rows: readonly PageObjectResponse[],
  generateId: string | undefined,
  store: Store,
): Promise<readonly RowView[]> {
  const made = await readMadeRows(store, rows);
  return rows.map((row) => {
    const outputs = made.get(row.id)?.outputs;
    return { ...describeRow(row, generateId), ...(outputs && { made: outputs }) };
  });
}

/** On later pages the schema is not read again: the checkbox named Generate is told by the rows themselves. */
function generateIdOf(
  source: DataSourceObjectResponse | undefined,
  rows: readonly PageObjectResponse[],
): string | undefined {
  if (source) return findGenerateProperty(source)?.id;
  const found = Object.entries(rows[0]?.properties ?? {}).find(
    ([name, value]) => value.type === 'checkbox' && name.trim().toLowerCase() === 'generate',
  );
  return found?.[1].id;
}

async function renameRow(
  workspace: NotionWorkspace,
  store: Store,
  { rowId, titlePropertyId, title }: CommandRequest<'database.renameRow'>,
): Promise<RowView> {
  const properties = { [titlePropertyId]: { title: plainRichText(title) ?? [] } };
  const [row] = await describeRows([await workspace.updatePage(rowId, { properties })], undefined, store);
  return row!;
}
