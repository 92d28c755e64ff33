import type { NotionWorkspace } from '../notion/workspace.ts';
import { listAllChildren } from './list-all-children.ts';
import type { OwnText, Place } from './page-checkpoint.ts';
import { isEdited } from './trash-unless-edited.ts';

/**
 * The place of a text that is made anew: behind what an earlier run wrote, which goes when the new text stands. Undefined when a
 * person changed, moved or removed any of it, or put something between: then it is theirs.
 */
export async function findOwnPlace(
  workspace: NotionWorkspace,
  pageId: string,
  { blocks: own, writtenBefore }: OwnText,
  signal: AbortSignal,
): Promise<Place | undefined> {
  const children = await listAllChildren(workspace, pageId, signal);
  const start = children.findIndex(({ id }) => id === own[0]?.id);
  const present = start < 0 ? [] : children.slice(start, start + own.length);
  if (present.length === 0 || present.length < own.length) return undefined;
  for (const [index, block] of own.entries()) {
    const current = present[index]!;
    if (current.id !== block.id || (await isEdited(workspace, current, block, { signal, writtenBefore })))
      return undefined;
  }
  const next = children[start + own.length]?.id;
  return {
    parentId: pageId,
    kind: 'after',
    afterId: present.at(-1)!.id,
    ...(next !== undefined && { beforeId: next }),
    toRemove: present.map(({ id }) => id),
  };
}
