/**
 * Puts blocks on a page so that each stands there once, in order, whatever happens to the worker or the connection. An append is
 * not idempotent and Notion has no idempotency key, so the intent is stored before sending, and an append without an
 * answer is looked for on the page before it is sent again: found, its ids are adopted; not found, it is repeated, but
 * not before `QUARANTINE_MS` after it was sent, since a request that was cut may still land.
 */
import type { NotionBlock, RequestBlock } from '../../markdown/block-types.ts';
import { fingerprintRequest } from '../../markdown/block-fingerprint.ts';
import { convertBlocksToPlainText } from '../../markdown/convert-blocks-to-text.ts';
import { textRuns } from '../../markdown/limit-rich-text.ts';
import type { ReadableBlock } from '../../markdown/read-rich-text.ts';
import { type AppendPlan, planAppends } from '../../markdown/plan-appends.ts';
import type { AppendPosition, NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import { hashText } from '../../shared/hash-text.ts';
import { adoptBlocks } from './adopt-blocks.ts';
import { findAppend } from './find-append.ts';
import { listAllChildren } from '../../notion/list-all-children.ts';
import { awaitLanding, noteSending, sentAgo } from './late-writes.ts';
import type { AppendIntent, PendingChild, Place, SentToTrash, WriteState, WrittenBlock } from './page-checkpoint.ts';
import { printsBelow } from './print-tree.ts';
import { trashUnlessEdited } from './trash-unless-edited.ts';

/** Children in one request: https://developers.notion.com/reference/patch-block-children */
const MOST_BLOCKS = 100;
/** An answer that took longer may be the second one: a connection that breaks and is made anew takes its time. */
const LATE_MS = 5_000;

export interface BlockWriterDeps {
  readonly workspace: NotionWorkspace;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Ids of blocks that other runs wrote on this page: never taken for ours. */
  readonly others: () => Promise<ReadonlySet<string>>;
  /** Stores the state; resolves when it is durable. */
  readonly save: (state: WriteState) => Promise<void>;
}

/** Hash of a block with everything below it. */
export function hashBlock(block: NotionBlock): string {
  return hashText(JSON.stringify(block));
}

export class BlockWriter {
  readonly #deps: BlockWriterDeps;
  readonly #place: Place;
  #state: WriteState;

  constructor(deps: BlockWriterDeps, place: Place, state: WriteState) {
    this.#deps = deps;
    this.#place = place;
    this.#state = state;
  }

  get state(): WriteState {
    return this.#state;
  }

  /** Settles what an earlier worker may have left in the air. Call before anything else. */
  async recover(): Promise<void> {
    await this.settle();
    const { written } = this.#state;
    if (written.at(-1)?.leaving) await this.takeBack(written.length - 1);
    await this.#appendDeferred();
  }

  /** Appends blocks behind those already written. */
  async append(blocks: readonly NotionBlock[]): Promise<void> {
    const start = this.#state.written.length;
    for (;;) {
      const remaining = blocks.slice(this.#state.written.length - start);
      if (remaining.length === 0) return;
      await this.#appendFirst(remaining.slice(0, MOST_BLOCKS));
      await this.#appendDeferred();
    }
  }

  /** Sends what fits into one request. A block that Notion refuses does not take the others with it. */
  async #appendFirst(blocks: readonly NotionBlock[]): Promise<void> {
    const plan = planAppends(blocks)[0]!;
    const count = plan.blocks.length;
    try {
      await this.#send(plan.blocks, this.#nextPosition(), this.#describe(plan, blocks.slice(0, count)));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (count > 1) {
        await this.#appendFirst(blocks.slice(0, Math.ceil(count / 2)));
        return;
      }
      const words = asPlainText(blocks[0]!);
      const [plain] = planAppends([words]);
      await this.#send(plain!.blocks, this.#nextPosition(), this.#describe(plain!, blocks.slice(0, 1), [words]));
    }
  }

  /** `sent`: what goes out instead of `sources`, by which the blocks are known. */
  #describe(plan: AppendPlan, sources: readonly NotionBlock[], sent = sources): AppendIntent {
    const afterId = this.#state.written.at(-1)?.id ?? this.#place.afterId;
    return {
      parentId: this.#place.parentId,
      ...(afterId !== undefined && { afterId }),
      ...(this.#place.beforeId !== undefined && { beforeId: this.#place.beforeId }),
      prints: plan.blocks.map(fingerprintRequest),
      hashes: sources.map(hashBlock),
      below: sent.map(printsBelow),
      deferred: plan.deferred,
      isDeferred: false,
      sentAt: 0,
    };
  }

  /**
   * Puts the blocks from `index` on in the trash, last first. One that a person edited since stays and is theirs from then on.
   * Returns how many were taken back and how many stayed.
   */
  async takeBack(index: number): Promise<{ removed: number; kept: number }> {
    let removed = 0;
    let kept = 0;
    while (this.#state.written.length > index) {
      const last = this.#state.written.at(-1)!;
      const outcome = await trashUnlessEdited(this.#deps.workspace, last, {
        parentId: this.#place.parentId,
        signal: this.#deps.signal,
        clock: this.#deps.clock,
        ...(typeof last.leaving === 'object' && { sent: last.leaving }),
        // Stored first: a request that is cut may still land, so from now on the block is never one to keep.
        note: (sent) => this.#markLeaving(last, sent),
      });
      if (outcome === 'trashed') removed += 1;
      else kept += 1;
      await this.#update({
        ...this.#state,
        written: this.#state.written.slice(0, -1),
        deferred: this.#state.deferred.filter((pending) => pending.rootId !== last.id),
      });
    }
    return { removed, kept };
  }

  async #markLeaving(last: WrittenBlock, leaving: SentToTrash): Promise<void> {
    const written = this.#state.written.with(-1, { ...last, leaving });
    await this.#update({ ...this.#state, written });
  }

  #nextPosition(): AppendPosition {
    const last = this.#state.written.at(-1);
    if (last) return { type: 'after', blockId: last.id };
    if (this.#place.kind === 'after' && this.#place.afterId !== undefined) {
      return { type: 'after', blockId: this.#place.afterId };
    }
    return { type: this.#place.kind === 'end' ? 'end' : 'start' };
  }

  async #send(blocks: readonly RequestBlock[], position: AppendPosition, intent: AppendIntent): Promise<void> {
    const { workspace, signal } = this.#deps;
    signal.throwIfAborted();
    const sentAt = await noteSending(workspace, (at) =>
      this.#update({ ...this.#state, intent: { ...intent, sentAt: at } }),
    );
    try {
      // No signal: an append that is on its way is cheaper to wait for than to look for.
      const { blockIds, mayBeResent } = await workspace.appendChildren(intent.parentId, blocks, position);
      await this.#adopt(blockIds, mayBeResent || Math.abs(workspace.serverNow() - sentAt) > LATE_MS);
    } catch (error) {
      if (error instanceof AppError && error.retry === 'look') {
        await this.settle();
        return;
      }
      await this.#dropIntent();
      throw error;
    }
  }

  /** `unsure`: its answer came late or never, or the browser may have sent it again, so that it may stand there twice. */
  async #adopt(blockIds: readonly string[], unsure = false): Promise<void> {
    const seenAt = this.#deps.workspace.serverNow();
    await this.#update(adoptBlocks(this.#state, blockIds, { seenAt, unsure }));
  }

  async #dropIntent(): Promise<void> {
    const { intent: _intent, ...rest } = this.#state;
    await this.#update(rest);
  }

  /**
   * Looks on the page for an append whose answer never came.
   * @throws AppError `notion-write-unconfirmed` while it may still land
   */
  async settle(): Promise<void> {
    const { intent } = this.#state;
    if (!intent) return;
    const { written, nested = [] } = this.#state;
    const own = [...written, ...nested.flatMap(({ blocks }) => blocks)].map(({ id }) => id);
    const known = new Set([...own, ...(await this.#deps.others())]);
    const found = await findAppend(this.#deps.workspace, intent, known, this.#deps.signal);
    if (found.length === intent.prints.length) {
      await this.#adopt(found, true);
      return;
    }
    const sentAt = sentAgo(this.#deps.workspace, intent.sentAt);
    if (sentAt !== intent.sentAt) await this.#update({ ...this.#state, intent: { ...intent, sentAt } });
    awaitLanding(this.#deps, sentAt);
    if (found.length > 0) {
      // Half an append: what Notion saved of it counts, the rest is sent by whoever called.
      await this.#adopt(found, true);
      return;
    }
    await this.#dropIntent();
  }

  async #appendDeferred(): Promise<void> {
    for (;;) {
      const [next] = this.#state.deferred;
      if (!next) return;
      const parentId = next.after?.parentId ?? (await this.#resolvePath(next));
      const lastChild = next.after?.id ?? (next.isFirst ? undefined : await this.#lastChild(parentId));
      const plan = planAppends(next.blocks)[0]!;
      await this.#send(
        plan.blocks,
        { type: 'end' },
        {
          parentId,
          ...(lastChild !== undefined && { afterId: lastChild }),
          prints: plan.blocks.map(fingerprintRequest),
          hashes: [],
          deferred: plan.deferred,
          isDeferred: true,
          sentAt: 0,
        },
      );
    }
  }

  async #lastChild(parentId: string): Promise<string | undefined> {
    return (await listAllChildren(this.#deps.workspace, parentId, this.#deps.signal)).at(-1)?.id;
  }

  async #resolvePath({ rootId, path }: PendingChild): Promise<string> {
    let id = rootId;
    for (const index of path) {
      const children = await listAllChildren(this.#deps.workspace, id, this.#deps.signal);
      const child = children[index];
      if (!child) throw new AppError('notion-not-found', 'never', { message: 'a block we wrote is gone' });
      id = child.id;
    }
    return id;
  }

  async #update(state: WriteState): Promise<void> {
    this.#state = state;
    await this.#deps.save(state);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'notion-invalid-request' || error.code === 'notion-too-large');
}

/** The last resort for a block that Notion will not take: its words, without form. */
function asPlainText(block: NotionBlock): NotionBlock {
  const words = convertBlocksToPlainText([block as unknown as ReadableBlock]);
  return { type: 'paragraph', paragraph: { rich_text: textRuns(words).slice(0, MOST_BLOCKS) } };
}
