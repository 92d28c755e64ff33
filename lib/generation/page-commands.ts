import type { HandlersFor } from '../messaging/handlers.ts';
import type { BlockObjectResponse } from '../notion/api-types.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { inspectPage } from './find-place.ts';

/** What a Replace would do to a page, asked before the click that does it. */
export function createPageCommands(workspace: () => Promise<NotionWorkspace>): HandlersFor<'target.inspect'> {
  return {
    'target.inspect': async ({ pageId }) => {
      const children = await listAllChildren(await workspace(), pageId);
      const { blocks, kept, irreversible, blank } = inspectPage(children);
      return { blocks, kept, irreversible, blank };
    },
  };
}

async function listAllChildren(workspace: NotionWorkspace, pageId: string): Promise<readonly BlockObjectResponse[]> {
  const children: BlockObjectResponse[] = [];
  let cursor: string | undefined;
  do {
    const page: Awaited<ReturnType<NotionWorkspace['listChildren']>> = await workspace.listChildren(pageId, cursor);
    children.push(...page.results);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return children;
}
