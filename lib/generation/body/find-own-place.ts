import type { BlockObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { listAllChildren } from '../../notion/list-all-children.ts';
import type { OwnText, Place } from './page-checkpoint.ts';
import { isEdited } from './trash-unless-edited.ts';

/**
 * The place of a text that is made anew: behind what an earlier run wrote, which goes when the new text stands. Undefined when a
 * person changed, moved or removed any of it, or put something between: then it is theirs.
 */
export async function findOwnPlace(
  workspace: NotionWorkspace,
  pageId: string,
  own: OwnText,
  signal: AbortSignal,
): Promise<Place | undefined> {
  const children = await listAllChildren(workspace, pageId, signal);
  const start = children.findIndex(({ id }) => id === own.blocks[0]?.id);
  const present = start < 0 ? [] : children.slice(start, start + own.blocks.length);
  if (present.length === 0 || present.length < own.blocks.length) return undefined;
  for (const [index, block] of own.blocks.entries()) {
    const current = present[index]!;
    if (current.id !== block.id || (await isEdited(workspace, current, block, signal))) return undefined;
  }
  return { ...placeBehind(children, present, pageId), own };
}

/** The same with “Overwrite filled cells”: behind the last block of it that is still there, whatever a person did to it. */
export async function findWhatIsLeft(
  workspace: NotionWorkspace,
  pageId: string,
  { blocks }: OwnText,
  signal: AbortSignal,
): Promise<Place | undefined> {
  const ids = new Set(blocks.map(({ id }) => id));
  const children = await listAllChildren(workspace, pageId, signal);
  const present = children.filter(({ id }) => ids.has(id));
  return present.length === 0 ? undefined : placeBehind(children, present, pageId);
}

function placeBehind(
  children: readonly BlockObjectResponse[],
  present: readonly BlockObjectResponse[],
  parentId: string,
): Place {
  const last = present.at(-1)!;
  const next = children[children.indexOf(last) + 1]?.id;
  return {
    parentId,
    kind: 'after',
    afterId: last.id,
    ...(next !== undefined && { beforeId: next }),
    toRemove: present.map(({ id }) => id),
  };
}
