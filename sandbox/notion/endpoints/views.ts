import { invalid, notFound } from '../api-error.ts';
import type { Context, Endpoint } from '../context.ts';
import { find, need, pathId } from '../context.ts';
import { normalizeId } from '../ids.ts';
import { asString } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { ViewRecord } from '../model.ts';
import { viewAnswer } from '../object-answers.ts';
import { listAnswer, pageOf } from '../paging.ts';
import { compileFilter, queryRows, sortRows } from '../query.ts';
import { check, id, literal, number, object, text } from '../shape.ts';
import type { Shape } from '../shape.ts';
import { addView } from '../world-build.ts';

const LIFETIME_MS = 15 * 60_000;
const anything: Shape = () => undefined;
const types = literal('table', 'board', 'list', 'calendar', 'timeline', 'gallery', 'form', 'chart', 'map', 'dashboard');

function viewOf(context: Context): ViewRecord {
  const view = find(context, 'view', pathId(context, 'view_id'));
  if (view.inTrash) throw notFound('view', view.id, context.token.botName);
  return view;
}

/** The views of a database or of a data source. https://developers.notion.com/reference/list-views */
export const listViews: Endpoint = (context) => {
  need(context, 'read');
  const databaseId = context.query.get('database_id');
  const sourceId = context.query.get('data_source_id');
  if ((databaseId === null) === (sourceId === null)) {
    throw invalid(
      'query failed validation: exactly one of query.database_id and query.data_source_id should be defined.',
    );
  }
  const views = [...context.world.records.values()].filter(
    (record) => record.kind === 'view' && !record.inTrash,
  ) as ViewRecord[];
  const wanted =
    databaseId === null
      ? find(context, 'data_source', normalizeId(sourceId ?? '') ?? '').id
      : find(context, 'database', normalizeId(databaseId) ?? '').id;
  const found = views.filter((view) =>
    databaseId === null ? view.dataSourceId === wanted : view.parent.type !== 'workspace' && view.parent.id === wanted,
  );
  const page = pageOf(found, context.query);
  return { body: listAnswer('view', { ...page, items: page.items.map((view) => ({ object: 'view', id: view.id })) }) };
};

export const getView: Endpoint = (context) => {
  need(context, 'read');
  return { body: viewAnswer(context, viewOf(context).id) };
};

const creation = object(
  { data_source_id: id, name: text(2000, 1), type: types },
  {
    database_id: id,
    filter: anything,
    sorts: anything,
    configuration: anything,
    position: anything,
    quick_filters: anything,
  },
);

export const createView: Endpoint = (context) => {
  need(context, 'insert');
  const request = check<JsonObject>(creation, context.body ?? {});
  const source = find(context, 'data_source', normalizeId(asString(request.data_source_id)) ?? '');
  if (request.filter !== undefined) compileFilter(context, source, request.filter);
  if (request.sorts !== undefined) sortRows(context, source, [], request.sorts);
  const own = source.parent.type === 'workspace' ? '' : source.parent.id;
  const database = find(context, 'database', normalizeId(asString(request.database_id)) ?? own);
  const view = addView(context.world, {
    databaseId: database.id,
    dataSourceId: source.id,
    name: asString(request.name),
    type: asString(request.type),
    ...(request.filter === undefined ? {} : { filter: request.filter }),
    ...(request.sorts === undefined ? {} : { sorts: request.sorts }),
  });
  view.configuration = request.configuration ?? null;
  context.world.touch(database.id, context.actor);
  return { body: viewAnswer(context, view.id), saved: { resourceId: view.id } };
};

const changes = object(
  {},
  { name: text(2000, 1), filter: anything, sorts: anything, configuration: anything, quick_filters: anything },
);

export const updateView: Endpoint = (context) => {
  need(context, 'update');
  const request = check<JsonObject>(changes, context.body ?? {});
  const view = viewOf(context);
  const source = context.world.dataSource(view.dataSourceId ?? '');
  if (source && request.filter !== undefined && request.filter !== null) compileFilter(context, source, request.filter);
  if (source && request.sorts !== undefined && request.sorts !== null) sortRows(context, source, [], request.sorts);
  if (request.name !== undefined) view.name = asString(request.name);
  if (request.filter !== undefined) view.filter = request.filter;
  if (request.sorts !== undefined) view.sorts = request.sorts;
  if (request.configuration !== undefined) view.configuration = request.configuration;
  context.world.touch(view.id, context.actor);
  return { body: viewAnswer(context, view.id) };
};

export const deleteView: Endpoint = (context) => {
  need(context, 'update');
  const view = viewOf(context);
  context.world.setTrash(view.id, true, context.actor);
  return {
    body: { object: 'view', id: view.id, parent: viewAnswer(context, view.id).parent ?? null, type: view.type },
  };
};

/** Runs the view's own filter and sort once and keeps the ids for about 15 minutes. */
export const createQuery: Endpoint = (context) => {
  need(context, 'read');
  const request = check<JsonObject>(object({}, { page_size: number(1, 100) }), context.body ?? {});
  const view = viewOf(context);
  const source = context.world.dataSource(view.dataSourceId ?? '');
  if (!source) throw invalid('This view shows no data source and cannot be queried.');
  find(context, 'data_source', source.id);
  const rows = queryRows(context, source, { filter: view.filter, sorts: view.sorts });
  const queryId = context.world.newId();
  const expires = context.world.now() + LIFETIME_MS;
  context.queries.set(queryId, { viewId: view.id, expires, rowIds: rows.map((row) => row.id) });
  return { body: queryAnswer(context, queryId, request, 'full') };
};

export const getQuery: Endpoint = (context) => {
  need(context, 'read');
  const view = viewOf(context);
  const queryId = pathId(context, 'query_id');
  if (liveQuery(context, queryId).viewId !== view.id) throw notFound('view_query', queryId, context.token.botName);
  return { body: queryAnswer(context, queryId, context.query, 'list') };
};

export const deleteQuery: Endpoint = (context) => {
  viewOf(context);
  const queryId = pathId(context, 'query_id');
  return { body: { object: 'view_query', id: queryId, deleted: context.queries.delete(queryId) } };
};

function liveQuery(context: Context, queryId: string) {
  const query = context.queries.get(queryId);
  if (!query || query.expires <= context.world.now()) throw notFound('view_query', queryId, context.token.botName);
  return query;
}

function queryAnswer(
  context: Context,
  queryId: string,
  paging: URLSearchParams | JsonObject,
  form: 'full' | 'list',
): JsonObject {
  const query = liveQuery(context, queryId);
  const page = pageOf(query.rowIds, paging);
  const results: Json = page.items.map((rowId) => ({ object: 'page', id: rowId }));
  if (form === 'list') return listAnswer('page', { items: results, next: page.next });
  return {
    object: 'view_query',
    id: queryId,
    view_id: query.viewId,
    expires_at: new Date(query.expires).toISOString(),
    total_count: query.rowIds.length,
    results,
    next_cursor: page.next,
    has_more: page.next !== null,
  };
}
