import { convertBlocksToText } from '../../markdown/convert-blocks-to-text.ts';
import type { ReadableBlock } from '../../markdown/read-rich-text.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { hideFileAddresses } from '../../prompt/hide-file-addresses.ts';
import { AppError } from '../../shared/app-error.ts';
import { listAllChildren } from '../body/list-all-children.ts';

/** Kept for a second try; the request is cut to the size that Settings say. */
const MOST_CONTEXT = 400_000;

/**
 * A page's text for the model. Where Notion refuses its Markdown (too large a page, an older server), the first level of its blocks
 * is read instead: context is a help, and its absence must not fail a run.
 */
export async function readContext(workspace: NotionWorkspace, pageId: string, signal: AbortSignal): Promise<string> {
  try {
    // Before it is cut: half an address would not be known for one.
    return hideFileAddresses((await workspace.getPageMarkdown(pageId, signal)).markdown).slice(0, MOST_CONTEXT);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'notion-invalid-request') throw error;
    const blocks = await listAllChildren(workspace, pageId, signal);
    // Notion's blocks hold more than is read here; the reader takes any shape.
    return convertBlocksToText(blocks as unknown as readonly ReadableBlock[]).slice(0, MOST_CONTEXT);
  }
}
