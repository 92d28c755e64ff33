import { invalid } from '../api-error.ts';
import { coverShape, iconShape } from '../block-shapes.ts';
import type { Context, Endpoint } from '../context.ts';
import { find, need, needBlocks, needLive, pathId, trashSwitch } from '../context.ts';
import { normalizeId } from '../ids.ts';
import { asObject, asString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { DatabaseRecord, PageRecord, Parent } from '../model.ts';
import { databaseAnswer } from '../object-answers.ts';
import { createSchema, newSchema } from '../property-schema.ts';
import { readRichText, refuseBadLinks, richText } from '../rich-text.ts';
import { check, flag, id, literal, nullable, object, variant } from '../shape.ts';
import { addView, createDataSource } from '../world-build.ts';
import { readIcon } from './pages.ts';

const parentShape = variant({ page_id: id, workspace: literal(true) });
const looks = {
  title: richText,
  description: richText,
  is_inline: flag,
  icon: nullable(iconShape),
  cover: nullable(coverShape),
};
const creation = object(
  { parent: parentShape },
  { ...looks, initial_data_source: object({}, { properties: newSchema }) },
);

export const getDatabase: Endpoint = (context) => {
  need(context, 'read');
  const database = find(context, 'database', pathId(context, 'database_id'));
  return { body: databaseAnswer(context, database.id) };
};

/** The page a database goes under; the top of the workspace only for a personal access token. */
function holderOf(context: Context, parent: JsonObject): PageRecord | undefined {
  if (typeof parent.page_id === 'string') {
    const page = find(context, 'page', normalizeId(parent.page_id) ?? '');
    needLive(context, page.id);
    return page;
  }
  if (context.token.kind === 'pat') return undefined;
  throw invalid('Internal integrations cannot create databases at the top of a workspace: give a page as the parent.');
}

/** A database with its first data source and a table view. https://developers.notion.com/reference/create-a-database */
export const createDatabase: Endpoint = (context) => {
  need(context, 'insert');
  const { world, actor } = context;
  const request = check<JsonObject>(creation, context.body ?? {});
  refuseBadLinks(request);
  const page = holderOf(context, asObject(request.parent));
  const properties = asObject(asObject(request.initial_data_source).properties);
  const schema = Object.keys(properties).length === 0 ? { Name: { title: {} } } : properties;
  createSchema(world, schema);
  needBlocks(context);
  const parent: Parent = page ? { type: 'page_id', id: page.id } : { type: 'workspace' };
  const database = world.put<DatabaseRecord>({
    ...world.base(parent, actor, context.workspace.id),
    kind: 'database',
    title: readRichText(request.title),
    description: readRichText(request.description),
    icon: readIcon(request.icon),
    cover: request.cover ?? null,
    isInline: request.is_inline === true,
    isLocked: false,
    dataSourceIds: [],
    viewIds: [],
  });
  const source = createDataSource(world, database, world.titleOf(database.id), schema, actor);
  addView(world, { databaseId: database.id, dataSourceId: source.id, name: 'Default view' });
  if (page) world.place(page.id, [database.id]);
  world.touch(database.id, actor, 'created');
  return { body: databaseAnswer(context, database.id), saved: { resourceId: database.id } };
};

export const updateDatabase: Endpoint = (context) => {
  need(context, 'update');
  const databaseId = pathId(context, 'database_id');
  const legacy = context.legacy ? { archived: flag } : {};
  const shape = object({}, { parent: parentShape, ...looks, in_trash: flag, is_locked: flag, ...legacy });
  const request = check<JsonObject>(shape, context.body ?? {});
  refuseBadLinks(request);
  const database = find(context, 'database', databaseId);
  const trash = trashSwitch(context, request);
  const holder = database.parent.type === 'workspace' ? '' : database.parent.id;
  needLive(context, trash === undefined ? databaseId : holder);
  const page = request.parent === undefined ? undefined : holderOf(context, asObject(request.parent));
  if (trash !== undefined) context.world.setTrash(databaseId, trash, context.actor);
  if (page) {
    const old = context.world.records.get(holder);
    if (old?.kind === 'page' || old?.kind === 'block') old.childIds = old.childIds.filter((one) => one !== databaseId);
    database.parent = { type: 'page_id', id: page.id };
    context.world.place(page.id, [databaseId]);
  }
  if (request.title !== undefined) {
    database.title = readRichText(request.title);
    const source = context.world.dataSource(asString(database.dataSourceIds[0]));
    if (source && database.dataSourceIds.length === 1) source.title = readRichText(request.title);
  }
  if (request.description !== undefined) database.description = readRichText(request.description);
  if (request.icon !== undefined) database.icon = readIcon(request.icon);
  if (request.cover !== undefined) database.cover = request.cover;
  if (typeof request.is_inline === 'boolean') database.isInline = request.is_inline;
  if (typeof request.is_locked === 'boolean') database.isLocked = request.is_locked;
  context.world.touch(databaseId, context.actor);
  return { body: databaseAnswer(context, databaseId) };
};
