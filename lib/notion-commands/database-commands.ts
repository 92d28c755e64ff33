/** What the rows table asks of Notion. Answers are read anew each time; rows are kept in memory for the run that may follow. */
import * as v from 'valibot';

import type { RunStore } from '../jobs/ports.ts';
import type { HandlersFor, RequestOf } from '../shared/command.ts';
import type { DatabaseView, RowsPageView, RowView } from '../notion/views.ts';
import type { PageObjectResponse } from '../notion/api-types.ts';
import { describeDatabase } from '../notion/describe-target.ts';
import { describeDatabaseView, describeRow, findGenerateProperty, offeredViews } from '../notion/database-schema.ts';
import { plainRichText } from '../notion/plain-rich-text.ts';
import { queryViewRowIds, readRowsPage, type RowsCursor, type RowsPage } from '../notion/query-rows.ts';
import { ReadRows } from '../notion/read-rows.ts';
import type { Listing, NotionView, NotionWorkspace, RowTemplate } from '../notion/workspace.ts';
import { AppError } from '../shared/app-error.ts';
import type { KeyValueStore } from '../storage/key-value-store.ts';
import { JustRead } from './just-read.ts';
import { NameBook } from './name-book.ts';
import { RowAdder } from './row-adder.ts';
import { SentRows } from './sent-rows.ts';
import { readPeople } from '../generation/rows/read-candidates.ts';
import { personLabels } from '../notion/match-person.ts';
import { readMadeRows } from '../generation/rows/made-with.ts';
import { selectRows } from '../generation/rows/select-rows.ts';
import { dayAt } from '../shared/day.ts';
import type { DatabaseCommands } from './notion-commands.ts';

/** `readRows`: keeps what is read for the runs that follow. `justRead`: what an address was found to name. */
export function createDatabaseCommands(
  workspace: () => Promise<NotionWorkspace>,
  store: Store,
  now: () => number,
  session: KeyValueStore,
  readRows = new ReadRows(now),
  justRead = new JustRead(now),
): HandlersFor<DatabaseCommands> {
  const kept = { store, names: new NameBook(now), readRows, justRead };
  const adder = new RowAdder(new SentRows(session), now);
  return {
    'database.open': async (request) => openDatabase(await workspace(), kept, request),
    'database.rows': async (request) => readPage(await workspace(), kept, request),
    'database.views': async ({ dataSourceId, viewIds }) => ({
      views: await readViews(await workspace(), dataSourceId, viewIds),
    }),
    'database.propertyNames': async ({ dataSourceId }) => {
      const { properties } = await (await workspace()).getDataSource(dataSourceId);
      return { names: Object.values(properties).map(({ name }) => name) };
    },
    'database.viewRows': async ({ viewId }) => ({ rowIds: await queryViewRowIds(await workspace(), viewId) }),
    'database.matchingRows': async (request) => findMatching(await workspace(), request, now()),
    'database.addRow': async (request) => adder.add(await workspace(), request),
    'database.addRows': async (request) => adder.addAll(await workspace(), request),
    'database.templates': async ({ dataSourceId }) => ({
      templates: await listTemplates(await workspace(), dataSourceId),
    }),
    'database.people': async ({ dataSourceId }) => ({ people: await listPeople(await workspace(), dataSourceId) }),
    'database.renameRow': async (request) => renameRow(await workspace(), store, request),
  };
}

