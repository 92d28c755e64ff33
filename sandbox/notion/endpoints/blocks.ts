import { archived, invalid } from '../api-error.ts';
import {
  blockAnswer,
  createBlocks,
  placeOf,
  readContent,
  refuseMisplaced,
  refuseTooManyBlocks,
} from '../block-content.ts';
import { blockPosition, blockRequest, checkBlockUpdate, PARENT_TYPES } from '../block-shapes.ts';
import type { Context, Endpoint } from '../context.ts';
import { find, need, needBlocks, needLive, pathId, trashSwitch } from '../context.ts';
import { normalizeId } from '../ids.ts';
import { asArray, asObject, asString, isObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { BlockRecord, PageRecord } from '../model.ts';
import { listAnswer, pageOf } from '../paging.ts';
import { refuseBadLinks } from '../rich-text.ts';
import { check, id as idShape, list, object, wrong } from '../shape.ts';
import type { Shape } from '../shape.ts';

export const getBlock: Endpoint = (context) => {
  need(context, 'read');
  const block = find(context, 'block', pathId(context, 'block_id'));
  return { body: blockAnswer(context.world, block.id, context.legacy) };
};

export const listChildren: Endpoint = (context) => {
  need(context, 'read');
  const block = find(context, 'block', pathId(context, 'block_id'));
  const page = pageOf(context.world.children(block.id), context.query);
  const items = page.items.map((child) => blockAnswer(context.world, child.id, context.legacy));
  return { body: listAnswer('block', { ...page, items }) };
};

/** Refuses the blocks of a request as Notion would: size first, then shape, then what only the content layer sees. */
export function checkBlocks(blocks: Json | undefined, path = 'body.children'): JsonObject[] {
  refuseTooManyBlocks(blocks);
  const checked = check<JsonObject[]>(list(blockRequest(1), 100), blocks, path);
  refuseBadLinks(checked);
  return checked;
}

/** The record that may take children; 400 when its type takes none. */
function holder(context: Context, id: string): BlockRecord | PageRecord {
  const record = find(context, 'block', id);
  if (record.kind === 'database') throw invalid('Block does not support children.');
  if (record.kind === 'block') {
    const closed = record.type.startsWith('heading_') && record.content.is_toggleable !== true;
    if (!PARENT_TYPES.includes(record.type) || closed) throw invalid('Block does not support children.');
  }
  return record;
}

/** Where among the siblings; 400 when the block to follow is no child of the parent. */
export function placeAfter(context: Context, parent: BlockRecord | PageRecord, id: string): { after: string } {
  const after = normalizeId(id) ?? id;
  if (!parent.childIds.includes(after)) {
    throw invalid(`Block with ID ${after} to append children after is not a child of ${parent.id}.`);
  }
  return { after };
}

const positioned: Shape = object({ children: list(() => undefined, 100, 1) }, { position: blockPosition });
const legacyAfter: Shape = object(
  { children: list(() => undefined, 100, 1) },
  { position: blockPosition, after: idShape },
);

/** What stands behind a block, in order. */
function siblingsBehind(parent: BlockRecord | PageRecord, id: string | undefined): string[] {
  const from = parent.childIds.indexOf(id ?? '');
  return from < 0 ? [] : parent.childIds.slice(from + 1);
}

/**
 * Appends; answers with blocks of the first level only. The new ones come first; behind a block, every sibling that follows them
 * comes too (seen in answers of the live API). Whether `start` answers so is not known: here it does, which is the harder case.
 * https://developers.notion.com/reference/patch-block-children
 */
export const appendChildren: Endpoint = (context) => {
  need(context, 'insert');
  const id = pathId(context, 'block_id');
  const request = check<JsonObject>(context.legacy ? legacyAfter : positioned, context.body ?? {});
  const blocks = checkBlocks(request.children);
  const parent = holder(context, id);
  needLive(context, id);
  refuseMisplaced(blocks, placeOf(parent));
  const position = asObject(request.position);
  const follow = asString(asObject(position.after_block).id) || asString(request.after);
  const at = follow === '' ? (position.type === 'start' ? 'start' : 'end') : placeAfter(context, parent, follow);
  needBlocks(context);
  const ids = createBlocks(context.world, parent.id, blocks, context.actor, at);
  for (const child of ids) context.world.touch(child, context.actor, 'created');
  const shown = at === 'end' ? ids : [...ids, ...siblingsBehind(parent, ids.at(-1))];
  const items = shown.map((child) => blockAnswer(context.world, child, context.legacy));
  return { body: listAnswer('block', { items, next: null }), saved: { resourceId: parent.id, childIds: ids } };
};

/** Replaces a block's text or flags, or moves it into or out of the trash; its type stays. */
export const updateBlock: Endpoint = (context) => {
  need(context, 'update');
  const id = pathId(context, 'block_id');
  checkBlockUpdate(context.body ?? {}, context.legacy);
  const request = asObject(context.body);
  refuseBadLinks(request);
  const record = find(context, 'block', id);
  const trash = trashSwitch(context, request);
  const type = Object.keys(request).find((key) => isObject(request[key]));
  if (trash !== undefined) {
    if (!trash && record.parent.type !== 'workspace' && context.world.isTrashed(record.parent.id)) throw archived();
    context.world.setTrash(id, trash, context.actor);
  }
  if (type === undefined) return { body: blockAnswer(context.world, id, context.legacy) };
  if (trash !== true) needLive(context, id);
  if (record.kind !== 'block')
    throw invalid(`${blockTypeOf(record.kind)} blocks cannot be updated through this endpoint.`);
  if (record.type !== type) {
    const [message = ''] = wrong(`body.${type}`, 'not present', request[type]);
    throw invalid(`body failed validation: ${message}`);
  }
  const changes = asObject(request[type]);
  if (type === 'table_row') refuseMisplaced([{ table_row: changes }], rowPlace(context, record));
  const fresh = readContent(type, { ...record.content, ...changes }, (one) => context.world.titleOf(one));
  for (const key of ['rich_text', 'caption', 'cells']) {
    const kept = record.content[key];
    if (changes[key] === undefined && kept !== undefined) fresh[key] = kept;
  }
  record.content = fresh;
  context.world.touch(id, context.actor);
  return { body: blockAnswer(context.world, id, context.legacy) };
};

const blockTypeOf = (kind: 'page' | 'database') => (kind === 'page' ? 'child_page' : 'child_database');

function rowPlace(context: Context, row: BlockRecord): { type: string; width?: number } {
  const table = row.parent.type === 'block_id' ? context.world.block(row.parent.id) : undefined;
  return table ? placeOf(table) : { type: 'table', width: asArray(row.content.cells).length };
}

/** Moves a block (or the page that it is) into the trash. */
export const deleteBlock: Endpoint = (context) => {
  need(context, 'update');
  const record = find(context, 'block', pathId(context, 'block_id'));
  needLive(context, record.id);
  context.world.setTrash(record.id, true, context.actor);
  return { body: blockAnswer(context.world, record.id, context.legacy) };
};
