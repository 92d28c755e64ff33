/** Rows of data sources and views. */
import type { Client } from '@notionhq/client';
import type { PageObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace, RowTemplate } from '../../notion/workspace.ts';
import { PAGE_SIZE, read } from './notion-reads.ts';
import { hasId, isRow, readListing, readView, unreadable } from './read-answer.ts';
import type { SendRequest } from './send-request.ts';

type QuerySource = Parameters<Client['dataSources']['query']>[0];

export function viewing(send: SendRequest) {
  return {
    getView: (id, signal) => read(send, signal, (client) => client.views.retrieve({ view_id: id }), readView),
    listViews: (databaseId, cursor, signal) =>
      read(
        send,
        signal,
        (client) =>
          client.views.list({
            database_id: databaseId,
            page_size: PAGE_SIZE,
            ...(cursor !== undefined && { start_cursor: cursor }),
          }),
        readListing<{ id: string }>(cursor, hasId),
      ),
    queryView: (viewId, cursor, signal) =>
      read(
        send,
        signal,
        (client) =>
          cursor
            ? client.views.queries.results({
                view_id: viewId,
                query_id: cursor.queryId,
                start_cursor: cursor.cursor,
                page_size: PAGE_SIZE,
              })
            : client.views.queries.create({ view_id: viewId, page_size: PAGE_SIZE }),
        (answer) => {
          const queryId = cursor?.queryId ?? answer['id'];
          if (typeof queryId !== 'string') throw unreadable();
          return { ...readListing<{ id: string }>(cursor?.cursor, hasId)(answer), queryId };
        },
      ),
  } satisfies Partial<NotionWorkspace>;
}

/** The SDK decodes ids of a query string, and throws at a lone `%`. */
function decodable(propertyId: string): string {
  try {
    decodeURIComponent(propertyId);
    return propertyId;
  } catch {
    return encodeURIComponent(propertyId);
  }
}

/** Should a wiki answer its databases all the same: they are no rows that could not be read. */
function withoutSources(answer: Record<string, unknown>): Record<string, unknown> {
  const { results } = answer;
  const isSource = (item: unknown) => (item as { object?: unknown } | null)?.object === 'data_source';
  return Array.isArray(results) ? { ...answer, results: results.filter((item) => !isSource(item)) } : answer;
}

function readTemplate(item: Record<string, unknown>): RowTemplate {
  const { id, name, is_default: isDefault } = item;
  return { id: String(id), name: typeof name === 'string' ? name : '', isDefault: isDefault === true };
}

export function querying(send: SendRequest) {
  return {
    listTemplates: (dataSourceId, cursor, signal) =>
      read(
        send,
        signal,
        async (client) => {
          const query = { data_source_id: dataSourceId, page_size: PAGE_SIZE, ...(cursor && { start_cursor: cursor }) };
          const { templates, ...rest } = await client.dataSources.listTemplates(query);
          // The one list of the API that does not call itself one.
          return { ...rest, object: 'list', results: templates };
        },
        (answer) => {
          const listing = readListing<Record<string, unknown>>(cursor, hasId)(answer);
          return { ...listing, results: listing.results.map(readTemplate) };
        },
      ),
    queryDataSource: (dataSourceId, request, signal) =>
      read(
        send,
        signal,
        (client) =>
          client.dataSources.query({
            data_source_id: dataSourceId,
            page_size: request.pageSize ?? PAGE_SIZE,
            // Without it a wiki answers its databases too.
            result_type: 'page',
            ...(request.filter !== undefined && { filter: request.filter }),
            ...(request.sorts && { sorts: request.sorts }),
            ...(request.cursor !== undefined && { start_cursor: request.cursor }),
            ...(request.propertyIds && { filter_properties: request.propertyIds.map(decodable) }),
          } as QuerySource),
        (answer) => readListing<PageObjectResponse>(request.cursor, isRow)(withoutSources(answer)),
      ),
  } satisfies Partial<NotionWorkspace>;
}
