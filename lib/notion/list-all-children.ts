import type { BlockObjectResponse } from './api-types.ts';
import type { NotionWorkspace } from './workspace.ts';

/** All first-level children, page by page. */
export async function listAllChildren(
  workspace: NotionWorkspace,
  blockId: string,
  signal?: AbortSignal,
): Promise<readonly BlockObjectResponse[]> {
  const all: BlockObjectResponse[] = [];
  let cursor: string | undefined;
  do {
    const page = await workspace.listChildren(blockId, cursor, signal);
    all.push(...page.results);
    if (page.nextCursor === cursor) break;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}
