import { convertBlocksToText } from '../../markdown/convert-blocks-to-text.ts';
import type { ReadableBlock } from '../../markdown/read-rich-text.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { hideFileAddresses } from '../../prompt/hide-file-addresses.ts';
import { AppError } from '../../shared/app-error.ts';
import { listAllChildren } from '../body/list-all-children.ts';

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
    return hideFileAddresses((await workspace.getPageMarkdown(pageId, signal)).markdown).slice(0, MOST_CONTEXT);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'notion-invalid-request') throw error;
    const blocks = await readTree(workspace, pageId, { lists: MOST_LISTS }, signal);
    return convertBlocksToText(blocks).slice(0, MOST_CONTEXT);
  }
}

/** A page's blocks with everything below them, as long as the budget lasts. Pages and databases below it are texts of their own. */
async function readTree(
  workspace: NotionWorkspace,
  parentId: string,
  left: { lists: number },
  signal: AbortSignal,
): Promise<readonly ReadableBlock[]> {
  left.lists -= 1;
  const blocks = await listAllChildren(workspace, parentId, signal);
  const read: ReadableBlock[] = [];
  for (const block of blocks) {
    // Notion's blocks hold more than is read here; the reader takes any shape.
    const readable = block as unknown as ReadableBlock;
    const isWhole = !block.has_children || block.type === 'child_page' || block.type === 'child_database';
    if (isWhole || left.lists <= 0) read.push(readable);
    else read.push({ ...readable, children: await readTree(workspace, block.id, left, signal) });
  }
  return read;
}
