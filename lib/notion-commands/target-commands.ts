/** What surfaces ask of Notion about pages and databases, each a few requests with a person waiting. */
import type { HandlersFor } from '../shared/command.ts';
import { inspectPage } from '../generation/body/find-place.ts';
import { resolveInput, resolveTargetId } from '../notion/discover-target.ts';
import { listAllChildren } from '../notion/list-all-children.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { createTargetSearch } from './search-targets.ts';
import type { JustRead } from './just-read.ts';
import type { TargetCommands } from './notion-commands.ts';

/** `workspace`: the one of the stored token; throws when there is none. `justRead`: told of the database that was found. */
export function createTargetCommands(
  workspace: () => Promise<NotionWorkspace>,
  justRead?: JustRead,
): HandlersFor<TargetCommands> {
  const search = createTargetSearch();
  return {
    'notion.search': async (request) => search(await workspace(), request),
    'target.resolve': async ({ url, kind }) => resolveInput(noting(await workspace(), justRead), url, kind),
    'target.resolveId': async ({ pageId }) => resolveTargetId(await workspace(), pageId),
    'target.inspect': async ({ pageId }) => {
      const { blocks, kept, irreversible, blank } = inspectPage(await listAllChildren(await workspace(), pageId));
      return { blocks, kept, irreversible, blank };
    },
  };
}

function noting(workspace: NotionWorkspace, justRead: JustRead | undefined): Parameters<typeof resolveInput>[0] {
  if (!justRead) return workspace;
  return {
    getPage: (...asked) => workspace.getPage(...asked),
    getDatabase: async (...asked) => justRead.note(await workspace.getDatabase(...asked)),
    getDataSource: (...asked) => workspace.getDataSource(...asked),
    getView: (...asked) => workspace.getView(...asked),
    whoAmI: (...asked) => workspace.whoAmI(...asked),
  };
}
