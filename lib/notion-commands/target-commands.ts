/** What surfaces ask of Notion about pages and databases, each a few requests with a person waiting. */
import type { HandlersFor } from '../messaging/handlers.ts';
import { resolveInput, resolveTargetId } from '../notion/discover-target.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { createTargetSearch } from './search-targets.ts';

type TargetCommands = 'notion.search' | 'target.resolve' | 'target.resolveId';

/** `workspace`: the one of the stored token; throws when there is none. */
export function createTargetCommands(workspace: () => Promise<NotionWorkspace>): HandlersFor<TargetCommands> {
  const search = createTargetSearch();
  return {
    'notion.search': async (request) => search(await workspace(), request),
    'target.resolve': async ({ url, kind }) => resolveInput(await workspace(), url, kind),
    'target.resolveId': async ({ pageId }) => resolveTargetId(await workspace(), pageId),
  };
}
