import { countBlocks, createBlocks, readContent, requestChildren, requestType } from './block-content.ts';
import { invalid } from './api-error.ts';
import type { Context } from './context.ts';
import { needBlocks, sees } from './context.ts';
import { asObject } from './json.ts';
import type { JsonObject } from './json.ts';
import { parseInline } from './markdown-inline.ts';
import { parseMarkdown } from './markdown-parse.ts';
import type { Parsed } from './markdown-parse.ts';
import type { MarkdownVersion } from './markdown-inline.ts';
import { writeMarkdown } from './markdown-write.ts';
import type { Tree } from './markdown-write.ts';
import type { PageRecord } from './model.ts';
import { readRichText } from './rich-text.ts';
import type { World } from './world.ts';

/** What is below a page or block, for the markdown writer. A page inside is named, not opened. */
export function treeOf(world: World, parentId: string): Tree[] {
  const pageId = world.screenOf(parentId);
  return world.children(parentId).map((record) => {
    if (record.kind === 'block') {
      return { id: record.id, pageId, type: record.type, content: record.content, children: treeOf(world, record.id) };
    }
    const type = record.kind === 'page' ? 'child_page' : 'child_database';
    return { id: record.id, pageId, type, content: { title: world.titleOf(record.id) }, children: [] };
  });
}

function requestTree(world: World, request: JsonObject): Tree {
  const type = requestType(request);
  const content = readContent(type, asObject(request[type]), (id) => world.titleOf(id));
  const children = requestChildren(request).map((child) => requestTree(world, child));
  return { id: '', pageId: '', type, content, children };
}

/** Ids of blocks that markdown cannot say. */
export function unknownIds(tree: Tree[]): string[] {
  const known =
    /^(paragraph|heading_|.*list_item|to_do|quote|toggle|callout|code|equation|divider|image|video|audio|pdf|file|table|column|child_)/;
  return tree.flatMap((block) => [...(known.test(block.type) ? [] : [block.id]), ...unknownIds(block.children)]);
}

/** Consumes the first `# heading` as the title when no title was given, and returns the rest. */
export function titleFromMarkdown(world: World, page: PageRecord, markdown: string): string {
  const found = /^\s*# +([^\n]*)(?:\n|$)/.exec(markdown);
  if (!found) return markdown;
  page.values.set(
    'title',
    readRichText(parseInline(found[1] ?? '', 'v1'), (id) => world.titleOf(id)),
  );
  return markdown.slice(found[0].length);
}

const count = (tree: Tree[]): number => tree.reduce((sum, block) => sum + 1 + count(block.children), 0);

/** The limit counts the whole page after the edit, so trying again cannot help. */
function refuseTooLarge(context: Context, blocks: number): void {
  const limit = context.settings.markdownBlocks;
  if (blocks > limit)
    throw invalid(`The page would be too large after this edit: ${blocks} blocks, at most ${limit} are allowed.`);
}

export function insertMarkdown(
  context: Context,
  page: PageRecord,
  markdown: string,
  version: MarkdownVersion,
  at: 'end' | 'start' | { after: string } = 'end',
): void {
  const requests = parseMarkdown(markdown, version).flatMap((one) => ('request' in one ? [one.request] : []));
  if (requests.length > 0) needBlocks(context);
  refuseTooLarge(context, count(treeOf(context.world, page.id)) + countBlocks(requests));
  for (const id of createBlocks(context.world, page.id, requests, context.actor, at)) {
    context.world.touch(id, context.actor, 'created');
  }
}

/**
 * Makes the page's body what `markdown` says. Blocks at the start and end that read the same keep their ids; the rest goes
 * to the trash. Pages and databases inside are only removed when `mayDelete`.
 */
export function replaceBody(
  context: Context,
  page: PageRecord,
  markdown: string,
  version: MarkdownVersion,
  mayDelete: boolean,
): void {
  const { world, actor } = context;
  const old = treeOf(world, page.id);
  const fresh = parseMarkdown(markdown, version);
  refuseTooLarge(
    context,
    fresh.reduce((sum, one) => sum + ('request' in one ? countBlocks([one.request]) : 1), 0),
  );
  const oldText = old.map((block) => writeMarkdown([block], version));
  const same = (index: number, one: Parsed | undefined) =>
    one !== undefined &&
    ('existing' in one
      ? one.existing === old[index]?.id
      : writeMarkdown([requestTree(world, one.request)], version) === oldText[index]);
  let head = 0;
  while (head < old.length && same(head, fresh[head])) head += 1;
  let tail = 0;
  while (
    tail < Math.min(old.length, fresh.length) - head &&
    same(old.length - 1 - tail, fresh[fresh.length - 1 - tail])
  )
    tail += 1;
  const middle = fresh.slice(head, fresh.length - tail);
  const kept = new Set(middle.flatMap((one) => ('existing' in one ? [one.existing] : [])));
  const gone = old.slice(head, old.length - tail).filter((block) => !kept.has(block.id));
  const lost = gone.filter((block) => block.type.startsWith('child_'));
  if (lost.length > 0 && !mayDelete) {
    const names = lost.map((block) => `"${world.titleOf(block.id)}" (${block.id})`).join(', ');
    throw invalid(
      `This would delete child pages or databases: ${names}. Set allow_deleting_content to true to delete them.`,
    );
  }
  if (middle.some((one) => 'request' in one)) needBlocks(context);
  for (const block of gone) world.setTrash(block.id, true, actor);
  placeMiddle(context, page, middle, head === 0 ? 'start' : { after: old[head - 1]?.id ?? '' });
}

function placeMiddle(context: Context, page: PageRecord, middle: Parsed[], from: 'start' | { after: string }): void {
  const { world, actor } = context;
  let at = from;
  for (const one of middle) {
    if ('existing' in one) {
      if (!page.childIds.includes(one.existing) || !sees(context, one.existing)) continue;
      page.childIds = page.childIds.filter((id) => id !== one.existing);
      world.place(page.id, [one.existing], at);
      at = { after: one.existing };
      continue;
    }
    const [id] = createBlocks(world, page.id, [one.request], actor, at);
    if (id === undefined) continue;
    world.touch(id, actor, 'created');
    at = { after: id };
  }
}
