/** Reading one object or one level of blocks. */
import type { Client } from '@notionhq/client';
import type { DataSourceObjectResponse, PageObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import type { Clock } from '../../shared/clock.ts';
import {
  isPageOrSource,
  readBlocks,
  readIntegration,
  readListing,
  readObject,
  readRelated,
  readUsers,
  unreadable,
} from './read-answer.ts';
import type { SendRequest } from './send-request.ts';

export const PAGE_SIZE = 100;

export function read<T>(
  send: SendRequest,
  signal: AbortSignal | undefined,
  run: (client: Client) => Promise<unknown>,
  readAnswer: (answer: Record<string, unknown>) => T,
): Promise<T> {
  return send({ write: false, signal, run, read: readAnswer });
}

export function getPage(send: SendRequest, id: string, signal: AbortSignal | undefined): Promise<PageObjectResponse> {
  return read(
    send,
    signal,
    (client) => client.pages.retrieve({ page_id: id }),
    readObject('page', 'properties', false),
  );
}

export function reading(send: SendRequest) {
  return {
    getPage: (id, signal) => getPage(send, id, signal),
    getDatabase: (id, signal) =>
      read(
        send,
        signal,
        (client) => client.databases.retrieve({ database_id: id }),
        readObject('database', 'title', false),
      ),
    getDataSource: (id, signal) =>
      read(
        send,
        signal,
        (client) => client.dataSources.retrieve({ data_source_id: id }),
        readObject('data_source', 'properties', false),
      ),
    listRelated: (pageId, propertyId, cursor, signal) =>
      read(
        send,
        signal,
        // An id comes percent-encoded, and goes back as it came.
        (client) =>
          client.pages.properties.retrieve({
            page_id: pageId,
            property_id: propertyId,
            page_size: PAGE_SIZE,
            ...(cursor !== undefined && { start_cursor: cursor }),
          }),
        readRelated(cursor),
      ),
    getPageMarkdown: (id, signal) =>
      read(
        send,
        signal,
        // Through `request`: 5.26.0 has no typed call that passes a markdown_version on.
        (client) => client.request({ path: `pages/${id}/markdown`, method: 'get', query: { markdown_version: 'v2' } }),
        (answer) => {
          if (typeof answer['markdown'] !== 'string') throw unreadable();
          return { markdown: answer['markdown'], truncated: answer['truncated'] === true };
        },
      ),
    getBlock: (id, signal) =>
      read(send, signal, (client) => client.blocks.retrieve({ block_id: id }), readObject('block', 'type', false)),
    listChildren: (id, cursor, signal) =>
      read(
        send,
        signal,
        (client) =>
          client.blocks.children.list({
            block_id: id,
            page_size: PAGE_SIZE,
            ...(cursor !== undefined && { start_cursor: cursor }),
          }),
        readBlocks(cursor),
      ),
  } satisfies Partial<NotionWorkspace>;
}

export function searching(send: SendRequest, clock: Clock) {
  return {
    whoAmI: (signal) =>
      read(
        send,
        signal,
        (client) => client.users.me({}),
        (answer) => readIntegration(answer, clock.now()),
      ),
    listUsers: (cursor, signal) =>
      read(
        send,
        signal,
        (client) => client.users.list({ page_size: PAGE_SIZE, ...(cursor !== undefined && { start_cursor: cursor }) }),
        readUsers(cursor),
      ),
    search: ({ query, kind, cursor, pageSize }, signal) =>
      read(
        send,
        signal,
        (client) =>
          client.search({
            query,
            page_size: pageSize,
            ...(kind && { filter: { property: 'object', value: kind } }),
            ...(cursor !== undefined && { start_cursor: cursor }),
          }),
        readListing<PageObjectResponse | DataSourceObjectResponse>(cursor, isPageOrSource),
      ),
  } satisfies Partial<NotionWorkspace>;
}
