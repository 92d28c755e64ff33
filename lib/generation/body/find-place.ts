import type { Where } from '../../run-request/target.ts';
import type { BlockObjectResponse } from '../../notion/api-types.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import { ruleOf } from '../../shared/error-rules.ts';
import { listAllChildren } from '../../notion/list-all-children.ts';
import type { Place } from './page-checkpoint.ts';

/** Never put in the trash by “Replace the page”: they are pages of their own, or what others point to. */
const KEPT_TYPES = new Set(['child_page', 'child_database']);
/** Cannot be made again by Visen, and what is inside may not come back from the trash as it was. */
const IRREVERSIBLE_TYPES = new Set(['synced_block', 'meeting_notes', 'unsupported', 'template', 'link_preview']);

export interface PageInspection {
  readonly blocks: number;
  readonly blank: boolean;
  /** Titles of child pages and databases, which stay. */
  readonly kept: readonly string[];
  /** Types of blocks that Undo may not bring back as they were. */
  readonly irreversible: readonly string[];
}

/** True for a paragraph without text or children: what an empty page consists of. */
export function isBlankBlock(block: BlockObjectResponse): boolean {
  return (
    block.type === 'paragraph' &&
    !block.has_children &&
    block.paragraph.rich_text.every((run) => run.plain_text.trim() === '')
  );
}

/** What “Replace the page” would do to a page. */
export function inspectPage(children: readonly BlockObjectResponse[]): PageInspection {
  const kept = children.filter((block) => KEPT_TYPES.has(block.type));
  return {
    blocks: children.length - kept.length,
    blank: children.every(isBlankBlock),
    kept: kept.map(childTitle),
    irreversible: [
      ...new Set(children.map((block) => block.type as string).filter((type) => IRREVERSIBLE_TYPES.has(type))),
    ],
  };
}

function childTitle(block: BlockObjectResponse): string {
  if (block.type === 'child_page') return block.child_page.title;
  return block.type === 'child_database' ? block.child_database.title : '';
}

/** Where on the page the text goes, seen before anything is written. On a blank page all three ways just fill it. */
export async function findPlace(
  workspace: NotionWorkspace,
  pageId: string,
  where: Where,
  signal: AbortSignal,
): Promise<{ place: Place; blank: boolean }> {
  const children = await listAllChildren(workspace, pageId, signal);
  const { blank } = inspectPage(children);
  const first = children.at(0)?.id;
  const last = children.at(-1)?.id;
  if (where === 'end' && !blank) {
    return {
      blank,
      place: { parentId: pageId, kind: 'end', ...(last !== undefined && { afterId: last }), toRemove: [] },
    };
  }
  const replaced = where === 'replace' && !blank ? children.filter((block) => !KEPT_TYPES.has(block.type)) : [];
  return {
    blank,
    place: {
      parentId: pageId,
      kind: 'start',
      ...(first !== undefined && { beforeId: first }),
      toRemove: replaced.map((block) => block.id),
    },
  };
}

/**
 * The end of a page, without a look at it. Only while Notion's time is known: an append that is lost is told from an earlier, equal text
 * by it.
 */
export function placeAtEnd(workspace: NotionWorkspace, pageId: string): Place | undefined {
  return workspace.hasServerTime ? { parentId: pageId, kind: 'end', toRemove: [] } : undefined;
}

/** Of a table or of columns: nothing can be put behind them but their like. */
const PARTS = new Set<string>(['table_row', 'column']);
const DEEPEST = 30;

/**
 * Behind the block that holds a selection; at the end of the page, and marked so, where there is no such block (any more) on
 * this page: the id came from Notion's page, which may show a row of a database or another page.
 */
export async function findPlaceAfter(
  workspace: NotionWorkspace,
  pageId: string,
  blockId: string | undefined,
  signal: AbortSignal,
): Promise<Place> {
  const found = blockId === undefined ? undefined : await findBlockOfPage(workspace, pageId, blockId, signal);
  if (found === undefined) {
    const { place } = await findPlace(workspace, pageId, 'end', signal);
    return { ...place, missed: true };
  }
  const { id, parentId } = found;
  const siblings = await listAllChildren(workspace, parentId, signal);
  const next = siblings[siblings.findIndex((sibling) => sibling.id === id) + 1]?.id;
  return { parentId, kind: 'after', afterId: id, ...(next !== undefined && { beforeId: next }), toRemove: [] };
}

/** The block, or the nearest one around it that can have something behind it, if it belongs to the page. */
async function findBlockOfPage(
  workspace: NotionWorkspace,
  pageId: string,
  blockId: string,
  signal: AbortSignal,
): Promise<{ id: string; parentId: string } | undefined> {
  let found: { id: string; parentId: string } | undefined;
  let id = blockId;
  for (let depth = 0; depth < DEEPEST && id !== pageId; depth++) {
    const block = await readBlock(workspace, id, signal);
    if (block === undefined || block.in_trash) return undefined;
    const { parent } = block;
    const parentId =
      parent.type === 'block_id' ? parent.block_id : parent.type === 'page_id' ? parent.page_id : undefined;
    if (parentId === undefined) return undefined;
    if (found === undefined && !PARTS.has(block.type)) found = { id, parentId };
    if (parent.type === 'page_id') return parentId === pageId ? found : undefined;
    id = parentId;
  }
  return undefined;
}

async function readBlock(
  workspace: NotionWorkspace,
  id: string,
  signal: AbortSignal,
): Promise<BlockObjectResponse | undefined> {
  try {
    return await workspace.getBlock(id, signal);
  } catch (error) {
    // What the person selected may have an id that Notion knows no block by.
    if (error instanceof AppError && (ruleOf(error.code).isGone || error.code === 'notion-invalid-request'))
      return undefined;
    throw error;
  }
}
