/**
 * Takes out what landed twice although it was sent once. When a kept-alive connection breaks before the first byte of an answer,
 * a browser sends the request again by itself, whatever its method (https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 asks it
 * not to; Chromium 156 and Firefox 153 were seen to). The script learns of one answer only, so the first copy stands on the
 * page unknown to it.
 */
import { fingerprintResponse } from '../markdown/block-fingerprint.ts';
import type { BlockObjectResponse } from '../notion/api-types.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { listAllChildren } from './block-writer.ts';
import type { Place, WrittenBlock } from './page-checkpoint.ts';

/** Looks at the place once, and trashes the copies. Returns how many there were. */
export async function dropDoubles(
  workspace: NotionWorkspace,
  place: Place,
  written: readonly WrittenBlock[],
  signal: AbortSignal,
): Promise<number> {
  if (written.length === 0) return 0;
  const children = await listAllChildren(workspace, place.parentId, signal);
  const doubles = findDoubles(childrenOfPlace(children, place), written);
  for (const { id } of doubles) {
    signal.throwIfAborted();
    await workspace.setBlockTrashed(id, true, signal);
  }
  return doubles.length;
}

/** Same content, same author, not older than ours, and none of those we know: nobody else makes that. */
function findDoubles(
  children: readonly BlockObjectResponse[],
  written: readonly WrittenBlock[],
): readonly BlockObjectResponse[] {
  const ours = new Set(written.map((block) => block.id));
  const sample = children.find((child) => ours.has(child.id));
  if (!sample) return [];
  const prints = new Set(written.map((block) => block.print));
  return children.filter(
    (child) =>
      !ours.has(child.id) &&
      child.created_by.id === sample.created_by.id &&
      child.created_time >= sample.created_time &&
      prints.has(fingerprintResponse(child)),
  );
}

function childrenOfPlace(children: readonly BlockObjectResponse[], place: Place): readonly BlockObjectResponse[] {
  const after = children.findIndex((child) => child.id === place.afterId);
  const before = children.findIndex((child) => child.id === place.beforeId);
  return children.slice(after + 1, before > after ? before : undefined);
}
