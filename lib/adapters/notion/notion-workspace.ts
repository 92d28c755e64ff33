/**
 * The port to Notion over `@notionhq/client`, whose own retry and timeout are off: the core decides what is sent again, and
 * `bounded-fetch` ends every request. Version 2026-03-11: https://developers.notion.com/reference/versioning
 */
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { querying, viewing } from './notion-queries.ts';
import { reading, searching } from './notion-reads.ts';
import { writingBlocks, writingPages } from './notion-writes.ts';
import { createSendRequest, type NotionConnectionOptions } from './send-request.ts';
import { createServerClock } from './server-clock.ts';

/** A workspace for one token. Cheap to make: several with the same `gate` share the limits, each with its own priority. */
export function createNotionWorkspace(options: NotionConnectionOptions): NotionWorkspace {
  const serverClock = options.serverClock ?? createServerClock(options.clock);
  const send = createSendRequest(options, serverClock);
  return {
    serverNow: () => serverClock.now(),
    get hasServerTime() {
      return serverClock.isKnown;
    },
    ...reading(send),
    ...searching(send, options.clock),
    ...querying(send),
    ...viewing(send),
    ...writingBlocks(send),
    ...writingPages(send),
  };
}
