/** A data source as surfaces show it: its columns, which of them can be written, and what is preset. */
import type { Output } from '../run-request/output.ts';
import type { Target } from '../run-request/target.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from './api-types.ts';
import {
  defaultStatusId,
  isEmptyValue,
  renderValue,
  type PropertySchema,
  type RenderOptions,
} from './property-value.ts';
import { pageTitle } from './rich-text-to-plain.ts';
import type { NotionView } from './workspace.ts';
import type { DatabaseView, PropertyView, RowView } from './views.ts';

/** What a model's answer can be written to. */
const WRITABLE_TYPES: ReadonlySet<string> = new Set([
  'title',
  'rich_text',
  'number',
  'select',
  'multi_select',
  'status',
  'date',
  'checkbox',
  'url',
  'email',
  'phone_number',
  'relation',
  'people',
]);

/** Views that show rows; charts, forms and dashboards are none. */
const ROW_VIEWS: ReadonlySet<string> = new Set(['table', 'board', 'list', 'calendar', 'timeline', 'gallery', 'map']);

export interface SchemaContext {
  readonly target: Target;
  readonly views: readonly NotionView[];
  /** Some rows, to see which columns are mostly empty. */
  readonly sampleRows: readonly Pick<PageObjectResponse, 'properties'>[];
}

/** What a surface needs to know of a database before it shows rows. */
export function describeDatabaseView(source: DataSourceObjectResponse, context: SchemaContext): DatabaseView {
  const schemas = orderedSchemas(source);
  const generate = findGenerateProperty(source);
  return {
    target: context.target,
    titlePropertyId: schemas.find((schema) => schema.type === 'title')?.id ?? 'title',
    ...(generate && { generatePropertyId: generate.id }),
    presetOutput: presetOutput(source, context.sampleRows),
    properties: schemas.map(describeProperty),
    views: offeredViews(context.views),
  };
}

/** The views that rows can be chosen by. */
export function offeredViews(views: readonly NotionView[]): DatabaseView['views'] {
  return views.filter((view) => ROW_VIEWS.has(view.type)).map(({ id, name }) => ({ id, name }));
}

/** The title first, the rest as Notion gives them. */
export function orderedSchemas(source: Pick<DataSourceObjectResponse, 'properties'>): PropertySchema[] {
  const schemas = Object.values(source.properties);
  return [...schemas.filter(({ type }) => type === 'title'), ...schemas.filter(({ type }) => type !== 'title')];
}

export function describeProperty(schema: PropertySchema): PropertyView {
  const options = optionNames(schema);
  const optionColors = optionsOf(schema)?.map(({ color }) => color);
  const emptyText = emptyTextOf(schema);
  return {
    id: schema.id,
    name: schema.name,
    type: schema.type,
    writable: WRITABLE_TYPES.has(schema.type),
    ...(options && { options }),
    ...(optionColors && { optionColors }),
    ...(emptyText !== undefined && { emptyText }),
    ...(schema.type === 'relation' && { relatedSourceId: schema.relation.data_source_id }),
  };
}

function emptyTextOf(schema: PropertySchema): string | undefined {
  if (schema.type === 'checkbox') return 'false';
  const id = schema.type === 'status' ? defaultStatusId(schema) : undefined;
  return schema.type === 'status' ? schema.status.options.find((option) => option.id === id)?.name : undefined;
}

/** Names of the options of a select, multi-select or status; undefined for other types. */
export function optionNames(schema: PropertySchema): string[] | undefined {
  return optionsOf(schema)?.map(({ name }) => name);
}

function optionsOf(schema: PropertySchema): readonly { name: string; color: string }[] | undefined {
  if (schema.type === 'select') return schema.select.options;
  if (schema.type === 'multi_select') return schema.multi_select.options;
  return schema.type === 'status' ? schema.status.options : undefined;
}

/** The checkbox column that says which rows to generate for: the one named Generate, in any case of letters. */
export function findGenerateProperty(source: Pick<DataSourceObjectResponse, 'properties'>): PropertySchema | undefined {
  return Object.values(source.properties).find(
    ({ type, name }) => type === 'checkbox' && name.trim().toLowerCase() === 'generate',
  );
}

/** A text property named Content, else the first text property that is empty in most of the sampled rows, else the page body. */
export function presetOutput(
  source: Pick<DataSourceObjectResponse, 'properties'>,
  sampleRows: readonly Pick<PageObjectResponse, 'properties'>[],
): Output {
  const texts = Object.values(source.properties).filter(({ type }) => type === 'rich_text');
  const chosen =
    texts.find(({ name }) => name.trim().toLowerCase() === 'content') ??
    texts.find(({ id }) => isMostlyEmpty(id, sampleRows));
  return chosen ? { kind: 'property', propertyId: chosen.id } : { kind: 'body', where: 'end' };
}

function isMostlyEmpty(propertyId: string, rows: readonly Pick<PageObjectResponse, 'properties'>[]): boolean {
  const empty = rows.filter((row) => {
    const value = Object.values(row.properties).find(({ id }) => id === propertyId);
    return !value || isEmptyValue(value);
  });
  return empty.length * 2 > rows.length || rows.length === 0;
}

/** A row as tables show it. */
export function describeRow(
  row: PageObjectResponse,
  generatePropertyId: string | undefined,
  options: RenderOptions = {},
): RowView {
  const values = Object.values(row.properties);
  const generate = values.find(({ id }) => id === generatePropertyId);
  return {
    id: row.id,
    title: pageTitle(row),
    url: row.url,
    generate: generate?.type === 'checkbox' && generate.checkbox,
    values: Object.fromEntries(values.map((value) => [value.id, renderValue(value, options)])),
    lastEdited: row.last_edited_time,
  };
}
