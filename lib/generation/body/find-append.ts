import { fingerprintResponse } from '../../markdown/block-fingerprint.ts';
import type { BlockObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { listAllChildren } from '../../notion/list-all-children.ts';
import type { AppendIntent } from './page-checkpoint.ts';

/** Created times are whole minutes, and Notion's clock is known to about a second. */
const SLACK_MS = 2 * 60_000;

/**
 * Ids of an append's blocks on the page, from its first on; empty: it is not there. `known`: blocks of other requests and runs. Where the
 * append went to the end of a page that nobody looked at, an equal text that stood there before is told by its time.
 */
export async function findAppend(
  workspace: NotionWorkspace,
  intent: AppendIntent,
  known: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const all = await listAllChildren(workspace, intent.parentId, signal);
  const isTold = intent.afterId !== undefined || intent.beforeId !== undefined;
  // A time in the future is of a clock that was wrong then: it tells nothing.
  const since = isTold || intent.sentAt > workspace.serverNow() ? -Infinity : intent.sentAt - SLACK_MS;
  const children = childrenBetween(all, intent, known).filter(({ created_time: at }) => Date.parse(at) >= since);
  const prints = children.map(fingerprintResponse);
  let best: readonly string[] = [];
  for (let start = 0; start < prints.length; start += 1) {
    let length = 0;
    while (length < intent.prints.length && prints[start + length] === intent.prints[length]) length += 1;
    if (length > best.length) best = children.slice(start, start + length).map((child) => child.id);
    if (best.length === intent.prints.length) break;
  }
  return best;
}

function childrenBetween(
  all: readonly BlockObjectResponse[],
  { afterId, beforeId }: AppendIntent,
  ours: ReadonlySet<string>,
): readonly BlockObjectResponse[] {
  const after = afterId === undefined ? -1 : all.findIndex((child) => child.id === afterId);
  const before = beforeId === undefined ? -1 : all.findIndex((child) => child.id === beforeId);
  return all.slice(after + 1, before > after ? before : undefined).filter((child) => !ours.has(child.id));
}
