import { fingerprintResponse } from '../../markdown/block-fingerprint.ts';
import type { BlockObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { listAllChildren } from './list-all-children.ts';
import type { AppendIntent, WrittenBlock } from './page-checkpoint.ts';

/** Ids of an append's blocks on the page, from its first on; empty: it is not there. `written`: blocks that are known already. */
export async function findAppend(
  workspace: NotionWorkspace,
  intent: AppendIntent,
  written: readonly Pick<WrittenBlock, 'id'>[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const all = await listAllChildren(workspace, intent.parentId, signal);
  const children = childrenBetween(all, intent, new Set(written.map(({ id }) => id)));
  const prints = children.map(fingerprintResponse);
  let best: readonly string[] = [];
  for (let start = 0; start < prints.length; start += 1) {
    let length = 0;
    while (length < intent.prints.length && prints[start + length] === intent.prints[length]) length += 1;
    if (length > best.length) best = children.slice(start, start + length).map((child) => child.id);
    if (best.length === intent.prints.length) break;
  }
  return best;
}

function childrenBetween(
  all: readonly BlockObjectResponse[],
  { afterId, beforeId }: AppendIntent,
  ours: ReadonlySet<string>,
): readonly BlockObjectResponse[] {
  const after = afterId === undefined ? -1 : all.findIndex((child) => child.id === afterId);
  const before = beforeId === undefined ? -1 : all.findIndex((child) => child.id === beforeId);
  return all.slice(after + 1, before > after ? before : undefined).filter((child) => !ours.has(child.id));
}
