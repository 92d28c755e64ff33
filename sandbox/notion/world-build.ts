import { createBlocks } from './block-content.ts';
import type { Json, JsonObject } from './json.ts';
import { parseMarkdown } from './markdown-parse.ts';
import type { DatabaseRecord, DataSourceRecord, PageRecord, Parent, ViewRecord } from './model.ts';
import { createSchema, findProperty } from './property-schema.ts';
import { defaultStatus, storeValue } from './property-values.ts';
import { textRuns } from './rich-text.ts';
import { someone, workspaceOf } from './world-people.ts';
import type { Under } from './world-people.ts';
import type { World } from './world.ts';

export { addToken, addWorkspace } from './world-people.ts';

function parentOf(world: World, under: Under): Parent {
  const record = world.records.get(under);
  if (record?.kind === 'block') return { type: 'block_id', id: under };
  return record ? { type: 'page_id', id: under } : { type: 'workspace' };
}

/** Adds a page; `blocks` is markdown or blocks in request form. Seeds may nest and be as long as they like. */
export function addPage(
  world: World,
  options: { title: string; parent?: Under; blocks?: string | JsonObject[]; icon?: Json; by?: string },
): PageRecord {
  const under = options.parent ?? 'workspace';
  const workspaceId = workspaceOf(world, under);
  const by = options.by ?? someone(world, workspaceId).id;
  const page = world.put<PageRecord>({
    ...world.base(parentOf(world, under), by, workspaceId),
    kind: 'page',
    values: new Map<string, Json>([['title', textRuns(options.title)]]),
    icon: options.icon ?? null,
    cover: null,
    isLocked: false,
    childIds: [],
  });
  world.place(under, [page.id]);
  if (options.blocks !== undefined) addBlocks(world, page.id, options.blocks);
  world.touch(page.id, by, 'created');
  return page;
}

/** Adds blocks at the end, as a person would type them; returns their ids. */
export function addBlocks(world: World, parentId: string, blocks: string | JsonObject[]): string[] {
  const requests =
    typeof blocks === 'string'
      ? parseMarkdown(blocks, 'v2').flatMap((one) => ('request' in one ? [one.request] : []))
      : blocks;
  const by = someone(world, workspaceOf(world, parentId)).id;
  const ids = createBlocks(world, parentId, requests, by);
  world.touch(parentId, by);
  return ids;
}

/** A cell of a seed: plain text, a number, names of options, or the value in request form. */
export type Cell = Json;
export type RowSeed = Record<string, Cell> & { $blocks?: string };

/**
 * Adds a database with one data source. `properties` is the schema in request form (`{Name: {title: {}}}`); `rows` maps
 * property names to cells, `$blocks` being the row's body as markdown.
 */
export function addDatabase(
  world: World,
  options: {
    title: string;
    parent?: Under;
    /** Not needed for a linked view. */
    properties?: JsonObject;
    rows?: RowSeed[];
    isInline?: boolean;
    /** A linked view: the database shows this source, which lives in another database, and lists none of its own. */
    linkedTo?: string;
  },
): { database: DatabaseRecord; dataSource: DataSourceRecord; view: ViewRecord } {
  const under = options.parent ?? 'workspace';
  const workspaceId = workspaceOf(world, under);
  const by = someone(world, workspaceId).id;
  const database = world.put<DatabaseRecord>({
    ...world.base(parentOf(world, under), by, workspaceId),
    kind: 'database',
    title: textRuns(options.title),
    description: [],
    icon: null,
    cover: null,
    isInline: options.isInline ?? false,
    isLocked: false,
    dataSourceIds: [],
    viewIds: [],
  });
  world.place(under, [database.id]);
  const linked = world.dataSource(options.linkedTo ?? '');
  const dataSource = linked ?? createDataSource(world, database, options.title, options.properties ?? {}, by);
  const view = addView(world, { databaseId: database.id, dataSourceId: dataSource.id, name: 'Default view' });
  for (const row of options.rows ?? []) addRow(world, dataSource.id, row);
  world.touch(database.id, by, 'created');
  return { database, dataSource, view };
}

export function createDataSource(
  world: World,
  database: DatabaseRecord,
  title: string,
  properties: JsonObject,
  by: string,
): DataSourceRecord {
  const schema = createSchema(world, properties);
  const source = world.put<DataSourceRecord>({
    ...world.base({ type: 'database_id', id: database.id }, by, database.workspaceId),
    kind: 'data_source',
    title: textRuns(title),
    description: [],
    icon: null,
    schema,
    rowIds: [],
    nextNumber: 1,
  });
  database.dataSourceIds.push(source.id);
  return source;
}

