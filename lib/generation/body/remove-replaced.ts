/** Replace: what stood there before goes to the trash, block by block, once the new text stands. */
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import { noteSending } from './late-writes.ts';
import type { BodyCheckpoint, SentToTrash, WrittenBlock } from './page-checkpoint.ts';
import { type TrashOutcome, trashBlock, trashUnlessEdited } from './trash-unless-edited.ts';
import { untilGone } from './until-gone.ts';

export interface RemovalDeps {
  readonly workspace: NotionWorkspace;
  readonly clock: Clock;
  /** The page that is written. */
  readonly subjectId: string;
  readonly signal: AbortSignal;
  /** Resolves when it is durable. */
  readonly save: (checkpoint: BodyCheckpoint) => Promise<void>;
}

const UNCONFIRMED = 'notion-write-unconfirmed';

/** Goes on from the checkpoint, and saves each step. @throws AppError; what was saved before is enough to go on */
export async function removeReplaced(deps: RemovalDeps, checkpoint: BodyCheckpoint): Promise<void> {
  return new Removal(deps, checkpoint).run();
}

class Removal {
  readonly #deps: RemovalDeps;
  #checkpoint: BodyCheckpoint;

  constructor(deps: RemovalDeps, checkpoint: BodyCheckpoint) {
    this.#deps = deps;
    this.#checkpoint = checkpoint;
  }

  async run(): Promise<void> {
    const gone = new Set(this.#checkpoint.removed);
    for (const id of this.#checkpoint.place?.toRemove ?? []) {
      if (gone.has(id)) continue;
      this.#deps.signal.throwIfAborted();
      const outcome = (await this.#hasLanded(id)) ? 'trashed' : await this.#trash(id);
      if (outcome === 'edited') {
        await this.#unmarkRemoving(undefined);
        continue;
      }
      const { removing: _removing, ...rest } = this.#checkpoint;
      await this.#save({ ...rest, removed: [...rest.removed, id] });
    }
  }

  /** Whether an earlier worker's request did it: then nothing is on its way any more, and Undo need not wait for it. */
  async #hasLanded(id: string): Promise<boolean> {
    // What is Visen's own is looked at when it goes: a person may have changed it on its way.
    if (this.#checkpoint.removing?.id !== id || this.#ownBlock(id)) return false;
    const block = await untilGone(() => this.#deps.workspace.getBlock(id, this.#deps.signal));
    return block?.in_trash === true;
  }

  /** `edited`: a person changed, since the new text began to stand, what Visen had written. It stays. */
  async #trash(id: string): Promise<TrashOutcome> {
    const { workspace, signal, subjectId } = this.#deps;
    const { parentId = subjectId } = this.#checkpoint.place ?? {};
    const { removing: before } = this.#checkpoint;
    const block = this.#ownBlock(id);
    try {
      if (block) {
        const note = (sent: SentToTrash) => this.#markRemoving(id, sent, before);
        const options = { parentId, signal, note, clock: this.#deps.clock };
        return await trashUnlessEdited(workspace, block, { ...options, ...(before?.id === id && { sent: before }) });
      }
      await noteSending(workspace, (sentAt) => this.#markRemoving(id, { sentAt }, before));
      await trashBlock(workspace, id, parentId);
      return 'trashed';
    } catch (error) {
      const isOnItsWay = error instanceof AppError && (error.retry === 'look' || error.code === UNCONFIRMED);
      if (!isOnItsWay) await this.#unmarkRemoving(before);
      throw error;
    }
  }

  #ownBlock(id: string): WrittenBlock | undefined {
    return this.#checkpoint.place?.own?.blocks.find((one) => one.id === id);
  }

  /** Stored before the request leaves: whoever comes next knows that the block may be in the trash. */
  async #markRemoving(id: string, sent: SentToTrash, before: BodyCheckpoint['removing']): Promise<void> {
    const { lostAt = before?.sentAt } = this.#checkpoint;
    // One that was sent before and not heard of may land at any time: Undo waits for it.
    const lost = before ? { lostAt: Math.max(before.sentAt, lostAt ?? 0) } : {};
    await this.#save({ ...this.#checkpoint, ...lost, removing: { id, ...sent } });
  }

  /** Notion refused it: nothing is on its way but what was before. */
  async #unmarkRemoving(before: BodyCheckpoint['removing']): Promise<void> {
    const { removing, ...rest } = this.#checkpoint;
    if (removing) await this.#save({ ...rest, ...(before && { removing: before }) });
  }

  async #save(checkpoint: BodyCheckpoint): Promise<void> {
    this.#checkpoint = checkpoint;
    await this.#deps.save(checkpoint);
  }
}
