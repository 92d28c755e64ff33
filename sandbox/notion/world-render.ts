import { asArray, asObject, asString } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { PageRecord, PropertySchema } from './model.ts';
import { fullValue } from './property-values.ts';
import { plainText } from './rich-text.ts';
import type { World } from './world.ts';

export interface RenderedRun {
  text: string;
  href: string | null;
  bold: boolean;
  italic: boolean;
  strikethrough: boolean;
  underline: boolean;
  code: boolean;
  color: string;
  /** text, mention or equation */
  kind: string;
}

export interface RenderedBlock {
  id: string;
  type: string;
  runs: RenderedRun[];
  text: string;
  children: RenderedBlock[];
  color?: string;
  checked?: boolean;
  language?: string;
  expression?: string;
  icon?: string;
  toggleable?: boolean;
  url?: string;
  caption?: RenderedRun[];
  /** table_row */
  cells?: RenderedRun[][];
  hasColumnHeader?: boolean;
  hasRowHeader?: boolean;
  /** child_page, child_database */
  title?: string;
}

export interface RenderedColumn {
  id: string;
  name: string;
  type: string;
}

export interface RenderedCell {
  /** What a person reads in the cell. */
  text: string;
  /** The value as the API reads it. */
  value: Json;
}

export interface RenderedRow {
  id: string;
  title: string;
  /** By property id. */
  cells: Record<string, RenderedCell>;
}

export interface RenderedView {
  id: string;
  name: string;
  type: string;
}

export interface RenderedPage {
  id: string;
  kind: 'page' | 'database';
  title: string;
  icon: string;
  inTrash: boolean;
  /** Milliseconds since the epoch. */
  editedTime: number;
  /** A page's blocks; empty for a database. */
  blocks: RenderedBlock[];
  /** A database's columns, or the properties of a page that is a row. */
  columns: RenderedColumn[];
  /** A database's rows, or the one row that this page is. */
  rows: RenderedRow[];
  views: RenderedView[];
  dataSourceIds: string[];
}

export function renderPage(world: World, id: string): RenderedPage {
  const record = world.records.get(id);
  if (record?.kind === 'page') {
    const source = record.parent.type === 'data_source_id' ? world.dataSource(record.parent.id) : undefined;
    return {
      id,
      kind: 'page',
      title: world.titleOf(id),
      icon: asString(asObject(record.icon).emoji),
      inTrash: world.isTrashed(id),
      editedTime: record.editedTime,
      blocks: renderBlocks(world, id),
      columns: source ? columnsOf(source.schema) : [],
      rows: source ? [renderRow(world, record, source.schema)] : [],
      views: [],
      dataSourceIds: source ? [source.id] : [],
    };
  }
  if (record?.kind !== 'database') throw new Error(`No page or database has the id ${id}`);
  const views = record.viewIds.flatMap((viewId) => world.view(viewId) ?? []).filter((view) => !view.inTrash);
  const source = world.dataSource(record.dataSourceIds[0] ?? views[0]?.dataSourceId ?? '');
  const rows = (source?.rowIds ?? []).flatMap((rowId) => world.page(rowId) ?? []).filter((row) => !row.inTrash);
  return {
    id,
    kind: 'database',
    title: world.titleOf(id),
    icon: asString(asObject(record.icon).emoji),
    inTrash: world.isTrashed(id),
    editedTime: record.editedTime,
    blocks: [],
    columns: source ? columnsOf(source.schema) : [],
    rows: source ? rows.map((row) => renderRow(world, row, source.schema)) : [],
    views: views.map((view) => ({ id: view.id, name: view.name, type: view.type })),
    dataSourceIds: record.dataSourceIds,
  };
}

const columnsOf = (schema: PropertySchema[]): RenderedColumn[] =>
  schema.map(({ id, name, type }) => ({ id, name, type }));

function renderRow(world: World, page: PageRecord, schema: PropertySchema[]): RenderedRow {
  const cells = schema.map((property) => {
    const value = fullValue(page, property);
    return [property.id, { text: cellText(world, property, value), value }] as const;
  });
  return { id: page.id, title: world.titleOf(page.id), cells: Object.fromEntries(cells) };
}