/** An empty row with what every row starts with: the default status, the next number. */
export function newRow(world: World, source: DataSourceRecord, by: string): PageRecord {
  const values = new Map<string, Json>();
  for (const property of source.schema) {
    if (property.type === 'status') values.set(property.id, defaultStatus(property));
    if (property.type === 'unique_id') values.set(property.id, source.nextNumber++);
  }
  const page = world.put<PageRecord>({
    ...world.base({ type: 'data_source_id', id: source.id }, by, source.workspaceId),
    kind: 'page',
    values,
    icon: null,
    cover: null,
    isLocked: false,
    childIds: [],
  });
  source.rowIds.push(page.id);
  return page;
}

export function addRow(world: World, dataSourceId: string, row: RowSeed): PageRecord {
  const source = world.dataSource(dataSourceId);
  if (!source) throw new Error(`No data source ${dataSourceId}`);
  const by = someone(world, source.workspaceId).id;
  const page = newRow(world, source, by);
  for (const [name, cell] of Object.entries(row)) if (name !== '$blocks') setCell(world, page, name, cell);
  if (row.$blocks !== undefined) addBlocks(world, page.id, row.$blocks);
  world.touch(page.id, by, 'created');
  return page;
}

/** Sets a cell as a person would: plain text and names are enough; computed values are taken as they are. */
export function setCell(world: World, page: PageRecord, key: string, cell: Cell): void {
  const source = page.parent.type === 'data_source_id' ? world.dataSource(page.parent.id) : undefined;
  const property = source
    ? findProperty(source.schema, key)
    : { id: 'title', name: 'title', type: 'title', description: null, config: {} };
  if (!property) throw new Error(`No property ${key}`);
  const { type } = property;
  if (type === 'formula' || type === 'rollup') {
    page.values.set(property.id, cell);
    return;
  }
  const value =
    cell === null
      ? type === 'title' || type === 'rich_text' || type === 'multi_select'
        ? []
        : null
      : type === 'title' || type === 'rich_text'
        ? typeof cell === 'string'
          ? [{ text: { content: cell } }]
          : cell
        : type === 'select' || type === 'status'
          ? typeof cell === 'string'
            ? { name: cell }
            : cell
          : type === 'multi_select'
            ? (Array.isArray(cell) ? cell : [cell]).map((one) => (typeof one === 'string' ? { name: one } : one))
            : type === 'date' && typeof cell === 'string'
              ? { start: cell }
              : cell;
  page.values.set(property.id, storeValue(world, property, { [type]: value }, true));
}

export function addView(
  world: World,
  options: {
    databaseId: string;
    dataSourceId: string | null;
    name: string;
    type?: string;
    filter?: Json;
    sorts?: Json;
  },
): ViewRecord {
  const database = world.database(options.databaseId);
  if (!database) throw new Error(`No database ${options.databaseId}`);
  const view = world.put<ViewRecord>({
    ...world.base({ type: 'database_id', id: database.id }, database.createdBy, database.workspaceId),
    kind: 'view',
    name: options.name,
    type: options.type ?? 'table',
    dataSourceId: options.dataSourceId,
    filter: options.filter ?? null,
    sorts: options.sorts ?? null,
    configuration: null,
  });
  database.viewIds.push(view.id);
  return view;
}

/** A page that new rows of a source can be made from. `cells` by property name, `blocks` as markdown. */
export function addTemplate(
  world: World,
  sourceId: string,
  template: { name: string; cells?: RowSeed; blocks?: string; isDefault?: boolean },
): PageRecord {
  const source = world.dataSource(sourceId);
  if (!source) throw new Error(`No data source ${sourceId}`);
  const page = addRow(world, sourceId, template.cells ?? {});
  source.rowIds = source.rowIds.filter((id) => id !== page.id);
  page.templateName = template.name;
  if (template.blocks !== undefined) addBlocks(world, page.id, template.blocks);
  source.templates = [...(source.templates ?? []), { id: page.id, isDefault: template.isDefault ?? false }];
  return page;
}

/** Adds a further source to a database, which then has several. */
export function addDataSource(
  world: World,
  options: { databaseId: string; title: string; properties: JsonObject; rows?: RowSeed[] },
): DataSourceRecord {
  const database = world.database(options.databaseId);
  if (!database) throw new Error(`No database ${options.databaseId}`);
  const by = someone(world, database.workspaceId).id;
  const source = createDataSource(world, database, options.title, options.properties, by);
  for (const row of options.rows ?? []) addRow(world, source.id, row);
  return source;
}

/** Makes a source a wiki that holds a database, beside its pages. */
export function addWikiDatabase(world: World, wikiSourceId: string, title: string): DataSourceRecord {
  const wiki = world.dataSource(wikiSourceId);
  if (!wiki) throw new Error(`No data source ${wikiSourceId}`);
  const { dataSource } = addDatabase(world, { title, properties: { Name: { title: {} } } });
  wiki.wikiSourceIds = [...(wiki.wikiSourceIds ?? []), dataSource.id];
  return dataSource;
}
