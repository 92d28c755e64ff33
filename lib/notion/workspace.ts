/**
 * The port to a person's Notion workspace. lib/adapters/notion fulfils it over the public API (version 2026-03-11);
 * tests/fakes/fake-notion-workspace.ts in memory; both pass tests/contracts/notion-workspace.
 *
 * Every call is one request: no retry, no waiting inside. Errors are AppErrors with code `notion-*`, `offline`,
 * `timeout` or `stopped`. A write whose outcome is unknown (no answer, 5xx) throws with retry `look`; one that Notion says was
 * saved although it failed (503 with committed ids) returns normally. A rate limit throws retry `wait` with `retryAt`, and
 * until then every call throws the same without sending.
 */
import type {
  BlockObjectResponse,
  DatabaseObjectResponse,
  DataSourceObjectResponse,
  PageObjectResponse,
} from './api-types.ts';
import type { NotionBlock } from '../markdown/block-types.ts';
import type { Integration } from './integration.ts';

export type AppendPosition =
  { readonly type: 'start' } | { readonly type: 'end' } | { readonly type: 'after'; readonly blockId: string };

export interface Listing<T> {
  readonly results: readonly T[];
  readonly nextCursor?: string;
  /** False when a query stopped at Notion's 10,000 rows: continue with a window of created_time. */
  readonly complete: boolean;
  /** How many items of this page came without what makes them readable, and were left out. Absent: none. */
  readonly unreadable?: number;
}

/** `{ <property id>: { <type>: value } }`, as PATCH /v1/pages takes it. */
export type PropertyValues = Readonly<Record<string, unknown>>;

export type CreateParent = { readonly pageId: string } | { readonly dataSourceId: string } | { readonly private: true };

export interface NotionView {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly databaseId?: string;
  readonly dataSourceId?: string;
  /** As a query of the data source takes them. */
  readonly filter?: unknown;
  readonly sorts?: readonly unknown[];
}

export interface RowTemplate {
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
}

/** Somebody of the workspace. https://developers.notion.com/reference/user */
export interface WorkspaceUser {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'bot';
  /** Only where the integration may read e-mail addresses. */
  readonly email?: string;
}

export interface NotionWorkspace {
  /** Notion's own time (epoch ms, to about a second): what Notion did is never measured by this device's clock. */
  serverNow(): number;
  /** Notion has answered since this worker began: until then `serverNow` is the device's time. */
  readonly hasServerTime: boolean;
  whoAmI(signal?: AbortSignal): Promise<Integration>;
  /**
   * Members and bots, without guests. Throws `notion-capability-missing` where the integration may not read users; a personal access
   * token never may. https://developers.notion.com/reference/get-users
   */
  listUsers(cursor: string | undefined, signal?: AbortSignal): Promise<Listing<WorkspaceUser>>;
  search(
    request: { query: string; kind?: 'page' | 'data_source'; cursor?: string; pageSize: number },
    signal?: AbortSignal,
  ): Promise<Listing<PageObjectResponse | DataSourceObjectResponse>>;

  getPage(pageId: string, signal?: AbortSignal): Promise<PageObjectResponse>;
  getDatabase(databaseId: string, signal?: AbortSignal): Promise<DatabaseObjectResponse>;
  getDataSource(dataSourceId: string, signal?: AbortSignal): Promise<DataSourceObjectResponse>;
  getView(viewId: string, signal?: AbortSignal): Promise<NotionView>;
  /**
   * Ids of a database's own views. The list names nothing else; one by the data source would hold every linked view of the workspace.
   * https://developers.notion.com/reference/list-views
   */
  listViews(
    databaseId: string,
    cursor: string | undefined,
    signal?: AbortSignal,
  ): Promise<Listing<{ readonly id: string }>>;
  /** Row ids of a view, with its own filter and sort. */
  queryView(
    viewId: string,
    cursor: { queryId: string; cursor: string } | undefined,
    signal?: AbortSignal,
  ): Promise<Listing<{ readonly id: string }> & { readonly queryId: string }>;
  /** Rows only: a wiki's other databases are no rows of it. */
  queryDataSource(
    dataSourceId: string,
    request: {
      filter?: unknown;
      sorts?: readonly unknown[];
      cursor?: string;
      pageSize?: number;
      propertyIds?: readonly string[];
    },
    signal?: AbortSignal,
  ): Promise<Listing<PageObjectResponse>>;

  /** Pages that new rows can be made from. https://developers.notion.com/reference/list-data-source-templates */
  listTemplates(dataSourceId: string, cursor: string | undefined, signal?: AbortSignal): Promise<Listing<RowTemplate>>;

  /** Ids of the pages that a relation of a page names, in order, a hundred at a time: a page answer holds only 25. */
  listRelated(
    pageId: string,
    propertyId: string,
    cursor: string | undefined,
    signal?: AbortSignal,
  ): Promise<Listing<{ readonly id: string }>>;
  getPageMarkdown(pageId: string, signal?: AbortSignal): Promise<{ markdown: string; truncated: boolean }>;
  getBlock(blockId: string, signal?: AbortSignal): Promise<BlockObjectResponse>;
  listChildren(
    blockId: string,
    cursor: string | undefined,
    signal?: AbortSignal,
  ): Promise<Listing<BlockObjectResponse>>;
  /**
   * Appends up to 100 blocks; returns the ids of the created first-level blocks, in order. `mayBeResent`: the browser may have sent the
   * request twice by itself, so that there may be a copy of them.
   */
  appendChildren(
    parentId: string,
    blocks: readonly NotionBlock[],
    position: AppendPosition,
    signal?: AbortSignal,
  ): Promise<{ readonly blockIds: readonly string[]; readonly mayBeResent?: boolean }>;
  /**
   * Moves one block to the trash, or takes it out again. Repeating is harmless. Returns the block as it was at that moment
   * (https://developers.notion.com/reference/delete-a-block); undefined where the answer does not tell.
   */
  setBlockTrashed(blockId: string, trashed: boolean, signal?: AbortSignal): Promise<BlockObjectResponse | undefined>;

  /**
   * With a template (of the data source that is the parent; no `children` then) the page comes back blank, and Notion fills it in
   * afterwards, without saying when it is done; the template's own values win over `properties`.
   */
  createPage(
    request: {
      parent: CreateParent;
      properties: PropertyValues;
      children?: readonly NotionBlock[];
      templateId?: string;
    },
    signal?: AbortSignal,
  ): Promise<PageObjectResponse>;
  /** Absolute: repeating writes the same values. */
  updatePage(
    pageId: string,
    change: { properties?: PropertyValues; trashed?: boolean },
    signal?: AbortSignal,
  ): Promise<PageObjectResponse>;
  createDatabase(
    request: { parent: CreateParent; title: string; properties: PropertyValues; icon?: string },
    signal?: AbortSignal,
  ): Promise<DatabaseObjectResponse>;
  updateDataSource(
    dataSourceId: string,
    change: { properties: PropertyValues },
    signal?: AbortSignal,
  ): Promise<DataSourceObjectResponse>;
}
