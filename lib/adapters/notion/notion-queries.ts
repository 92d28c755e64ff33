/** Rows of data sources and views. */
import type { Client } from '@notionhq/client';
import type { Listing, NotionView, NotionWorkspace } from '../../notion/workspace.ts';
import { PAGE_SIZE, read } from './notion-reads.ts';
import { hasProperties, readListing, readView, unreadable } from './read-answer.ts';
import type { SendRequest } from './send-request.ts';

type QuerySource = Parameters<Client['dataSources']['query']>[0];

export function viewing(send: SendRequest) {
  const getView = (id: string, signal?: AbortSignal) =>
    read(send, signal, (client) => client.views.retrieve({ view_id: id }), readView);
  return {
    getView,
    async listViews(dataSourceId, signal) {
      const views: NotionView[] = [];
      let cursor: string | undefined;
      do {
        const from = cursor;
        const listing: Listing<Record<string, unknown>> = await read(
          send,
          signal,
          (client) =>
            client.views.list({
              data_source_id: dataSourceId,
              page_size: PAGE_SIZE,
              ...(from !== undefined && { start_cursor: from }),
            }),
          readListing(from, (item) => typeof item['id'] === 'string'),
        );
        // The list names ids only: each view is one more request.
        for (const item of listing.results)
          views.push(typeof item['name'] === 'string' ? readView(item) : await getView(String(item['id']), signal));
        cursor = listing.nextCursor;
      } while (cursor !== undefined);
      return views;
    },
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
          const isPage = (item: Record<string, unknown>) => typeof item['id'] === 'string';
          return { ...readListing<{ id: string }>(cursor?.cursor, isPage)(answer), queryId };
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

export function querying(send: SendRequest) {
  return {
    queryDataSource: (dataSourceId, request, signal) =>
      read(
        send,
        signal,
        (client) =>
          client.dataSources.query({
            data_source_id: dataSourceId,
            page_size: request.pageSize ?? PAGE_SIZE,
            ...(request.filter !== undefined && { filter: request.filter }),
            ...(request.sorts && { sorts: request.sorts }),
            ...(request.cursor !== undefined && { start_cursor: request.cursor }),
            ...(request.propertyIds && { filter_properties: request.propertyIds.map(decodable) }),
          } as QuerySource),
        readListing(request.cursor, hasProperties),
      ),
  } satisfies Partial<NotionWorkspace>;
}
