import { AppError } from '../../shared/app-error.ts';
import { ruleOf } from '../../shared/error-rules.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import type { Clock } from '../../shared/clock.ts';
import { BlockWriter } from '../body/block-writer.ts';
import { dropDoubles } from '../body/drop-doubles.ts';
import { awaitLanding } from '../body/late-writes.ts';
import type { BodyCheckpoint, Place, SentToTrash, WriteState, WrittenBlock } from '../body/page-checkpoint.ts';
import { type TrashOutcome, trashUnlessEdited } from '../body/trash-unless-edited.ts';

export interface UndoCount {
  readonly restored: number;
  /** Left as they are: a person edited them since. */
  readonly skipped: number;
  /** Neither: deleted for good, or out of reach. */
  readonly failed?: number;
}

export interface UndoContext {
  readonly workspace: NotionWorkspace;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Ids of blocks that other runs wrote on the same page; `undone`: only those that Undo took back. */
  readonly others: (undone?: boolean) => Promise<ReadonlySet<string>>;
  readonly writesAsPerson: () => Promise<boolean>;
  /** Told after each block of a body. */
  readonly onStep: (done: number, total: number) => Promise<void>;
  /** A request for this block that was stored by `noteSent`, also by an earlier worker. */
  readonly sentBefore: (blockId: string) => Promise<SentToTrash | undefined>;
  /** Stores that a block is on its way to the trash. */
  readonly noteSent: (blockId: string, sent: SentToTrash) => Promise<void>;
}

/**
 * Takes back what a run did to a body: what it replaced comes out of the trash, what it wrote goes there, except blocks that a person
 * edited since. Every step may be repeated, so that Undo goes on after a stop.
 * @throws AppError `notion-write-unconfirmed` while a request of the run may still land; `notion-not-found` or `notion-trashed` when
 *   the page is out of reach
 */
export async function undoBody(context: UndoContext, checkpoint: BodyCheckpoint): Promise<UndoCount> {
  const { workspace, signal, onStep } = context;
  const { place } = checkpoint;
  if (!place) return { restored: 0, skipped: 0 };
  await requirePage(context, place);
  const removed = await findRemoved(context, checkpoint);
  const write = await settleAppend(context, place, checkpoint.write);
  await dropDoubles({ ...context, place, write, writesAsPerson: await context.writesAsPerson() });
  const total = removed.length + write.written.length;
  const count = { restored: 0, skipped: 0, failed: 0 };
  for (const id of removed) {
    signal.throwIfAborted();
    count[(await restoreBlock(workspace, id)) ? 'restored' : 'failed'] += 1;
    await onStep(count.restored + count.failed, total);
  }
  for (const block of [...write.written].reverse()) {
    signal.throwIfAborted();
    const outcome = await takeAway(context, block, place.parentId);
    count[outcome === 'trashed' ? 'restored' : 'skipped'] += 1;
    await onStep(count.restored + count.skipped + count.failed, total);
  }
  return count;
}

async function takeAway(context: UndoContext, block: WrittenBlock, parentId: string): Promise<TrashOutcome> {
  const { workspace, signal, clock, sentBefore, noteSent } = context;
  const sent = await sentBefore(block.id);
  const note = (on: SentToTrash) => noteSent(block.id, on);
  return trashUnlessEdited(workspace, block, { parentId, signal, clock, note, ...(sent && { sent }) });
}

/** A page that is in the trash, or not shared any more, is not “as it was”. */
async function requirePage({ workspace, signal }: UndoContext, { parentId }: Place): Promise<void> {
  const holder = await workspace.getBlock(parentId, signal);
  if (holder.in_trash) throw new AppError('notion-trashed', 'never');
}

/** What the run moved to the trash, and what it was moving there when it was stopped. What another run wrote that was undone stays there. */
async function findRemoved(context: UndoContext, checkpoint: BodyCheckpoint): Promise<readonly string[]> {
  const { removed, removing, lostAt } = checkpoint;
  if (lostAt !== undefined) awaitLanding(context, lostAt);
  const all = removing && (await hasLanded(context, removing)) ? [...removed, removing.id] : removed;
  if (all.length === 0) return all;
  const undone = await context.others(true);
  return all.filter((id) => !undone.has(id));
}

async function hasLanded(context: UndoContext, { id, sentAt }: NonNullable<BodyCheckpoint['removing']>) {
  const block = await context.workspace.getBlock(id, context.signal).catch((error: unknown) => {
    if (error instanceof AppError && ruleOf(error.code).isGone) return undefined;
    throw error;
  });
  if (block?.in_trash !== true) awaitLanding(context, sentAt);
  return block?.in_trash === true;
}

/** With what landed of an append that nobody heard of again. */
async function settleAppend(context: UndoContext, place: Place, write: WriteState): Promise<WriteState> {
  if (!write.intent) return write;
  const writer = new BlockWriter({ ...context, save: () => Promise.resolve() }, place, write);
  await writer.settle().catch((error: unknown) => {
    // What may still land below a block of ours goes to the trash with it.
    if (!write.intent?.isDeferred || !(error instanceof AppError) || error.code !== 'notion-write-unconfirmed')
      throw error;
  });
  return writer.state;
}

async function restoreBlock(workspace: NotionWorkspace, id: string): Promise<boolean> {
  try {
    await workspace.setBlockTrashed(id, false);
    return true;
  } catch (error) {
    // Deleted for good in the meantime: nothing of ours can bring it back, and the run says so.
    if (error instanceof AppError && ruleOf(error.code).isGone) return false;
    throw error;
  }
}
