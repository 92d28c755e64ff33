/**
 * Takes out what landed twice although it was sent once. When a kept-alive connection breaks before the first byte of an answer,
 * a browser sends the request again by itself, whatever its method (https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 asks it
 * not to; Chromium 156 and Firefox 153 were seen to). The script learns of one answer only, so the first copy stands on the
 * page unknown to it.
 */
import { fingerprintResponse } from '../../markdown/block-fingerprint.ts';
import type { BlockObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { listAllChildren } from './list-all-children.ts';
import type { Place, WrittenBlock } from './page-checkpoint.ts';

/** A connection that breaks is noticed, and its request sent again, within the time that Notion has for one; minutes are rounded. */
const WITHIN_MS = 2 * 60_000;

export interface DoublesSearch {
  readonly workspace: NotionWorkspace;
  readonly place: Place;
  readonly written: readonly WrittenBlock[];
  readonly signal: AbortSignal;
  /** Ids of blocks that other runs wrote on this page: asked for only when something looks like a copy. */
  readonly others: () => Promise<ReadonlySet<string>>;
}

/** Looks at the place once, and trashes the copies. Returns how many there were. */
export async function dropDoubles({ workspace, place, written, signal, others }: DoublesSearch): Promise<number> {
  if (written.length === 0) return 0;
  const children = await listAllChildren(workspace, place.parentId, signal);
  const alike = findDoubles(childrenOfPlace(children, place), written);
  if (alike.length === 0) return 0;
  const known = await others();
  const doubles = alike.filter(({ id }) => !known.has(id));
  for (const { id } of doubles) {
    signal.throwIfAborted();
    await workspace.setBlockTrashed(id, true, signal);
  }
  return doubles.length;
}

/** Same content, same author, made at the same time as one of ours, and none of those we know. */
function findDoubles(
  children: readonly BlockObjectResponse[],
  written: readonly WrittenBlock[],
): readonly BlockObjectResponse[] {
  const printOf = new Map(written.map((block) => [block.id, block.print]));
  const ours = children.filter((child) => printOf.has(child.id));
  return children.filter((child) => {
    if (printOf.has(child.id)) return false;
    const print = fingerprintResponse(child);
    return ours.some(
      (block) =>
        printOf.get(block.id) === print &&
        block.created_by.id === child.created_by.id &&
        Math.abs(Date.parse(block.created_time) - Date.parse(child.created_time)) <= WITHIN_MS,
    );
  });
}

function childrenOfPlace(children: readonly BlockObjectResponse[], place: Place): readonly BlockObjectResponse[] {
  const after = children.findIndex((child) => child.id === place.afterId);
  const before = children.findIndex((child) => child.id === place.beforeId);
  return children.slice(after + 1, before > after ? before : undefined);
}
