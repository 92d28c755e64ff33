import { minute, userRef } from './block-content.ts';
import type { Context } from './context.ts';
import { sees } from './context.ts';
import { webUrl } from './ids.ts';
import type { Json, JsonObject } from './json.ts';
import type { AnyRecord, PageRecord, PropertySchema, User } from './model.ts';
import { schemaAnswer } from './property-schema.ts';
import { valuesAnswer } from './property-values.ts';

const TITLE: PropertySchema = { id: 'title', name: 'title', type: 'title', description: null, config: {} };

/** What every object carries. */
function common(context: Context, record: AnyRecord): JsonObject {
  return {
    id: record.id,
    created_time: minute(record.createdTime),
    last_edited_time: minute(record.editedTime),
    created_by: userRef(record.createdBy),
    last_edited_by: userRef(record.editedBy),
    in_trash: context.world.isTrashed(record.id),
    ...(context.legacy ? { archived: context.world.isTrashed(record.id) } : {}),
    url: webUrl(record.id, context.world.titleOf(record.id)),
  };
}

function parentAnswer(context: Context, record: AnyRecord): JsonObject {
  const { parent } = record;
  if (parent.type === 'workspace') return { type: 'workspace', workspace: true };
  const source = parent.type === 'data_source_id' ? context.world.dataSource(parent.id) : undefined;
  const databaseId = source && source.parent.type !== 'workspace' ? source.parent.id : undefined;
  return {
    type: parent.type,
    [parent.type]: parent.id,
    ...(databaseId === undefined ? {} : { database_id: databaseId }),
  };
}

export const schemaOf = (context: Context, page: PageRecord): PropertySchema[] =>
  (page.parent.type === 'data_source_id' ? context.world.dataSource(page.parent.id)?.schema : undefined) ?? [TITLE];

/** `filter_properties` of a query string, as ids. */
export function onlyProperties(query: URLSearchParams): string[] | undefined {
  const ids = [...query.getAll('filter_properties'), ...query.getAll('filter_properties[]')];
  return ids.length === 0 ? undefined : ids;
}

/** A page as https://developers.notion.com/reference/page; only its id when the token may not read. */
export function pageAnswer(context: Context, page: PageRecord, only = onlyProperties(context.query)): JsonObject {
  if (!context.token.capabilities.has('read')) return { object: 'page', id: page.id };
  return {
    object: 'page',
    ...common(context, page),
    is_archived: context.world.isTrashed(page.id),
    is_locked: page.isLocked,
    public_url: null,
    parent: parentAnswer(context, page),
    properties: valuesAnswer(page, schemaOf(context, page), only),
    icon: page.icon,
    cover: page.cover,
  };
}

/** A database: a container that names its data sources and has no schema of its own. */
export function databaseAnswer(context: Context, id: string): JsonObject {
  const database = context.world.database(id);
  if (!database) throw new Error(`No database ${id}`);
  const shown = common(context, database);
  delete shown.created_by;
  delete shown.last_edited_by;
  return {
    object: 'database',
    ...shown,
    title: database.title,
    description: database.description,
    parent: parentAnswer(context, database),
    is_inline: database.isInline,
    is_locked: database.isLocked,
    data_sources: database.dataSourceIds
      .filter((sourceId) => sees(context, sourceId))
      .map((sourceId) => ({ id: sourceId, name: context.world.titleOf(sourceId) })),
    icon: database.icon,
    cover: database.cover,
    public_url: null,
  };
}

export function dataSourceAnswer(context: Context, id: string): JsonObject {
  const source = context.world.dataSource(id);
  if (!source || source.parent.type === 'workspace') throw new Error(`No data source ${id}`);
  const database = context.world.database(source.parent.id);
  const visible = source.schema.filter(
    (one) => one.type !== 'relation' || sees(context, String(one.config.data_source_id)),
  );
  return {
    object: 'data_source',
    ...common(context, source),
    title: source.title,
    description: source.description,
    parent: { type: 'database_id', database_id: source.parent.id },
    database_parent: database ? parentAnswer(context, database) : null,
    is_inline: database?.isInline ?? false,
    properties: schemaAnswer(visible),
    icon: source.icon,
    cover: null,
    public_url: null,
  };
}

export function viewAnswer(context: Context, id: string): JsonObject {
  const view = context.world.view(id);
  if (!view || view.parent.type === 'workspace') throw new Error(`No view ${id}`);
  const { in_trash: _trash, archived: _archived, ...shown } = common(context, view);
  return {
    object: 'view',
    ...shown,
    url: `${webUrl(view.parent.id, '')}?v=${view.id.replaceAll('-', '')}`,
    parent: { type: 'database_id', database_id: view.parent.id },
    name: view.name,
    type: view.type,
    data_source_id: view.dataSourceId,
    filter: view.filter,
    sorts: view.sorts,
    quick_filters: null,
    configuration: view.configuration,
  };
}

export function userAnswer(context: Context, user: User): JsonObject {
  const shown: JsonObject = { object: 'user', id: user.id, name: user.name, avatar_url: null, type: user.type };
  if (user.type === 'person') return { ...shown, person: user.email === undefined ? {} : { email: user.email } };
  return { ...shown, bot: {} };
}

/** The bot behind the token, with the workspace's name. */
export function botAnswer(context: Context): JsonObject {
  const { token, workspace, world } = context;
  const owner = world.users.get(token.ownerId ?? '');
  const paid = workspace.plan !== 'free';
  const ownerAnswer: Json = owner
    ? { type: 'user', user: userAnswer(context, owner) }
    : { type: 'workspace', workspace: true };
  return {
    object: 'user',
    id: token.botId,
    name: token.botName,
    avatar_url: null,
    type: 'bot',
    bot: {
      owner: ownerAnswer,
      workspace_id: workspace.id,
      workspace_name: workspace.name,
      workspace_limits: { max_file_upload_size_in_bytes: paid ? 5_368_709_120 : 5_242_880 },
    },
  };
}
