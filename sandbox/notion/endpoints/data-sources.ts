import { iconShape } from '../block-shapes.ts';
import type { Context, Endpoint } from '../context.ts';
import { find, need, needLive, pathId, trashSwitch } from '../context.ts';
import { normalizeId } from '../ids.ts';
import { asObject, asString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { DataSourceRecord, PageRecord } from '../model.ts';
import { dataSourceAnswer, pageAnswer } from '../object-answers.ts';
import { listAnswer, pageOf } from '../paging.ts';
import { changeSchema, newSchema, schemaChanges } from '../property-schema.ts';
import { queryRows } from '../query.ts';
import { pageOfRows } from '../row-cursors.ts';
import { readRichText, refuseBadLinks, richText } from '../rich-text.ts';
import { check, flag, id, literal, nullable, number, object, text } from '../shape.ts';
import type { Shape } from '../shape.ts';
import { addView, createDataSource } from '../world-build.ts';
import { readIcon } from './pages.ts';

const parentShape = object({ database_id: id }, { type: literal('database_id') });
const anything: Shape = () => undefined;

export const getDataSource: Endpoint = (context) => {
  need(context, 'read');
  const source = find(context, 'data_source', pathId(context, 'data_source_id'));
  return { body: dataSourceAnswer(context, source.id) };
};

const creation = object({ parent: parentShape, properties: newSchema }, { title: richText, icon: nullable(iconShape) });

/** Adds a source to a database. https://developers.notion.com/reference/create-a-data-source */
export const createDataSourceEndpoint: Endpoint = (context) => {
  need(context, 'insert');
  const request = check<JsonObject>(creation, context.body ?? {});
  const database = find(context, 'database', normalizeId(asString(asObject(request.parent).database_id)) ?? '');
  needLive(context, database.id);
  const source = createDataSource(context.world, database, '', asObject(request.properties), context.actor);
  source.title = readRichText(request.title);
  source.icon = readIcon(request.icon);
  addView(context.world, { databaseId: database.id, dataSourceId: source.id, name: 'Table' });
  context.world.touch(source.id, context.actor, 'created');
  return { body: dataSourceAnswer(context, source.id), saved: { resourceId: source.id } };
};

export const updateDataSource: Endpoint = (context) => {
  need(context, 'update');
  const sourceId = pathId(context, 'data_source_id');
  const legacy = context.legacy ? { archived: flag } : {};
  const parts = {
    title: richText,
    icon: nullable(iconShape),
    properties: schemaChanges,
    in_trash: flag,
    parent: parentShape,
  };
  const request = check<JsonObject>(object({}, { ...parts, ...legacy }), context.body ?? {});
  refuseBadLinks(request.title ?? []);
  const source = find(context, 'data_source', sourceId);
  const trash = trashSwitch(context, request);
  needLive(context, trash === undefined || source.parent.type === 'workspace' ? sourceId : source.parent.id);
  if (request.properties !== undefined) changeSchema(context.world, source, asObject(request.properties));
  if (request.title !== undefined) source.title = readRichText(request.title);
  if (request.icon !== undefined) source.icon = readIcon(request.icon);
  if (trash !== undefined) context.world.setTrash(sourceId, trash, context.actor);
  context.world.touch(sourceId, context.actor);
  return { body: dataSourceAnswer(context, sourceId) };
};

function rowAnswer(context: Context, row: PageRecord | DataSourceRecord): JsonObject {
  if (row.kind === 'data_source') return dataSourceAnswer(context, row.id);
  return context.partialRows.has(row.id) ? { object: 'page', id: row.id } : pageAnswer(context, row);
}

/** Rows by filter and sort, 100 at a time, 10,000 in all. https://developers.notion.com/reference/query-a-data-source */
export const queryDataSource: Endpoint = (context) => {
  need(context, 'read');
  const sourceId = pathId(context, 'data_source_id');
  const shape = object(
    {},
    {
      filter: anything,
      sorts: anything,
      start_cursor: nullable(text()),
      page_size: number(1, 100),
      in_trash: flag,
      result_type: literal('page', 'data_source'),
      ...(context.legacy ? { archived: flag } : {}),
    },
  );
  const request = check<JsonObject>(shape, context.body ?? {});
  const source = find(context, 'data_source', sourceId);
  const { filter, sorts } = request;
  const found = queryRows(context, source, { filter, sorts, inTrash: trashSwitch(context, request) === true });
  const inWiki = (source.wikiSourceIds ?? []).flatMap((id) => context.world.dataSource(id) ?? []);
  const rows = [
    ...(request.result_type === 'data_source' ? [] : found),
    ...(request.result_type === 'page' ? [] : inWiki),
  ];
  const cap = context.settings.queryCap;
  const list = {
    rows: rows.slice(0, cap),
    all: () => [...queryRows(context, source, { sorts }), ...inWiki],
    snapshots: context.rowSnapshots,
  };
  const page = pageOfRows(list, request, context.settings.cursors);
  const items = page.items.map((row) => rowAnswer(context, row));
  const answer = listAnswer('page_or_data_source', { ...page, items });
  if (page.next !== null) return { body: answer };
  const status =
    rows.length > cap ? { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' } : { type: 'complete' };
  return { body: { ...answer, request_status: status } };
};

/** https://developers.notion.com/reference/list-data-source-templates */
export const listTemplates: Endpoint = (context) => {
  need(context, 'read');
  const source = find(context, 'data_source', pathId(context, 'data_source_id'));
  const page = pageOf(source.templates ?? [], context.query);
  const templates = page.items.map(({ id: templateId, isDefault }) => ({
    id: templateId,
    name: context.world.page(templateId)?.templateName ?? '',
    is_default: isDefault,
  }));
  return { body: { templates, has_more: page.next !== null, next_cursor: page.next } };
};
