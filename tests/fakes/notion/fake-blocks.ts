/** How blocks come onto a page of the fake Notion, within the limits of one request. */
import type { AppendPosition } from '../../../lib/notion/workspace.ts';
import { readBlockRequest, refuse } from '../fake-notion-values.ts';
import type { FakeWorld, Node } from './fake-world.ts';

/** Requests for paragraphs of these texts. */
export const paragraphs = (texts: readonly string[]): unknown[] =>
  texts.map((content) => ({ paragraph: { rich_text: [{ text: { content } }] } }));

export function insertBlocks(
  world: FakeWorld,
  parent: Node,
  requests: readonly unknown[],
  position: AppendPosition = { type: 'end' },
  depth = 1,
): Node[] {
  if (requests.length > 100) throw refuse('children.length should be ≤ 100');
  if (depth > 3) throw refuse('children nested too deeply');
  const parsed = requests.map(readBlockRequest);
  const made = parsed.map(({ type, body }) =>
    world.addNode({
      kind: 'block',
      type,
      body,
      parentId: parent.id,
      parent:
        parent.kind === 'page' ? { type: 'page_id', page_id: parent.id } : { type: 'block_id', block_id: parent.id },
    }),
  );
  parsed.forEach(({ children }, index) => {
    const node = made[index];
    if (node && children.length > 0) insertBlocks(world, node, children, { type: 'end' }, depth + 1);
  });
  const ids = made.map((node) => node.id);
  if (position.type === 'after') {
    const index = parent.children.indexOf(position.blockId);
    if (index < 0) throw refuse('after_block is not a child of the parent');
    parent.children.splice(index + 1, 0, ...ids);
  } else if (position.type === 'start') parent.children.unshift(...ids);
  else parent.children.push(...ids);
  world.touch(parent);
  return made;
}

/** Checks a whole request before anything is written, as Notion does. */
export function refuseTooMany(requests: readonly unknown[]): void {
  if (countBlocks(requests, 1) > 1000) throw refuse('more than 1000 blocks');
}

function countBlocks(requests: readonly unknown[], depth: number): number {
  if (depth > 3 && requests.length > 0) throw refuse('children nested too deeply');
  if (requests.length > 100) throw refuse('children.length should be ≤ 100');
  const inner = requests.map((request) => countBlocks(readBlockRequest(request).children, depth + 1));
  return inner.reduce((sum, count) => sum + count, requests.length);
}
