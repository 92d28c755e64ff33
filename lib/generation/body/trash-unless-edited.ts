import { fingerprintResponse } from '../../markdown/block-fingerprint.ts';
import type { BlockObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import { ruleOf } from '../../shared/error-rules.ts';
import type { Clock } from '../../shared/clock.ts';
import { listAllChildren } from '../../notion/list-all-children.ts';
import { awaitLanding, noteSending } from './late-writes.ts';
import type { SentToTrash, WrittenBlock } from './page-checkpoint.ts';
import { holdsOnly, readPrintsBelow } from './print-tree.ts';
import { untilGone } from './until-gone.ts';

/** `trashed`: it stands on the page no more; `edited`: it is a person's by now and stays. */
export type TrashOutcome = 'trashed' | 'edited';

export interface TrashOptions {
  /** What the block was written to. A block that Notion does not know counts as trashed only while it knows this. */
  readonly parentId: string;
  /** Ends the looking; a request that is on its way is waited for. */
  readonly signal?: AbortSignal;
  readonly clock: Clock;
  /** An earlier request for this block whose answer is not known. */
  readonly sent?: SentToTrash;
  /** Stores what is on its way; awaited right before the block goes to the trash. */
  readonly note: (sent: SentToTrash) => Promise<void>;
}

/**
 * Trashes a block of ours, unless a person edited it or put something of theirs below it. Between the look and the request's arrival,
 * which may be a minute where its answer was lost, the person may still edit: such a block is brought back.
 * @throws AppError `notion-not-found` when the page itself is gone, or not shared any more: then nothing is known of the block;
 *   `notion-write-unconfirmed` while a request may still land that would take what the person wrote
 */
export async function trashUnlessEdited(
  workspace: NotionWorkspace,
  block: WrittenBlock,
  options: TrashOptions,
): Promise<TrashOutcome> {
  const { sent, signal, note } = options;
  const current = await untilGone(() => workspace.getBlock(block.id, signal));
  if (current?.in_trash) {
    const isTaken = sent !== undefined && (sent.edited || fingerprintResponse(current) !== block.print);
    return isTaken ? bringBack(workspace, block.id, options) : 'trashed';
  }
  if (current && (await isEdited(workspace, current, block, signal))) {
    if (sent) await keep(workspace, sent, options);
    return 'edited';
  }
  signal?.throwIfAborted();
  await noteSending(workspace, (sentAt) => note({ sentAt, ...(sent?.edited && { edited: true }) }));
  // Also a block that was not found: a read may be some seconds behind the writes, and then it is there.
  if (await trashAsRead(workspace, { id: block.id, print: block.print }, options.parentId)) return 'trashed';
  return bringBack(workspace, block.id, options);
}

/** It is a person's by now, and comes out of the trash; also once more, should an earlier request still take it there. */
async function bringBack(workspace: NotionWorkspace, id: string, options: TrashOptions): Promise<TrashOutcome> {
  await workspace.setBlockTrashed(id, false);
  if (options.sent) await keep(workspace, options.sent, options);
  return 'edited';
}

/** Returns when the request cannot take the block any more. @throws AppError `notion-write-unconfirmed` before */
async function keep(workspace: NotionWorkspace, sent: SentToTrash, { note, clock }: TrashOptions): Promise<void> {
  if (!sent.edited) await note({ ...sent, edited: true });
  awaitLanding({ workspace, clock }, sent.sentAt);
}

/**
 * Trashes a block as it was read (`print`). False: it holds something else by now, and is in the trash all the same.
 * @throws AppError as `trashUnlessEdited`
 */
export async function trashAsRead(
  workspace: NotionWorkspace,
  { id, print }: { readonly id: string; readonly print: string },
  parentId: string,
): Promise<boolean> {
  const answered = await trashBlock(workspace, id, parentId);
  const gone = answered ?? (await untilGone(() => workspace.getBlock(id)));
  return gone === undefined || fingerprintResponse(gone) === print;
}

/**
 * Trashes a block whatever it holds, and returns it where Notion tells. Repeating is harmless.
 * @throws AppError as `trashUnlessEdited`
 */
export async function trashBlock(
  workspace: NotionWorkspace,
  id: string,
  parentId: string,
): Promise<BlockObjectResponse | undefined> {
  try {
    // No signal: a request that is on its way is cheaper to wait for than to look for.
    return await workspace.setBlockTrashed(id, true);
  } catch (error) {
    if (!(error instanceof AppError) || !ruleOf(error.code).isGone) throw error;
    // Deleted for good, or is the page out of reach? Then this throws.
    await workspace.getBlock(parentId);
    return undefined;
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