async function listPeople(workspace: NotionWorkspace, dataSourceId: string) {
  const people = await readPeople(workspace, dataSourceId);
  const labels = personLabels(people);
  return people
    .map(({ id }, at) => ({ id, name: labels[at]! }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** Three requests and the first rows. Names of views follow by `database.views`: each costs a request. */
async function openDatabase(
  workspace: NotionWorkspace,
  kept: Kept,
  { databaseId, dataSourceId }: RequestOf<DatabaseCommands, 'database.open'>,
): Promise<DatabaseView> {
  const database = kept.justRead.take(databaseId) ?? (await workspace.getDatabase(databaseId));
  const id = dataSourceId ?? database.data_sources[0]?.id;
  if (id === undefined) throw new AppError('target-linked-view', 'never');
  const keep = kept.readRows.begin(workspace.serverNow());
  const [source, viewIds, page] = await Promise.all([
    workspace.getDataSource(id),
    listViewIds(workspace, databaseId),
    readRowsPage(workspace, { dataSourceId: id }),
  ]);
  keep(source, page);
  const target = describeDatabase(database, { id, name: '' });
  return {
    ...describeDatabaseView(source, { target, views: [], sampleRows: page.rows }),
    viewIds,
    first: await describePage(page, findGenerateProperty(source)?.id, { workspace, dataSourceId: id, ...kept }),
  };
}

async function listTemplates(workspace: NotionWorkspace, dataSourceId: string): Promise<readonly RowTemplate[]> {
  const templates: RowTemplate[] = [];
  let cursor: string | undefined;
  do {
    const page: Listing<RowTemplate> = await workspace.listTemplates(dataSourceId, cursor);
    templates.push(...page.results);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return templates;
}

/** Views are a convenience: a token that may not list them still fills rows. More than 100 are not offered. */
async function listViewIds(workspace: NotionWorkspace, databaseId: string): Promise<readonly string[]> {
  try {
    return (await workspace.listViews(databaseId, undefined)).results.map(({ id }) => id);
  } catch (error) {
    if (error instanceof AppError && error.retry === 'never') return [];
    throw error;
  }
}

/** One after the other, so that a database with many views leaves room for what a person does meanwhile. */
async function readViews(
  workspace: NotionWorkspace,
  dataSourceId: string,
  viewIds: readonly string[],
): Promise<DatabaseView['views']> {
  const views: NotionView[] = [];
  for (const id of viewIds) {
    try {
      views.push(await workspace.getView(id));
    } catch (error) {
      // Gone since, or not shared: the others are still offered.
      if (!(error instanceof AppError && error.retry === 'never')) throw error;
    }
  }
  return offeredViews(views.filter((view) => view.dataSourceId === dataSourceId));
}

type Store = Pick<RunStore, 'listJobsOf' | 'getRun'>;

interface Kept {
  readonly store: Store;
  readonly names: NameBook;
  readonly readRows: ReadRows;
  readonly justRead: JustRead;
}

interface Found extends Kept {
  readonly workspace: NotionWorkspace;
  readonly dataSourceId: string;
}

async function readPage(
  workspace: NotionWorkspace,
  kept: Kept,
  { dataSourceId, cursor }: RequestOf<DatabaseCommands, 'database.rows'>,
): Promise<RowsPageView> {
  const at = cursor === undefined ? {} : parseCursor(cursor);
  const page = await readRowsPage(workspace, { dataSourceId }, at);
  kept.readRows.add(dataSourceId, at, page);
  return describePage(page, generateIdOf(page.rows), { workspace, dataSourceId, ...kept });
}

async function describePage(page: RowsPage, generateId: string | undefined, found: Found): Promise<RowsPageView> {
  const { workspace, dataSourceId, names } = found;
  const titles = await names.namesFor(workspace, dataSourceId, page.rows);
  return {
    rows: await describeRows(page.rows, generateId, found.store, titles),
    complete: !page.missed,
    ...(page.unreadable !== undefined && { unreadable: page.unreadable }),
    ...(page.next && { nextCursor: JSON.stringify(page.next) }),
  };
}

/** Where `readPage` goes on: given out as a text, and taken back as one that anybody may have written. */
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
  titles: ReadonlyMap<string, string> = new Map(),
): Promise<readonly RowView[]> {
  const made = await readMadeRows(store, rows);
  return rows.map((row) => {
    const outputs = made.get(row.id)?.outputs;
    return { ...describeRow(row, generateId, { titles }), ...(outputs && { made: outputs }) };
  });
}

/** The checkbox named Generate, told by the rows themselves. */
function generateIdOf(rows: readonly PageObjectResponse[]): string | undefined {
  const found = Object.entries(rows[0]?.properties ?? {}).find(
    ([name, value]) => value.type === 'checkbox' && name.trim().toLowerCase() === 'generate',
  );
  return found?.[1].id;
}

async function findMatching(
  workspace: NotionWorkspace,
  { dataSourceId, conditions }: RequestOf<DatabaseCommands, 'database.matchingRows'>,
  now: number,
): Promise<{ rowIds: readonly string[] }> {
  const source = await workspace.getDataSource(dataSourceId);
  const rowIds: string[] = [];
  const chosen = { selection: { kind: 'all' }, conditions, output: ANY_OUTPUT, today: dayAt(now) } as const;
  for await (const rows of selectRows(chosen, source, workspace)) rowIds.push(...rows.map(({ id }) => id));
  return { rowIds };
}

/** All rows are meant, whatever is written. */
const ANY_OUTPUT = { kind: 'body', where: 'end' } as const;

async function renameRow(
  workspace: NotionWorkspace,
  store: Store,
  { rowId, titlePropertyId, title }: RequestOf<DatabaseCommands, 'database.renameRow'>,
): Promise<RowView> {
  const properties = { [titlePropertyId]: { title: plainRichText(title) ?? [] } };
  const [row] = await describeRows([await workspace.updatePage(rowId, { properties })], undefined, store);
  return row!;
}
