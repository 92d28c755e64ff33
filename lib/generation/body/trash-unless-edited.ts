import { fingerprintResponse } from '../../markdown/block-fingerprint.ts';
import type { BlockObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import { listAllChildren } from './list-all-children.ts';
import type { WrittenBlock } from './page-checkpoint.ts';

export interface TrashOptions {
  readonly signal?: AbortSignal;
  /** Nothing of ours was written after this time (epoch ms): what is younger is a person's. */
  readonly writtenBefore?: number;
}

/**
 * Trashes a block of ours; false when a person edited it, or put something of theirs below it (it stays). A block that is gone
 * already counts as trashed.
 */
export async function trashUnlessEdited(
  workspace: NotionWorkspace,
  block: WrittenBlock,
  options: TrashOptions = {},
): Promise<boolean> {
  try {
    const current = await workspace.getBlock(block.id, options.signal);
    if (current.in_trash) return true;
    if (await isEdited(workspace, current, block, options)) return false;
    await workspace.setBlockTrashed(block.id, true, options.signal);
    return true;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'notion-not-found' || error.code === 'notion-trashed'))
      return true;
    throw error;
  }
}

/** Whether a person changed a block of ours, or put something of theirs below it. */
export async function isEdited(
  workspace: NotionWorkspace,
  current: BlockObjectResponse,
  block: WrittenBlock,
  options: TrashOptions = {},
): Promise<boolean> {
  if (fingerprintResponse(current) !== block.print) return true;
  return current.has_children && (await isEditedBelow(workspace, current, current.created_by.id, options));
}

/**
 * Told by who edited last: below a block of ours everything is by its author, unless a person was there. A personal token's author is
 * the person too; then only the time tells, in whole minutes.
 */
async function isEditedBelow(
  workspace: NotionWorkspace,
  parent: BlockObjectResponse,
  author: string,
  options: TrashOptions,
): Promise<boolean> {
  const { signal, writtenBefore = Infinity } = options;
  for (const child of await listAllChildren(workspace, parent.id, signal)) {
    if (child.last_edited_by.id !== author || Date.parse(child.last_edited_time) > writtenBefore) return true;
    if (child.has_children && (await isEditedBelow(workspace, child, author, options))) return true;
  }
  return false;
}