/** A value as a person reads it in a cell. */
export function cellText(world: World, property: PropertySchema, value: Json): string {
  const entry = asObject(value);
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return plainText(value);
    case 'select':
    case 'status':
      return asString(entry.name);
    case 'multi_select':
    case 'files':
      return asArray(value)
        .map((one) => asString(asObject(one).name))
        .join(', ');
    case 'people':
    case 'relation':
      return asArray(value)
        .map((one) => world.titleOf(asString(asObject(one).id)))
        .join(', ');
    case 'created_by':
    case 'last_edited_by':
      return world.titleOf(asString(entry.id));
    case 'date':
      return [asString(entry.start), asString(entry.end)].filter(Boolean).join(' → ');
    case 'checkbox':
      return value === true ? 'Yes' : 'No';
    case 'formula':
    case 'rollup': {
      const shown = entry[asString(entry.type)];
      return typeof shown === 'object' ? '' : String(shown ?? '');
    }
    case 'unique_id':
      return [asString(entry.prefix), String(entry.number ?? '')].filter(Boolean).join('-');
    default:
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  }
}

export function renderRuns(items: Json | undefined): RenderedRun[] {
  return asArray(items).map((item) => {
    const entry = asObject(item);
    const style = asObject(entry.annotations);
    return {
      text: asString(entry.plain_text),
      href: asString(entry.href) || null,
      bold: style.bold === true,
      italic: style.italic === true,
      strikethrough: style.strikethrough === true,
      underline: style.underline === true,
      code: style.code === true,
      color: asString(style.color) || 'default',
      kind: asString(entry.type),
    };
  });
}

function renderBlocks(world: World, parentId: string): RenderedBlock[] {
  return world.children(parentId).map((record): RenderedBlock => {
    const { id } = record;
    if (record.kind !== 'block') {
      const type = record.kind === 'page' ? 'child_page' : 'child_database';
      const title = world.titleOf(id);
      return { id, type, runs: [], text: title, title, children: [] };
    }
    return { ...renderContent(record.content), id, type: record.type, children: renderBlocks(world, id) };
  });
}

function renderContent(content: JsonObject): Pick<RenderedBlock, 'runs' | 'text'> & Partial<RenderedBlock> {
  const url = asString(content.url) || asString(asObject(content.external).url);
  const icon = asString(asObject(content.icon).emoji);
  return {
    runs: renderRuns(content.rich_text),
    text: plainText(content.rich_text),
    ...(typeof content.color === 'string' ? { color: content.color } : {}),
    ...(typeof content.checked === 'boolean' ? { checked: content.checked } : {}),
    ...(typeof content.language === 'string' ? { language: content.language } : {}),
    ...(typeof content.expression === 'string' ? { expression: content.expression } : {}),
    ...(typeof content.is_toggleable === 'boolean' ? { toggleable: content.is_toggleable } : {}),
    ...(typeof content.has_column_header === 'boolean' ? { hasColumnHeader: content.has_column_header } : {}),
    ...(typeof content.has_row_header === 'boolean' ? { hasRowHeader: content.has_row_header } : {}),
    ...(content.caption === undefined ? {} : { caption: renderRuns(content.caption) }),
    ...(content.cells === undefined ? {} : { cells: asArray(content.cells).map(renderRuns) }),
    ...(icon === '' ? {} : { icon }),
    ...(url === '' ? {} : { url }),
  };
}

/** A page's title and text with no marks but list signs and indents; a database as one line per row. */
export function renderText(world: World, id: string): string {
  const page = renderPage(world, id);
  if (page.kind === 'page') return [page.title, ...textLines(page.blocks, '')].join('\n');
  const lines = page.rows.map((row) => page.columns.map((column) => row.cells[column.id]?.text ?? '').join(' | '));
  return [page.title, page.columns.map((column) => column.name).join(' | '), ...lines].join('\n');
}

function textLines(blocks: RenderedBlock[], lead: string): string[] {
  let position = 0;
  return blocks.flatMap((block) => {
    position = block.type === 'numbered_list_item' ? position + 1 : 0;
    const marks: Record<string, string> = {
      bulleted_list_item: '- ',
      numbered_list_item: `${position}. `,
      to_do: block.checked === true ? '[x] ' : '[ ] ',
      quote: '> ',
    };
    const own =
      block.type === 'divider'
        ? '---'
        : block.cells
          ? block.cells.map((cell) => cell.map((one) => one.text).join('')).join(' | ')
          : block.text || (block.expression ?? block.url ?? '');
    const hidden = ['table', 'column_list', 'column'].includes(block.type);
    const below = textLines(block.children, hidden ? lead : `${lead}  `);
    return hidden ? below : [lead + (marks[block.type] ?? '') + own.replaceAll('\n', `\n${lead}`), ...below];
  });
}
