import { archived, invalid } from '../api-error.ts';
import { createBlocks, refuseMisplaced } from '../block-content.ts';
import { coverShape, iconShape, pagePosition } from '../block-shapes.ts';
import type { Context, Endpoint } from '../context.ts';
import type { Answer } from '../answer.ts';
import { find, need, needBlocks, needLive, pathId, trashSwitch } from '../context.ts';
import { normalizeId } from '../ids.ts';
import { asArray, asObject, asString, copy, isObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { DataSourceRecord, PageRecord } from '../model.ts';
import { insertMarkdown, titleFromMarkdown } from '../page-content.ts';
import { pageAnswer, schemaOf } from '../object-answers.ts';
import { listAnswer, pageOf } from '../paging.ts';
import { findProperty } from '../property-schema.ts';
import { fullValue, propertyValues, storeValues } from '../property-values.ts';
import { refuseBadLinks } from '../rich-text.ts';
import { check, flag, id, literal, nullable, object, text, variant } from '../shape.ts';
import type { Shape } from '../shape.ts';
import { templateOf } from '../templates.ts';
import { newRow } from '../world-build.ts';
import { checkBlocks, placeAfter } from './blocks.ts';

const parentShape = variant({ page_id: id, data_source_id: id, database_id: id, workspace: literal(true) });
const template = object(
  { type: literal('none', 'default', 'template_id') },
  { template_id: id, timezone: text(100, 1) },
);
const anything: Shape = () => undefined;
const icons = { icon: nullable(iconShape), cover: nullable(coverShape) };
const creation = object(
  {},
  {
    parent: parentShape,
    properties: propertyValues,
    ...icons,
    children: anything,
    content: anything,
    markdown: text(),
    markdown_version: literal('v1', 'v2'),
    template,
    position: pagePosition,
    allow_async: flag,
  },
);

type Place = 'end' | 'start' | { after: string };
type Owner = { page: PageRecord } | { source: DataSourceRecord } | 'workspace';

/** The parent of a new page; internal connections must name one. */
function ownerOf(context: Context, parent: JsonObject): Owner {
  if (typeof parent.page_id === 'string') return { page: find(context, 'page', normalizeId(parent.page_id) ?? '') };
  if (typeof parent.data_source_id === 'string') {
    return { source: find(context, 'data_source', normalizeId(parent.data_source_id) ?? '') };
  }
  if (typeof parent.database_id === 'string') {
    const database = find(context, 'database', normalizeId(parent.database_id) ?? '');
    const [only, second] = database.dataSourceIds;
    if (only === undefined || second !== undefined) {
      throw invalid('Databases with multiple data sources are not supported in this API version.', {
        error_type: 'multiple_data_sources_for_database',
        database_id: database.id,
        child_data_source_ids: database.dataSourceIds,
        minimum_api_version: '2025-09-03',
      });
    }
    return { source: find(context, 'data_source', only) };
  }
  if (context.token.kind === 'pat') return 'workspace';
  throw invalid('Internal integrations must give a page or data source as the parent.');
}

/** https://developers.notion.com/reference/post-page */
export const createPage: Endpoint = (context) => {
  need(context, 'insert');
  const request = check<JsonObject>(creation, context.body ?? {});
  const { markdown } = request;
  const given = ['children', 'content', 'markdown', 'template'].filter((key) => request[key] !== undefined);
  if (given.length > 1) throw invalid(`Only one of ${given.join(', ')} can be provided.`);
  if (request.markdown_version !== undefined && markdown === undefined) {
    throw invalid('markdown_version can only be provided together with markdown.');
  }
  const blocks = checkBlocks(request.children ?? request.content ?? []);
  refuseBadLinks([request.properties ?? {}, request.icon ?? {}, request.cover ?? {}]);
  refuseMisplaced(blocks, { type: 'page' });
  const owner = ownerOf(context, asObject(request.parent));
  if (owner !== 'workspace') needLive(context, 'page' in owner ? owner.page.id : owner.source.id);
  const at = owner !== 'workspace' && 'page' in owner ? positionOf(context, owner.page, request) : 'end';
  needBlocks(context);
  const make = () => writePage(context, request, owner, at, blocks);
  if (request.allow_async !== true || markdown === undefined) return make();
  const created = new Date(context.world.now()).toISOString();
  return { status: 202, body: context.tasks.add(context.world.newId(), created, 'POST /v1/pages', make) };
};

function writePage(context: Context, request: JsonObject, owner: Owner, at: Place, blocks: JsonObject[]): Answer {
  const { world, actor } = context;
  const source = owner !== 'workspace' && 'source' in owner ? owner.source : undefined;
  const templateId = templateFor(request, source);
  const values = storeValues(world, source, asObject(request.properties));
  const page = makePage(context, owner, at);
  if (templateId !== undefined) context.templates.start(page.id, templateId, actor, context.settings.templateDelay);
  for (const [key, value] of values) page.values.set(key, value);
  page.icon = readIcon(request.icon);
  page.cover = request.cover ?? null;
  createBlocks(world, page.id, blocks, actor);
  if (typeof request.markdown === 'string') {
    const { markdown } = request;
    const version = request.markdown_version === 'v2' ? 'v2' : 'v1';
    insertMarkdown(context, page, values.has('title') ? markdown : titleFromMarkdown(world, page, markdown), version);
  }
  world.touch(page.id, actor, 'created');
  return { body: pageAnswer(context, page), saved: { resourceId: page.id, childIds: [...page.childIds] } };
}

/** The template to be applied later. Throws the 400 for one that the source does not have. */
function templateFor(request: JsonObject, source: DataSourceRecord | undefined): string | undefined {
  const asked = asObject(request.template);
  if (request.template === undefined || asked.type === 'none') return undefined;
  if (!source) throw invalid('Templates can only be applied to pages in a data source.');
  const found = templateOf(source, {
    type: asString(asked.type),
    template_id: normalizeId(asString(asked.template_id)) ?? '',
  });
  if (found === undefined) throw invalid('The template does not exist in this data source.');
  return found;
}

function positionOf(context: Context, parent: PageRecord, request: JsonObject): Place {
  const position = asObject(request.position);
  if (position.type === 'page_start') return 'start';
  if (position.type !== 'after_block') return 'end';
  return placeAfter(context, parent, asString(asObject(position.after_block).id));
}

function makePage(context: Context, owner: Owner, at: Place): PageRecord {
  const { world, actor, workspace } = context;
  if (owner !== 'workspace' && 'source' in owner) return newRow(world, owner.source, actor);
  const page = world.put<PageRecord>({
    ...world.base(
      owner === 'workspace' ? { type: 'workspace' } : { type: 'page_id', id: owner.page.id },
      actor,
      workspace.id,
    ),
    kind: 'page',
    values: new Map<string, Json>([['title', []]]),
    icon: null,
    cover: null,
    isLocked: false,
    childIds: [],
  });
  if (owner !== 'workspace') world.place(owner.page.id, [page.id], at);
  return page;
}

export function readIcon(icon: Json | undefined): Json {
  if (!isObject(icon)) return null;
  const kind = Object.keys(icon).find((key) => key !== 'type') ?? 'emoji';
  return { ...icon, type: kind };
}

export const getPage: Endpoint = (context) => {
  const page = find(context, 'page', pathId(context, 'page_id'));
  return { body: pageAnswer(context, page) };
};

/** https://developers.notion.com/reference/patch-page */
export const updatePage: Endpoint = (context) => {
  need(context, 'update');
  const pageId = pathId(context, 'page_id');
  const legacy = context.legacy ? { archived: flag } : {};
  const shape = object(
    {},
    { properties: propertyValues, ...icons, is_locked: flag, in_trash: flag, template, erase_content: flag, ...legacy },
  );
  const request = check<JsonObject>(shape, context.body ?? {});
  refuseBadLinks([request.properties ?? {}, request.icon ?? {}, request.cover ?? {}]);
  const page = find(context, 'page', pageId);
  const trash = trashSwitch(context, request);
  const holder = page.parent.type === 'workspace' ? '' : page.parent.id;
  if (context.world.isTrashed(trash === undefined ? pageId : holder)) throw archived();
  const source = page.parent.type === 'data_source_id' ? context.world.dataSource(page.parent.id) : undefined;
  const values = storeValues(context.world, source, asObject(request.properties));
  if (trash !== undefined) context.world.setTrash(pageId, trash, context.actor);
  for (const [key, value] of values) page.values.set(key, value);
  if (request.icon !== undefined) page.icon = readIcon(request.icon);
  if (request.cover !== undefined) page.cover = copy(request.cover);
  if (typeof request.is_locked === 'boolean') page.isLocked = request.is_locked;
  if (request.erase_content === true) {
    for (const child of context.world.children(pageId)) context.world.setTrash(child.id, true, context.actor);
  }
  if (Object.keys(request).length > 0) context.world.touch(pageId, context.actor);
  return { body: pageAnswer(context, page) };
};

const moveShape = object({ parent: variant({ page_id: id, data_source_id: id }) });

export const movePage: Endpoint = (context) => {
  need(context, 'update');
  const page = find(context, 'page', pathId(context, 'page_id'));
  const owner = ownerOf(context, asObject(check<JsonObject>(moveShape, context.body ?? {}).parent));
  needLive(context, page.id);
  if (owner === 'workspace') throw invalid('A page cannot be moved to the workspace.');
  const target = 'page' in owner ? owner.page : owner.source;
  if ([...context.world.ancestry(target.id)].includes(page)) throw invalid('A page cannot be moved into itself.');
  const old = page.parent.type === 'workspace' ? undefined : context.world.records.get(page.parent.id);
  if (old?.kind === 'page' || old?.kind === 'block') old.childIds = old.childIds.filter((one) => one !== page.id);
  if (old?.kind === 'data_source') old.rowIds = old.rowIds.filter((one) => one !== page.id);
  if ('page' in owner) {
    page.parent = { type: 'page_id', id: owner.page.id };
    page.values = new Map([['title', page.values.get('title') ?? []]]);
    context.world.place(owner.page.id, [page.id]);
  } else {
    page.parent = { type: 'data_source_id', id: owner.source.id };
    owner.source.rowIds.push(page.id);
  }
  context.world.touch(page.id, context.actor);
  return { body: pageAnswer(context, page) };
};

/** One property in full: a single item, or a list for those that may be long. */
export const getProperty: Endpoint = (context) => {
  need(context, 'read');
  const page = find(context, 'page', pathId(context, 'page_id'));
  const key = context.params.property_id ?? '';
  const property = findProperty(schemaOf(context, page), key);
  if (!property) throw invalid(`Could not find property with name or id: ${key}`);
  const { type } = property;
  const value = fullValue(page, property);
  const item = (one: Json): JsonObject => ({ object: 'property_item', id: property.id, type, [type]: one });
  if (!['title', 'rich_text', 'people', 'relation'].includes(type)) return { body: item(value) };
  const found = pageOf(asArray(value), context.query);
  const answer = listAnswer('property_item', { ...found, items: found.items.map(item) });
  return { body: { ...answer, property_item: { id: property.id, next_url: null, type, [type]: {} } } };
};
