import { fingerprintResponse } from '../../markdown/block-fingerprint.ts';
import type { BlockObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import { ruleOf } from '../../shared/error-rules.ts';
import { listAllChildren } from '../../notion/list-all-children.ts';
import type { WrittenBlock } from './page-checkpoint.ts';
import { holdsOnly, readPrintsBelow } from './print-tree.ts';

/** `trashed`: it stands on the page no more; `edited`: it is a person's by now and stays. */
export type TrashOutcome = 'trashed' | 'edited';

export interface TrashOptions {
  /** What the block was written to. A block that Notion does not know counts as trashed only while it knows this. */
  readonly parentId: string;
  /** Ends the looking; a request that is on its way is waited for. */
  readonly signal?: AbortSignal;
  /** Awaited right before the block goes to the trash. */
  readonly onSend?: () => Promise<void>;
}

/**
 * Trashes a block of ours, unless a person edited it or put something of theirs below it.
 * @throws AppError `notion-not-found` when the page itself is gone, or not shared any more: then nothing is known of the block
 */
export async function trashUnlessEdited(
  workspace: NotionWorkspace,
  block: WrittenBlock,
  options: TrashOptions,
): Promise<TrashOutcome> {
  const current = await untilGone(() => workspace.getBlock(block.id, options.signal));
  if (current?.in_trash) return 'trashed';
  if (current && (await isEdited(workspace, current, block, options.signal))) return 'edited';
  options.signal?.throwIfAborted();
  await options.onSend?.();
  // Also a block that was not found: a read may be some seconds behind the writes, and then it is there.
  await trashBlock(workspace, block.id, options.parentId);
  return 'trashed';
}

/** Trashes a block whatever it holds. Repeating is harmless. @throws AppError as `trashUnlessEdited` */
export async function trashBlock(workspace: NotionWorkspace, id: string, parentId: string): Promise<void> {
  try {
    // No signal: a request that is on its way is cheaper to wait for than to look for.
    await workspace.setBlockTrashed(id, true);
  } catch (error) {
    if (!(error instanceof AppError) || !ruleOf(error.code).isGone) throw error;
    // Deleted for good, or is the page out of reach? Then this throws.
    await workspace.getBlock(parentId);
  }
}

/** Whether a person changed a block of ours, or put something of theirs below it. */
export async function isEdited(
  workspace: NotionWorkspace,
  current: BlockObjectResponse,
  block: WrittenBlock,
  signal?: AbortSignal,
): Promise<boolean> {
  if (fingerprintResponse(current) !== block.print) return true;
  if (!current.has_children) return false;
  if (block.below === undefined) return isEditedBelow(workspace, current, current.created_by.id, signal);
  return !holdsOnly(await readPrintsBelow(workspace, current, signal), block.below);
}

/** Longer than one request takes: a block that was edited later than this after it was made was edited by somebody. */
const MADE_WITHIN_MS = 2 * 60_000;

/** For texts of which it was not kept what stood below them: told by who edited last, and by Notion's own times alone. */
async function isEditedBelow(
  workspace: NotionWorkspace,
  parent: BlockObjectResponse,
  author: string,
  signal?: AbortSignal,
): Promise<boolean> {
  for (const child of await listAllChildren(workspace, parent.id, signal)) {
    const editedAfterMs = Date.parse(child.last_edited_time) - Date.parse(child.created_time);
    if (child.last_edited_by.id !== author || (!child.has_children && editedAfterMs > MADE_WITHIN_MS)) return true;
    if (child.has_children && (await isEditedBelow(workspace, child, author, signal))) return true;
  }
  return false;
}

async function untilGone<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof AppError && ruleOf(error.code).isGone) return undefined;
    throw error;
  }
}
