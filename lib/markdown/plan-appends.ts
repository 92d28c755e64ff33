import { childrenOf, type NotionBlock, type RequestBlock } from './block-types.ts';
import { utf8Bytes } from './clean-text.ts';

// https://developers.notion.com/reference/request-limits and …/reference/patch-block-children
export const MAX_CHILDREN = 100;
export const MAX_ELEMENTS = 1000;
/** Notion takes 500 KB; ours leaves room for the request's own keys and for doubt about what a KB is. */
export const MAX_BYTES = 450_000;
/** Top-level blocks and two levels below them. */
const MAX_LEVEL = 3;

/** Blocks that a request had no room or level for. */
export interface DeferredAppend {
  /**
   * Which block they belong below: the index in the plan's `blocks`, then the index among that block's children on the
   * page, and so on down. Indices count the blocks that were sent, so they are right once those exist.
   */
  readonly path: readonly number[];
  /** To be appended at the end of that block: fits one request, so `planAppends(blocks)` gives exactly one plan. */
  readonly blocks: readonly NotionBlock[];
  /** That block was sent without anything below it, so that these are its first children. */
  readonly isFirst?: true;
}

/** One request (`blocks`), and what is to follow it. */
export interface AppendPlan {
  readonly blocks: readonly RequestBlock[];
  readonly deferred: readonly DeferredAppend[];
}

/**
 * Divides top-level blocks into append requests within Notion's limits: at most 100 blocks in any list, two levels of
 * children, 1,000 block elements and 450,000 bytes of JSON; tables with their first rows, and none on the third level. A block with
 * more below it than its request can carry goes out alone: Notion names its id in the answer, so that its children can follow
 * without anybody looking for their place.
 *
 * Every plan takes the next `plan.blocks.length` of the given blocks, each once. How to carry a plan out: append
 * `plan.blocks` to the parent; Notion answers with the ids of the first level only. Then, for each deferred append in order:
 * follow `path` (the first index picks one of those ids, each further one a child from listing its parent), call
 * `planAppends(deferred.blocks)`, append that plan at the end of the block found, and go on with its own deferred appends
 * before the next. Two deferred appends with the same path are one list cut in two: their order matters.
 */
export function planAppends(blocks: readonly NotionBlock[]): AppendPlan[] {
  const plans: { blocks: RequestBlock[]; deferred: DeferredAppend[] }[] = [];
  let room = { elements: 0, bytes: 0 };
  for (const block of blocks) {
    const left = { elements: MAX_ELEMENTS, bytes: MAX_BYTES };
    const whole = fit(block, 1, left);
    const fitted = whole.deferred.some(({ path }) => path.length > 0) ? alone(block, left) : whole;
    const elements = MAX_ELEMENTS - left.elements;
    const bytes = MAX_BYTES - left.bytes;
    let plan = plans.at(-1);
    if (plan === undefined || plan.blocks.length >= MAX_CHILDREN || room.elements < elements || room.bytes < bytes) {
      plan = { blocks: [], deferred: [] };
      plans.push(plan);
      room = { elements: MAX_ELEMENTS, bytes: MAX_BYTES };
    }
    room.elements -= elements;
    room.bytes -= bytes;
    const index = plan.blocks.length;
    // `fit` has cut it to two levels; the compiler cannot count them.
    plan.blocks.push(fitted.block as RequestBlock);
    for (const each of fitted.deferred) plan.deferred.push({ ...each, path: [index, ...each.path] });
  }
  return plans;
}

interface Room {
  elements: number;
  bytes: number;
}

interface Fitted {
  readonly block: NotionBlock;
  readonly deferred: DeferredAppend[];
}

/** The block with as many of its children as have room, which is taken from `room`. */
function fit(block: NotionBlock, level: number, room: Room): Fitted {
  const children = childrenOf(block);
  room.elements -= 1;
  room.bytes -= ownBytes(block);
  const kept: NotionBlock[] = [];
  const deferred: DeferredAppend[] = [];
  for (const child of children) {
    if (kept.length >= MAX_CHILDREN || !hasRoom(child, level + 1, room)) break;
    const fitted = fit(child, level + 1, room);
    for (const each of fitted.deferred) deferred.push({ path: [kept.length, ...each.path], blocks: each.blocks });
    kept.push(fitted.block);
  }
  if (kept.length === children.length && deferred.length === 0) return { block, deferred };
  for (const blocks of oneRequestEach(children.slice(kept.length))) deferred.push({ path: [], blocks });
  return { block: withChildren(block, kept), deferred };
}

/** The block without its children, which follow in requests of their own. */
function alone(block: NotionBlock, room: Room): Fitted {
  room.elements = MAX_ELEMENTS - 1;
  room.bytes = MAX_BYTES - ownBytes(block);
  const deferred = oneRequestEach(childrenOf(block)).map((blocks, index): DeferredAppend => {
    return { path: [], blocks, ...(index === 0 && { isFirst: true }) };
  });
  return { block: withChildren(block, []), deferred };
}

function hasRoom(block: NotionBlock, level: number, room: Room): boolean {
  if (level > MAX_LEVEL) return false;
  if (block.type !== 'table') return room.elements >= 1 && room.bytes >= ownBytes(block);
  // A table is created with at least one row, which lies a level deeper.
  const row = block.table.children[0];
  if (row === undefined || level === MAX_LEVEL) return false;
  return room.elements >= 2 && room.bytes >= ownBytes(block) + ownBytes(row);
}

function oneRequestEach(blocks: readonly NotionBlock[]): NotionBlock[][] {
  let start = 0;
  return planAppends(blocks).map((plan) => blocks.slice(start, (start += plan.blocks.length)));
}

/** Bytes of JSON without the children, and the comma. */
function ownBytes(block: NotionBlock): number {
  return utf8Bytes(JSON.stringify(childrenOf(block).length === 0 ? block : withChildren(block, []))) + 1;
}

function withChildren(block: NotionBlock, children: NotionBlock[]): NotionBlock {
  const { children: _dropped, ...body } = (block as unknown as Record<string, { children?: unknown }>)[block.type]!;
  const below = children.length > 0 || block.type === 'table' ? { children } : {};
  return { type: block.type, [block.type]: { ...body, ...below } } as unknown as NotionBlock;
}
