import { creationFailed, invalid } from './api-error.ts';
import { asArray, asObject, asString, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { BlockRecord, PageRecord } from './model.ts';
import { readRichText } from './rich-text.ts';
import type { World } from './world.ts';

export const MAX_BLOCKS = 1000;
const RICH_KEYS = ['rich_text', 'caption'];
const COLOURED = /^(paragraph|heading_\d|.*_list_item|to_do|toggle|quote|callout|table_of_contents)$/;

/** The variant key of a request block. */
export function requestType(block: JsonObject): string {
  return Object.keys(block).find((key) => key !== 'type' && key !== 'object' && isObject(block[key])) ?? 'unsupported';
}

export const requestChildren = (block: JsonObject): JsonObject[] =>
  asArray(asObject(block[requestType(block)]).children).map(asObject);

/** All block elements of a request, at every level. */
export function countBlocks(blocks: Json | undefined): number {
  let count = 0;
  for (const block of asArray(blocks)) if (isObject(block)) count += 1 + countBlocks(requestChildren(block));
  return count;
}

export function refuseTooManyBlocks(blocks: Json | undefined): void {
  const count = countBlocks(blocks);
  if (count > MAX_BLOCKS) {
    throw invalid(
      `body failed validation: body.children total block count should be ≤ \`${MAX_BLOCKS}\`, instead was \`${count}\`.`,
    );
  }
}

/** What can only be checked against the parent: rows and columns in their place, as many cells as the table is wide. */
export function refuseMisplaced(blocks: JsonObject[], parent: { type: string; width?: number }): void {
  for (const block of blocks) {
    const type = requestType(block);
    const wanted = { table: 'table_row', column_list: 'column', tab: 'paragraph' }[parent.type];
    if (wanted !== undefined ? type !== wanted : type === 'table_row' || type === 'column') {
      throw invalid(`Content creation Failed. Fix the following: \n${type} block cannot be a child of ${parent.type}.`);
    }
    const body = asObject(block[type]);
    if (type === 'table_row' && asArray(body.cells).length !== parent.width) {
      throw creationFailed(['Number of cells in table row must match the table width of the parent table']);
    }
    const width = body.table_width;
    refuseMisplaced(requestChildren(block), { type, ...(typeof width === 'number' ? { width } : {}) });
  }
}

/** Body of a request as it is stored and read back. */
export function readContent(type: string, source: JsonObject, names: (id: string) => string): JsonObject {
  const content: JsonObject = {};
  for (const [key, value] of Object.entries(source)) {
    if (key === 'children') continue;
    if (RICH_KEYS.includes(key)) content[key] = readRichText(value, names);
    else if (key === 'cells') content[key] = asArray(value).map((cell) => readRichText(cell, names));
    else content[key] = value;
  }
  if (COLOURED.test(type)) content.color ??= 'default';
  if (type === 'to_do') content.checked ??= false;
  if (type.startsWith('heading_')) content.is_toggleable ??= false;
  if (type === 'code' || type === 'bookmark' || type === 'embed') content.caption ??= [];
  if (type === 'callout') content.icon ??= { type: 'emoji', emoji: '💡' };
  if (type === 'paragraph') content.icon ??= null;
  if (type === 'table') {
    content.has_column_header ??= false;
    content.has_row_header ??= false;
  }
  if (['image', 'video', 'pdf', 'audio', 'file'].includes(type)) {
    content.caption ??= [];
    content.type ??= 'external' in content ? 'external' : 'file_upload';
    if (type === 'file') content.name ??= asString(asObject(content.external).url).split('/').at(-1) ?? '';
  }
  if (type === 'link_to_page') content.type ??= Object.keys(source).find((key) => key !== 'type') ?? 'page_id';
  return content;
}

/** Creates the blocks with all below them under `parentId` and returns the ids of the first level, in request order. */
export function createBlocks(
  world: World,
  parentId: string,
  requests: JsonObject[],
  by: string,
  at: 'end' | 'start' | { after: string } = 'end',
): string[] {
  const parent = world.records.get(parentId);
  if (parent?.kind !== 'page' && parent?.kind !== 'block') return [];
  const names = (id: string) => world.titleOf(id);
  const ids = requests.map((request) => {
    const type = requestType(request);
    const record: BlockRecord = {
      ...world.base({ type: parent.kind === 'page' ? 'page_id' : 'block_id', id: parentId }, by, parent.workspaceId),
      kind: 'block',
      type,
      content: readContent(type, asObject(request[type]), names),
      childIds: [],
    };
    world.put(record);
    createBlocks(world, record.id, requestChildren(request), by);
    return record.id;
  });
  world.place(parentId, ids, at);
  return ids;
}

export const minute = (ms: number): string => new Date(Math.floor(ms / 60_000) * 60_000).toISOString();

export const userRef = (id: string): JsonObject => ({ object: 'user', id });

/** A block as the API answers it; a page or database inside a page is a child_page or child_database block. */
export function blockAnswer(world: World, id: string, legacy: boolean): JsonObject {
  const record = world.records.get(id);
  if (!record || record.kind === 'data_source' || record.kind === 'view') throw new Error(`No block ${id}`);
  const trashed = record.inTrash;
  const [type, content, hasChildren] = bodyOf(world, record.id);
  return {
    object: 'block',
    id,
    parent:
      record.parent.type === 'workspace'
        ? { type: 'workspace', workspace: true }
        : { type: record.parent.type, [record.parent.type]: record.parent.id },
    created_time: minute(record.createdTime),
    last_edited_time: minute(record.editedTime),
    created_by: userRef(record.createdBy),
    last_edited_by: userRef(record.editedBy),
    has_children: hasChildren,
    ...(legacy ? { archived: trashed } : {}),
    in_trash: trashed,
    type,
    [type]: content,
  };
}

function bodyOf(world: World, id: string): [type: string, content: JsonObject, hasChildren: boolean] {
  const record = world.records.get(id);
  if (record?.kind === 'block') return [record.type, record.content, world.children(id).length > 0];
  if (record?.kind === 'page') return ['child_page', { title: world.titleOf(id) }, world.children(id).length > 0];
  return ['child_database', { title: world.titleOf(id) }, false];
}

/** The column count that rows under this block must have. */
export function placeOf(record: BlockRecord | PageRecord): { type: string; width?: number } {
  if (record.kind === 'page') return { type: 'page' };
  const width = record.content.table_width;
  return { type: record.type, ...(typeof width === 'number' ? { width } : {}) };
}
