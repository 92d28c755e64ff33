import type { BlockNode, ItemNode } from './block-node.ts';
import type { ListMarker } from './line-kind.ts';

/** The numbered list at the end of a parent, which a later line may still continue. */
export interface OpenNumbers {
  readonly item: ItemNode;
  readonly number: number;
  /** Bullets without indent stood between two of its numbers. */
  readonly takesBullets: boolean;
}

export interface ListParent {
  readonly children: BlockNode[];
  numbers: OpenNumbers | undefined;
}

/**
 * Puts a new item below its parent. Models write code, paragraphs and bullets between two numbers without indent, where
 * CommonMark ends the list: what stands between two consecutive numbers goes below the first.
 */
export function addItem(parent: ListParent, marker: ListMarker): ItemNode {
  const { ordered, delimiter, digits } = marker;
  const number = Number(digits);
  const { numbers } = parent;
  const continues = ordered && numbers?.item.delimiter === delimiter && numbers.number + 1 === number;
  let takesBullets = numbers?.takesBullets === true;
  if (continues) {
    const between = parent.children.splice(parent.children.lastIndexOf(numbers.item) + 1);
    const [first] = between;
    if (first !== undefined) takesBullets = first.type === 'item';
    for (const node of between) numbers.item.children.push(node);
  } else if (ordered) settleNumbers(parent);
  const item: ItemNode = { type: 'item', ordered, delimiter, digits, listStart: startOf(parent, marker), children: [] };
  if (ordered) parent.numbers = { item, number, takesBullets: continues && takesBullets };
  parent.children.push(item);
  return item;
}

function startOf({ children }: ListParent, { ordered, delimiter, digits }: ListMarker): number {
  const last = children.at(-1);
  const isSame = last?.type === 'item' && last.ordered && ordered && last.delimiter === delimiter;
  return isSame ? last.listStart : Number(digits);
}

/** No number of the list can follow: bullets behind the last one are its own if those behind an earlier one were. */
export function settleNumbers(parent: ListParent): void {
  const { numbers, children } = parent;
  parent.numbers = undefined;
  if (numbers?.takesBullets !== true) return;
  const from = children.lastIndexOf(numbers.item) + 1;
  let to = from;
  while (isBullet(children[to])) to++;
  for (const bullet of children.splice(from, to - from)) numbers.item.children.push(bullet);
}

function isBullet(node: BlockNode | undefined): boolean {
  return node?.type === 'item' && !node.ordered;
}
