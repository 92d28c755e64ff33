import { ApiError, archived, invalid, notFound, restricted } from './api-error.ts';
import { normalizeId } from './ids.ts';
import type { Json, JsonObject } from './json.ts';
import type {
  AnyRecord,
  BlockRecord,
  Capability,
  DatabaseRecord,
  DataSourceRecord,
  PageRecord,
  Token,
  ViewRecord,
  Workspace,
} from './model.ts';
import type { RowSnapshots } from './row-cursors.ts';
import type { Settings } from './settings.ts';
import type { TemplateWork } from './templates.ts';
import type { TaskStore } from './task-store.ts';
import type { World } from './world.ts';
import type { Answer } from './answer.ts';

export interface ViewQuery {
  viewId: string;
  /** Milliseconds since the epoch. */
  expires: number;
  rowIds: string[];
}

/** One request on its way through an endpoint. */
export interface Context {
  world: World;
  settings: Settings;
  tasks: TaskStore;
  templates: TemplateWork;
  /** Results of view queries, by query id. */
  queries: Map<string, ViewQuery>;
  /** Rows that queries give as `{object, id}` alone, as the real API does now and then. */
  partialRows: ReadonlySet<string>;
  rowSnapshots: RowSnapshots;
  token: Token;
  workspace: Workspace;
  /** The user id that writes are signed with: the bot, or the person behind a PAT. */
  actor: string;
  /** True under 2025-09-03, where `after` and `archived` still exist. */
  legacy: boolean;
  params: Record<string, string>;
  query: URLSearchParams;
  body: Json | undefined;
}

export type Endpoint = (context: Context) => Answer;

/** Throws 403 when the token lacks the capability. */
export function need(context: Context, capability: Capability): void {
  if (!context.token.capabilities.has(capability)) throw restricted();
}

/** Throws 403 when the free workspace's lifetime blocks are used up; a PAT is exempt. */
export function needBlocks(context: Context): void {
  if (context.workspace.blockLimitReached && context.token.kind === 'internal') {
    throw new ApiError(
      403,
      'restricted_resource',
      'This workspace has used all of its free blocks. Upgrade the workspace to create more.',
      { block_limit: 'block_creation' },
    );
  }
}

/** True when the token was given the record or something that holds it. */
export function sees(context: Context, id: string): boolean {
  const { token, world } = context;
  const record = world.records.get(id);
  if (record?.workspaceId !== token.workspaceId) return false;
  if (token.kind === 'pat') return true;
  return [...world.ancestry(id)].some((one) => token.shared.has(one.id));
}

/** The dashed id of a path parameter; 400 when it is none. */
export function pathId(context: Context, name: string): string {
  const given = context.params[name] ?? '';
  const id = normalizeId(given);
  if (id === undefined) {
    throw invalid(
      `path failed validation: path.${name} should be a valid uuid, instead was \`${JSON.stringify(given)}\`.`,
    );
  }
  return id;
}

interface Kinds {
  page: PageRecord;
  database: DatabaseRecord;
  data_source: DataSourceRecord;
  block: BlockRecord | PageRecord | DatabaseRecord;
  view: ViewRecord;
}

/** The record of this kind that the token sees; else Notion's 404, which does not tell missing from not shared. */
export function find<K extends keyof Kinds>(context: Context, kind: K, id: string): Kinds[K] {
  const record = context.world.records.get(id);
  if (record && sees(context, id) && fits(kind, record)) return record as Kinds[K];
  if (kind === 'page' && record?.kind === 'database' && context.settings.databaseOnPages === 400 && sees(context, id)) {
    throw invalid(`Provided ID ${id} is a database, not a page. Use the retrieve database API instead.`);
  }
  throw notFound(kind, id, context.token.botName);
}

function fits(kind: keyof Kinds, record: AnyRecord): boolean {
  return kind === 'block' ? ['block', 'page', 'database'].includes(record.kind) : record.kind === kind;
}

/** Throws the 400 for a write to something that is in the trash, or below it. */
export function needLive(context: Context, id: string): void {
  if (context.world.isTrashed(id)) throw archived();
}

/** The trash switch of a body: `in_trash`, or `archived` under the older version. */
export function trashSwitch(context: Context, body: JsonObject): boolean | undefined {
  const value = body.in_trash ?? (context.legacy ? body.archived : undefined);
  return typeof value === 'boolean' ? value : undefined;
}
