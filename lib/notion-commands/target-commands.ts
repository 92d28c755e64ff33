/** What surfaces ask of Notion about pages and databases, each a few requests with a person waiting. */
import type { Target } from '../connections/connection.ts';
import type { HandlersFor } from '../messaging/handlers.ts';
import type { CommandRequest, CommandResponse, FoundPage } from '../messaging/protocol.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from '../notion/api-types.ts';
import { describeFound } from '../notion/describe-target.ts';
import { resolveInput, resolveTargetId } from '../notion/discover-target.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';

const FOUND_AT_ONCE = 50;

type TargetCommands = 'notion.search' | 'target.resolve' | 'target.resolveId';

/** `workspace`: the one of the stored token; throws when there is none. */
export function createTargetCommands(workspace: () => Promise<NotionWorkspace>): HandlersFor<TargetCommands> {
  return {
    'notion.search': async (request) => searchTargets(await workspace(), request),
    'target.resolve': async ({ url, kind }) => resolveInput(await workspace(), url, kind),
    'target.resolveId': async ({ pageId }) => resolveTargetId(await workspace(), pageId),
  };
}

async function searchTargets(
  workspace: NotionWorkspace,
  { query, kind, cursor }: CommandRequest<'notion.search'>,
): Promise<CommandResponse<'notion.search'>> {
  const { results, nextCursor } = await workspace.search({
    query,
    ...(kind !== 'any' && { kind: kind === 'page' ? ('page' as const) : ('data_source' as const) }),
    ...(cursor !== undefined && { cursor }),
    pageSize: FOUND_AT_ONCE,
  });
  return {
    // A row is a page too, but seldom the one that is looked for, and there can be thousands.
    results: [...results]
      .sort((a, b) => Number(isRow(a)) - Number(isRow(b)))
      .flatMap((found) => {
        const target = describeFound(found);
        return target === undefined ? [] : [toFoundPage(target)];
      }),
    ...(nextCursor !== undefined && { nextCursor }),
  };
}

function isRow({ object, parent }: PageObjectResponse | DataSourceObjectResponse): boolean {
  return object === 'page' && parent.type === 'data_source_id';
}

function toFoundPage({ id, kind, title, url, icon, dataSourceId }: Target): FoundPage {
  return {
    id,
    kind,
    title,
    url,
    ...(icon !== undefined && { icon }),
    ...(dataSourceId !== undefined && { dataSourceId }),
  };
}
