/** What the state of a body is once the blocks of its open append are known to stand on the page. */
import type { DeferredAppend } from '../../markdown/plan-appends.ts';
import type { AppendIntent, NestedBlocks, PendingChild, WriteState, WrittenBlock } from './page-checkpoint.ts';

interface Seen {
  /** By Notion's clock (epoch ms). */
  readonly seenAt: number;
  /** The answer came late or never, or the browser may have sent it again, so that it may stand there twice. */
  readonly unsure: boolean;
}

/** `blockIds`: in the order of the intent's blocks; fewer when Notion saved only the first of them. Without an intent nothing changes. */
export function adoptBlocks(state: WriteState, blockIds: readonly string[], { seenAt, unsure }: Seen): WriteState {
  const { intent, written, deferred, nested = [] } = state;
  if (!intent) return state;
  const blocks = blockIds.map((id, index): WrittenBlock => ({
    id,
    hash: intent.hashes[index] ?? '',
    print: intent.prints[index] ?? '',
    ...(intent.below && { below: intent.below[index] ?? [] }),
    ...(unsure && { unsure: seenAt }),
  }));
  const pending = pendingBelow(intent.deferred, blockIds);
  if (!intent.isDeferred) {
    return { written: [...written, ...blocks], deferred: [...deferred, ...pending], nested, lastSeenAt: seenAt };
  }
  const [first, ...others] = deferred;
  const rest = first?.blocks.slice(blockIds.length) ?? [];
  const left = first && rest.length > 0 ? [{ ...first, blocks: rest }, ...others] : others;
  return {
    written,
    deferred: [...pending, ...(first ? goOnBehind(left, first, intent.parentId, blockIds.at(-1)) : left)],
    nested: addNested(nested, intent, blocks),
    lastSeenAt: seenAt,
  };
}

function addNested(
  nested: readonly NestedBlocks[],
  { parentId, afterId }: AppendIntent,
  blocks: readonly WrittenBlock[],
): readonly NestedBlocks[] {
  const added = blocks.map(({ id, print, unsure }) => ({ id, print, ...(unsure !== undefined && { unsure }) }));
  const known = nested.find((place) => place.parentId === parentId);
  if (!known) return [...nested, { parentId, ...(afterId !== undefined && { afterId }), blocks: added }];
  return nested.map((place) => (place === known ? { ...place, blocks: [...place.blocks, ...added] } : place));
}

function pendingBelow(deferred: readonly DeferredAppend[], blockIds: readonly string[]): readonly PendingChild[] {
  return deferred.flatMap(({ path: [first, ...path], ...rest }): PendingChild[] => {
    const rootId = first === undefined ? undefined : blockIds[first];
    return rootId === undefined ? [] : [{ ...rest, rootId, path }];
  });
}

/** What goes to the same place as `sent` is behind it now: nobody has to look where the list ends. */
function goOnBehind(
  pending: readonly PendingChild[],
  sent: PendingChild,
  parentId: string,
  id: string | undefined,
): readonly PendingChild[] {
  if (id === undefined) return pending;
  const isSamePlace = ({ rootId, path }: PendingChild) => rootId === sent.rootId && path.join() === sent.path.join();
  return pending.map((one) => (isSamePlace(one) ? { ...one, after: { parentId, id } } : one));
}
