/** What stands below a block of ours, as fingerprints: told apart from what a person put there without asking when, or by whom. */
import { childrenOf, type NotionBlock } from '../../markdown/block-types.ts';
import { fingerprintRequest, fingerprintResponse } from '../../markdown/block-fingerprint.ts';
import type { BlockObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { listAllChildren } from '../../notion/list-all-children.ts';
import { untilGone } from './until-gone.ts';

/** The blocks of one level in their order; one with something below it comes with that. Plain data, to be stored. */
export type PrintTree = readonly (string | readonly [print: string, below: PrintTree])[];

/** What is to stand below a block that is about to be sent, with all that follows in later requests. */
export function printsBelow(block: NotionBlock): PrintTree {
  return childrenOf(block).map((child) => {
    const below = printsBelow(child);
    return below.length === 0 ? fingerprintRequest(child) : ([fingerprintRequest(child), below] as const);
  });
}

/** What stands below a block in Notion now: one request for each block that has children. */
export async function readPrintsBelow(
  workspace: NotionWorkspace,
  block: Pick<BlockObjectResponse, 'id' | 'has_children'>,
  signal?: AbortSignal,
): Promise<PrintTree> {
  if (!block.has_children) return [];
  const tree: (string | readonly [string, PrintTree])[] = [];
  // What is gone, or so new that a read does not know it yet, holds nothing.
  const children = (await untilGone(() => listAllChildren(workspace, block.id, signal))) ?? [];
  for (const child of children) {
    const print = fingerprintResponse(child);
    const below = await readPrintsBelow(workspace, child, signal);
    tree.push(below.length === 0 ? print : [print, below]);
  }
  return tree;
}

/** True when all that is there is ours, in our order. Some of it may be missing: not sent yet, or taken away by a person. */
export function holdsOnly(present: PrintTree, ours: PrintTree): boolean {
  let next = 0;
  return present.every((node) => {
    const at = ours.findIndex((own, index) => index >= next && isPartOf(node, own));
    next = at + 1;
    return at >= 0;
  });
}

type PrintNode = PrintTree[number];

function isPartOf(node: PrintNode, own: PrintNode): boolean {
  return printOf(node) === printOf(own) && holdsOnly(belowOf(node), belowOf(own));
}

const printOf = (node: PrintNode): string => (typeof node === 'string' ? node : node[0]);
const belowOf = (node: PrintNode): PrintTree => (typeof node === 'string' ? [] : node[1]);
