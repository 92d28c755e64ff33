import { AppError } from '../shared/app-error.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { trashUnlessEdited } from './block-writer.ts';
import type { BodyCheckpoint } from './page-checkpoint.ts';

export interface UndoCount {
  readonly restored: number;
  /** Left as they are: a person edited them since. */
  readonly skipped: number;
}

/**
 * Takes back what a run did to a body: what it replaced comes out of the trash, what it wrote goes there, except blocks that a person
 * edited since. Every step may be repeated, so that Undo goes on after a stop.
 */
export async function undoBody(
  workspace: NotionWorkspace,
  checkpoint: BodyCheckpoint,
  signal: AbortSignal,
): Promise<UndoCount> {
  let restored = 0;
  let skipped = 0;
  for (const id of checkpoint.removed) {
    if (await restoreBlock(workspace, id, signal)) restored += 1;
    else skipped += 1;
  }
  for (const block of [...checkpoint.write.written].reverse()) {
    signal.throwIfAborted();
    if (await trashUnlessEdited(workspace, block, signal)) restored += 1;
    else skipped += 1;
  }
  return { restored, skipped };
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
