import { convertBlocksToText } from '../markdown/convert-blocks-to-text.ts';
import type { ReadableBlock } from '../markdown/read-rich-text.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { hideFileAddresses } from '../notion/hide-file-addresses.ts';
import { AppError } from '../shared/app-error.ts';
import { listAllChildren } from '../notion/list-all-children.ts';

/** Kept for a second try; the request is cut to the size that Settings say. */
const MOST_CONTEXT = 400_000;
/** Lists of children that are read of one page: each block with something below it is a request. */
const MOST_LISTS = 60;

/**
 * A page's text for the model. Where Notion refuses its Markdown (too large a page, an older server), its blocks are read instead:
 * context is a help, and its absence must not fail a run.
 */
export async function readContext(workspace: NotionWorkspace, pageId: string, signal: AbortSignal): Promise<string> {
  try {
    // Before it is cut: half an address would not be known for one.
    const { markdown, truncated } = await workspace.getPageMarkdown(pageId, signal);
    return withNote(hideFileAddresses(markdown), truncated);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'notion-invalid-request') throw error;
    const budget: Budget = { lists: MOST_LISTS, isSpent: false };
    const blocks = await readTree(workspace, pageId, budget, signal);
    return withNote(convertBlocksToText(blocks), budget.isSpent);
  }
}

/** The model is told that a page goes on where it sees no more of it. */
const NOTE = '(This page is too large to be given whole: some of its text is missing here.)';

function withNote(text: string, isIncomplete: boolean): string {
  if (!isIncomplete && text.length <= MOST_CONTEXT) return text;
  return `${text.slice(0, MOST_CONTEXT - NOTE.length - 2).toWellFormed()}\n\n${NOTE}`;
}

interface Budget {
  /** Lists that may still be read. */
  lists: number;
  /** Something below a block was left out. */
  isSpent: boolean;
}

/** A page's blocks with everything below them, as long as the budget lasts. Pages and databases below it are texts of their own. */
async function readTree(
  workspace: NotionWorkspace,
  parentId: string,
  left: Budget,
  signal: AbortSignal,
): Promise<readonly ReadableBlock[]> {
  left.lists -= 1;
  const blocks = await listAllChildren(workspace, parentId, signal);
  const read: ReadableBlock[] = [];
  for (const block of blocks) {
    // Notion's blocks hold more than is read here; the reader takes any shape.
    const readable = block as unknown as ReadableBlock;
    const isWhole = !block.has_children || block.type === 'child_page' || block.type === 'child_database';
    if (!isWhole && left.lists <= 0) left.isSpent = true;
    if (isWhole || left.lists <= 0) read.push(readable);
    else read.push({ ...readable, children: await readTree(workspace, block.id, left, signal) });
  }
  return read;
}
