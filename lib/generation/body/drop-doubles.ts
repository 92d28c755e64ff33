/**
 * Takes out what landed twice although it was sent once. When a kept-alive connection breaks before the first byte of an answer,
 * a browser sends the request again by itself, whatever its method (https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 asks it
 * not to; Chromium 156 and Firefox 153 were seen to). The script learns of one answer only, so the other copy stands on the
 * page unknown to it.
 */
import { fingerprintResponse } from '../../markdown/block-fingerprint.ts';
import type { BlockObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import type { Clock } from '../../shared/clock.ts';
import { listAllChildren } from '../../notion/list-all-children.ts';
import type { NestedBlocks, Place, WriteState } from './page-checkpoint.ts';
import { trashAsRead } from './trash-unless-edited.ts';
import { untilGone } from './until-gone.ts';

/** A connection that breaks is noticed, and its request sent again, within the time that Notion has for one; minutes are rounded. */
const WITHIN_MS = 2 * 60_000;
/** A list may be some seconds behind the writes: one that lacks what was just written is read again. */
const BEHIND_MS = 15_000;
const LOOK_AGAIN_MS = 3_000;

export interface DoublesSearch {
  readonly workspace: NotionWorkspace;
  readonly clock: Clock;
  readonly place: Place;
  readonly write: WriteState;
  readonly signal?: AbortSignal;
  /** Ids of blocks that other runs wrote on this page: asked for only when something looks like a copy. */
  readonly others: () => Promise<ReadonlySet<string>>;
  /**
   * The token's blocks bear a person's name, so that a copy that the person made looks like ours. Then only copies that were made until
   * the answer came are looked for.
   */
  readonly writesAsPerson: boolean;
}

/** Where blocks of ours went, and what of them is known. */
interface Spot {
  readonly parentId: string;
  readonly afterId?: string;
  readonly beforeId?: string;
  readonly blocks: NestedBlocks['blocks'];
}

/**
 * Looks once at each place where a request may have been carried out twice, and trashes the copies. Returns how many there were. No
 * request where every answer came at once, over a connection that stood.
 */
export async function dropDoubles(search: DoublesSearch): Promise<number> {
  const { place, write } = search;
  const spots: readonly Spot[] = [{ ...place, blocks: write.written }, ...(write.nested ?? [])];
  let dropped = 0;
  for (const spot of spots) {
    const blocks = spot.blocks.filter(({ unsure }) => unsure !== undefined);
    if (blocks.length > 0) dropped += await dropAt(search, spot, blocks);
  }
  return dropped;
}

async function dropAt(search: DoublesSearch, spot: Spot, sought: Spot['blocks']): Promise<number> {
  const { workspace, signal, others } = search;
  const children = await listFresh(search, spot);
  const alike = findDoubles(childrenOfSpot(children, spot), spot.blocks, sought, search.writesAsPerson);
  if (alike.length === 0) return 0;
  const known = await others();
  const doubles = alike.filter(({ id }) => !known.has(id));
  let dropped = 0;
  for (const double of doubles) {
    signal?.throwIfAborted();
    const { id } = double;
    if (await trashAsRead(workspace, { id, print: fingerprintResponse(double) }, spot.parentId)) dropped += 1;
    // Edited in this very moment: it is a person's by now.
    else await workspace.setBlockTrashed(id, false);
  }
  return dropped;
}

/** The children, read again while they, or the place itself, lack what was written seconds ago. A place that is gone holds no copies. */
async function listFresh(
  { workspace, clock, write, signal }: DoublesSearch,
  { parentId, blocks }: Spot,
): Promise<readonly BlockObjectResponse[]> {
  for (;;) {
    const children = (await untilGone(() => listAllChildren(workspace, parentId, signal))) ?? [];
    const ids = new Set(children.map(({ id }) => id));
    const sinceMs = workspace.serverNow() - (write.lastSeenAt ?? -Infinity);
    if (sinceMs < 0 || sinceMs > BEHIND_MS || blocks.every(({ id }) => ids.has(id))) return children;
    await clock.sleep(LOOK_AGAIN_MS, signal);
  }
}

/** Same content, same author, made at the same time as one of ours, and none of those we know. */
function findDoubles(
  children: readonly BlockObjectResponse[],
  ours: Spot['blocks'],
  sought: Spot['blocks'],
  writesAsPerson: boolean,
): readonly BlockObjectResponse[] {
  const known = new Set(ours.map(({ id }) => id));
  const soughtById = new Map(sought.map((block) => [block.id, block]));
  const originals = children.filter((child) => soughtById.has(child.id));
  return children.filter((child) => {
    if (known.has(child.id)) return false;
    const print = fingerprintResponse(child);
    const madeAt = Date.parse(child.created_time);
    return originals.some((original) => {
      const block = soughtById.get(original.id)!;
      if (block.print !== print || original.created_by.id !== child.created_by.id) return false;
      if (writesAsPerson && madeAt > (block.unsure ?? 0)) return false;
      return Math.abs(Date.parse(original.created_time) - madeAt) <= WITHIN_MS;
    });
  });
}

function childrenOfSpot(children: readonly BlockObjectResponse[], spot: Spot): readonly BlockObjectResponse[] {
  const after = children.findIndex((child) => child.id === spot.afterId);
  const before = children.findIndex((child) => child.id === spot.beforeId);
  return children.slice(after + 1, before > after ? before : undefined);
}
