import type { SelectionBlock } from '../../lib/in-page/selection-block.ts';
import { toDashedId } from '../../lib/notion/page-id.ts';

/** Where a page's blocks are: the frame, and a page that is peeked over it. Not the sidebar or a dialog. */
const PAGES = '.notion-frame, .notion-peek-renderer';

/** The block that the present selection ends in, by its id alone. The text is the browser's to tell, never the page's. */
export function findSelectedBlock(): SelectionBlock {
  const selection = getSelection();
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return {};
  const block = elementOf(lastSelectedNode(selection.getRangeAt(0)))?.closest('[data-block-id]');
  const blockId = toDashedId(block?.getAttribute('data-block-id') ?? '');
  return blockId !== undefined && block?.closest(PAGES) != null ? { blockId } : {};
}

/** A triple click selects up to the very start of the next block, which nothing is selected of. */
function lastSelectedNode({ endContainer, endOffset, startContainer, commonAncestorContainer }: Range): Node {
  if (endOffset > 0) return endContainer.childNodes[endOffset - 1] ?? endContainer;
  const walker = document.createTreeWalker(commonAncestorContainer, NodeFilter.SHOW_TEXT);
  walker.currentNode = endContainer;
  let node = walker.previousNode();
  while (node !== null && node !== startContainer && node.textContent?.trim() === '') node = walker.previousNode();
  return node ?? startContainer;
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}
