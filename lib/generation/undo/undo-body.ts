import { AppError } from '../../shared/app-error.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import type { Clock } from '../../shared/clock.ts';
import { BlockWriter } from '../body/block-writer.ts';
import type { BodyCheckpoint, WrittenBlock } from '../body/page-checkpoint.ts';
import { trashUnlessEdited } from '../body/trash-unless-edited.ts';

export interface UndoCount {
  readonly restored: number;
  /** Left as they are: a person edited them since. */
  readonly skipped: number;
}

export interface UndoContext {
  readonly workspace: NotionWorkspace;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When the job last wrote (epoch ms). */
  readonly writtenBefore: number;
}

/**
 * Takes back what a run did to a body: what it replaced comes out of the trash, what it wrote goes there, except blocks that a person
 * edited since. Every step may be repeated, so that Undo goes on after a stop.
 */
export async function undoBody(context: UndoContext, checkpoint: BodyCheckpoint): Promise<UndoCount> {
  const { workspace, signal, writtenBefore } = context;
  const written = await findWritten(context, checkpoint);
  let restored = 0;
  let skipped = 0;
  for (const id of checkpoint.removed) {
    if (await restoreBlock(workspace, id, signal)) restored += 1;
    else skipped += 1;
  }
  for (const block of [...written].reverse()) {
    signal.throwIfAborted();
    if (await trashUnlessEdited(workspace, block, { signal, writtenBefore })) restored += 1;
    else skipped += 1;
  }
  return { restored, skipped };
}

/** With what landed of an append that nobody heard of again. What is below a block of ours goes with it. */
async function findWritten(context: UndoContext, { place, write }: BodyCheckpoint): Promise<readonly WrittenBlock[]> {
  if (!place || !write.intent || write.intent.isDeferred) return write.written;
  const writer = new BlockWriter({ ...context, save: () => Promise.resolve() }, place, write);
  await writer.settle();
  return writer.state.written;
}

async function restoreBlock(workspace: NotionWorkspace, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    await workspace.setBlockTrashed(id, false, signal);
    return true;
  } catch (error) {
    // Deleted for good in the meantime: nothing of ours can bring it back, and the run says so.
    if (error instanceof AppError && (error.code === 'notion-not-found' || error.code === 'notion-trashed'))
      return false;
    throw error;
  }
}
