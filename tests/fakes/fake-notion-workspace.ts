/**
 * NotionWorkspace in memory, for tests of the core. It keeps what matters to durable writing: order, positions, trash, one request's
 * limits, minute-rounded times, writes that are applied although the answer is lost, and a person who edits meanwhile.
 * It passes tests/contracts/notion-workspace like the real adapter. Times come from `now`.
 */
import type {
  BlockObjectResponse,
  DatabaseObjectResponse,
  DataSourceObjectResponse,
  PageObjectResponse,
} from '../../lib/notion/api-types.ts';
import type {
  AppendPosition,
  Listing,
  NotionView,
  NotionWorkspace,
  WorkspaceUser,
} from '../../lib/notion/workspace.ts';
import type { Integration } from '../../lib/notion/integration.ts';
import { AppError } from '../../lib/shared/app-error.ts';
import {
  cutLongValues,
  emptyValue,
  passesFilter,
  plainText,
  readBlockRequest,
  readPropertyValue,
  readRichText,
  refuse,
  type Json,
} from './fake-notion-values.ts';

export type WorkspaceMethod = keyof NotionWorkspace;

const WRITES: ReadonlySet<WorkspaceMethod> = new Set<WorkspaceMethod>([
  'appendChildren',
  'setBlockTrashed',
  'createPage',
  'updatePage',
  'createDatabase',
  'updateDataSource',
]);

/** `before`: nothing happened; `after`: it happened and the answer was lost; `late`: it happens when `landLate` is called. */
export type FailureTime = 'before' | 'after' | 'late';

export interface PlannedFailure {
  readonly method: WorkspaceMethod;
  readonly when: FailureTime;
  /** Default: a timeout, `look` for writes and `later` for reads. */
  readonly error?: AppError;
  /** How many calls fail; default 1. */
  readonly times?: number;
  /** How many calls of this method pass first; default 0. */
  readonly skip?: number;
}

/** One thing that really changed (or was read), in order. */
export interface FakeCall {
  readonly method: WorkspaceMethod;
  readonly target: string;
  readonly at: number;
}

export interface FakeHooks {
  /** How far behind (ms) this call reads; default 0. */
  behindMs?: (method: WorkspaceMethod) => number;
  /** A browser that sends a write again by itself: it happens twice, and the caller hears of the second one only. */
  sendsTwice?: (method: WorkspaceMethod, target: string) => boolean;
  /** Awaited before a call has its effect. One that never settles is a worker that was stopped there. */
  beforeEffect?: ((method: WorkspaceMethod, target: string) => void | Promise<void>) | undefined;
  /** Awaited after the effect, before the caller hears of it. */
  afterEffect?: (method: WorkspaceMethod, target: string) => void | Promise<void>;
}

interface Node {
  id: string;
  kind: 'page' | 'block' | 'database';
  type: string;
  body: Json;
  parent: Json;
  parentId: string | undefined;
  children: string[];
  trashed: boolean;
  shared: boolean;
  createdAt: number;
  editedAt: number;
  properties: Json;
  icon: unknown;
  createdBy: string;
  editedBy: string;
  /** What was read before each change, and until when. */
  past: { until: number; trashed: boolean; body: Json; properties: Json }[];
}

interface DataSource {
  id: string;
  databaseId: string;
  name: string;
  properties: Record<string, Json>;
  rows: string[];
}

export interface FakeOptions {
  readonly now?: () => number;
  readonly integration?: Partial<Integration>;
  readonly users?: readonly WorkspaceUser[];
  /** Rows a query gives before it stops as incomplete. Notion: 10,000. */
  readonly queryCap?: number;
  /** Rows that one answer of a query holds at most. Notion: 100, or fewer as it likes. */
  readonly queryPage?: number;
  /** What the cursor of a query means. Default: `offset`. */
  readonly cursors?: CursorKind;
}

/**
 * Notion does not say what its cursors are: how many rows come before the next page (`offset`), after which row it begins (`keyset`),
 * with which row, refused once that one has left the list (`row`), or a place in the list as it was when it was asked for (`snapshot`).
 */
export type CursorKind = 'offset' | 'keyset' | 'row' | 'snapshot';

export type FakeNotionWorkspace = ReturnType<typeof createFakeNotionWorkspace>;

const RICH_EMPTY: Json[] = [];

/** Rows as a query sorts them; without a sort that is known here they stay as they were made. */
function inOrder(rows: readonly Node[], sorts: readonly unknown[] = []): Node[] {
  const first = sorts[0] as { timestamp?: string; direction?: string } | undefined;
  if (first?.timestamp !== 'created_time' && first?.timestamp !== 'last_edited_time') return [...rows];
  const sign = first.direction === 'descending' ? -1 : 1;
  const minute = (row: Node) =>
    Math.floor((first.timestamp === 'created_time' ? row.createdAt : row.editedAt) / 60_000);
  return rows.toSorted((a, b) => sign * (minute(a) - minute(b)));
}

function isAfter(places: ReadonlyMap<string, number>, id: string, cursor: string | undefined): boolean {
  return cursor === undefined || (places.get(id) ?? 0) > (places.get(cursor) ?? -1);
}

export function createFakeNotionWorkspace(options: FakeOptions = {}) {
  const now = options.now ?? (() => Date.UTC(2026, 9, 1, 12, 0, 0));
  const queryCap = options.queryCap ?? 10_000;
  const queryPage = options.queryPage ?? 100;
  const snapshots: (readonly string[])[] = [];
  const nodes = new Map<string, Node>();
  const sources = new Map<string, DataSource>();
  const views = new Map<string, NotionView>();
  const viewQueries = new Map<string, string[]>();
  const templates = new Map<
    string,
    { id: string; name: string; isDefault: boolean; dataSourceId: string; values: Json }
  >();
  /** Rows that were made from a template and wait for what it holds. */
  let fromTemplate: { rowId: string; templateId: string }[] = [];
  let resends = 0;
  /** Rows that queries give without their properties. */
  const partial = new Set<string>();
  const calls: FakeCall[] = [];
  const effects: FakeCall[] = [];
  const hooks: FakeHooks = {};
  const late: (() => unknown)[] = [];
  let failures: (PlannedFailure & { left: number; toSkip: number })[] = [];
  let counter = 0;
  let wasResent = false;
  /** Reads see what stood at this time. */
  let readAt = Infinity;
  const BOT = 'bot-1';
  const PERSON = 'person-1';
  const tokenUser = options.integration?.kind === 'personal' ? PERSON : BOT;
  let writer = tokenUser;

  const newId = () => `00000000-0000-8000-8000-${String(++counter).padStart(12, '0')}`;
  const minute = (at: number) => new Date(Math.floor(at / 60_000) * 60_000).toISOString();
  const integration: Integration = {
    workspaceId: 'workspace-1',
    workspaceName: 'Fake workspace',
    integrationName: 'Visen test',
    kind: 'internal',
    checkedAt: 0,
    ...options.integration,
  };

  function takeFailure(method: WorkspaceMethod) {
    const planned = failures.find((failure) => failure.method === method);
    if (!planned) return undefined;
    if (planned.toSkip > 0) {
      planned.toSkip -= 1;
      return undefined;
    }
    planned.left -= 1;
    if (planned.left === 0) failures = failures.filter((failure) => failure !== planned);
    return planned;
  }

  async function call<T>(
    method: WorkspaceMethod,
    target: string,
    signal: AbortSignal | undefined,
    apply: () => T,
  ): Promise<T> {
    const write = WRITES.has(method);
    if (signal?.aborted) throw new AppError('stopped', 'later');
    calls.push({ method, target, at: now() });
    await hooks.beforeEffect?.(method, target);
    const failure = takeFailure(method);
    const error = failure && (failure.error ?? new AppError('timeout', write ? 'look' : 'later'));
    if (error && failure.when === 'before') throw error;
    if (error && failure.when === 'late') {
      late.push(() => {
        const result = apply();
        effects.push({ method, target, at: now() });
        return result;
      });
      throw error;
    }
    // What a browser can tell of it: the answer came over another connection than the request left on.
    wasResent = write && (hooks.sendsTwice?.(method, target) ?? false);
    if (wasResent) {
      apply();
      effects.push({ method, target, at: now() });
    }
    const result = write ? apply() : readBehind(hooks.behindMs?.(method) ?? 0, apply);
    if (write) effects.push({ method, target, at: now() });
    await hooks.afterEffect?.(method, target);
    if (error) throw error;
    return structuredClone(result);
  }

  function readBehind<T>(ms: number, apply: () => T): T {
    if (ms <= 0) return apply();
    readAt = now() - ms;
    try {
      return apply();
    } finally {
      readAt = Infinity;
    }
  }

  /** The node as a read sees it. */
  function seen(node: Node): Pick<Node, 'trashed' | 'body' | 'properties'> {
    return node.past.find(({ until }) => until > readAt) ?? node;
  }

  /** Call before a node is changed. */
  function remember(node: Node): void {
    const { trashed, body, properties } = node;
    node.past.push({ until: now(), trashed, body, properties });
    node.editedBy = writer;
  }

  /** What a person does, in their name. */
  function asPerson<T>(apply: () => T): T {
    writer = PERSON;
    try {
      return apply();
    } finally {
      writer = tokenUser;
    }
  }

  function notFound(): AppError {
    return new AppError('notion-not-found', 'never', { details: { integration: integration.integrationName } });
  }

  function isShared(node: Node | undefined): boolean {
    for (let at = node; at; at = at.parentId === undefined ? undefined : nodes.get(at.parentId)) {
      if (at.shared) return true;
    }
    return false;
  }

  function find(id: string, ...kinds: Node['kind'][]): Node {
    const node = nodes.get(id.toLowerCase());
    if (!node || node.createdAt > readAt || !isShared(node) || (kinds.length > 0 && !kinds.includes(node.kind)))
      throw notFound();
    return node;
  }

  function findSource(id: string): DataSource {
    const source = sources.get(id);
    if (!source || !isShared(nodes.get(source.databaseId))) throw notFound();
    return source;
  }

  function inTrash(node: Node): boolean {
    for (let at: Node | undefined = node; at; at = at.parentId === undefined ? undefined : nodes.get(at.parentId))
      if (seen(at).trashed) return true;
    return false;
  }

  function refuseTrashed(node: Node): void {
    if (inTrash(node)) throw new AppError('notion-trashed', 'never');
  }

  function addNode(node: Partial<Node> & Pick<Node, 'kind' | 'type' | 'parent' | 'parentId'>): Node {
    const whole: Node = {
      id: newId(),
      body: {},
      children: [],
      trashed: false,
      shared: false,
      createdAt: now(),
      editedAt: now(),
      properties: {},
      icon: null,
      createdBy: writer,
      editedBy: writer,
      past: [],
      ...node,
    };
    nodes.set(whole.id, whole);
    return whole;
  }

  function titleOf(node: Node): string {
    if (node.kind === 'database') return String(node.body['title'] ?? '');
    const title = Object.values(node.properties).find((value) => (value as Json)['type'] === 'title') as
      Json | undefined;
    return plainText(title?.['title']);
  }

  // --- answers -------------------------------------------------------------------------------------------------------

  const user = (id: string) => ({ object: 'user', id });

  function commonAnswer(node: Node): Json {
    return {
      id: node.id,
      created_time: minute(node.createdAt),
      last_edited_time: minute(node.editedAt),
      created_by: user(node.createdBy),
      last_edited_by: user(node.editedBy),
      in_trash: inTrash(node),
      parent: node.parent,
    };
  }

  function pageAnswer(node: Node): PageObjectResponse {
    return {
      object: 'page',
      ...commonAnswer(node),
      is_archived: false,
      is_locked: false,
      url: `https://app.notion.com/p/${node.id.replaceAll('-', '')}`,
      public_url: null,
      properties: cutLongValues(seen(node).properties),
      icon: node.icon,
      cover: null,
    } as unknown as PageObjectResponse;
  }

  function blockAnswer(node: Node): BlockObjectResponse {
    const type = node.kind === 'page' ? 'child_page' : node.kind === 'database' ? 'child_database' : node.type;
    const body = node.kind === 'block' ? seen(node).body : { title: titleOf(node) };
    const has_children = node.kind !== 'database' && liveChildren(node).length > 0;
    return {
      object: 'block',
      ...commonAnswer(node),
      type,
      has_children,
      [type]: body,
    } as unknown as BlockObjectResponse;
  }

  function databaseAnswer(node: Node): DatabaseObjectResponse {
    const own = [...sources.values()].filter((source) => source.databaseId === node.id);
    return {
      object: 'database',
      ...commonAnswer(node),
      title: readRichText([{ text: { content: titleOf(node) } }]),
      description: [],
      is_inline: false,
      is_locked: false,
      data_sources: own.map(({ id, name }) => ({ id, name })),
      icon: node.icon,
      cover: null,
      url: `https://app.notion.com/p/${node.id.replaceAll('-', '')}`,
      public_url: null,
    } as unknown as DatabaseObjectResponse;
  }

  function sourceAnswer(source: DataSource): DataSourceObjectResponse {
    const database = find(source.databaseId, 'database');
    return {
      object: 'data_source',
      ...commonAnswer(database),
      id: source.id,
      parent: { type: 'database_id', database_id: source.databaseId },
      database_parent: database.parent,
      title: readRichText([{ text: { content: source.name } }]),
      description: [],
      is_inline: false,
      properties: source.properties,
      icon: database.icon,
      cover: null,
      url: `https://app.notion.com/p/${source.databaseId.replaceAll('-', '')}`,
      public_url: null,
    } as unknown as DataSourceObjectResponse;
  }

  function liveChildren(node: Node): Node[] {
    return node.children
      .flatMap((id) => nodes.get(id) ?? [])
      .filter((child) => child.createdAt <= readAt && !seen(child).trashed);
  }

  function slice<T>(all: readonly T[], cursor: string | undefined, pageSize: number): Listing<T> {
    const from = cursor === undefined ? 0 : Number(cursor);
    const results = all.slice(from, from + pageSize);
    const end = from + results.length;
    return { results, complete: true, ...(end < all.length && { nextCursor: String(end) }) };
  }

  // --- effects -------------------------------------------------------------------------------------------------------

  function insert(parent: Node, requests: readonly unknown[], position: AppendPosition, depth: number): Node[] {
    if (requests.length > 100) throw refuse('children.length should be ≤ 100');
    if (depth > 3) throw refuse('children nested too deeply');
    const parsed = requests.map(readBlockRequest);
    const made = parsed.map(({ type, body }) =>
      addNode({
        kind: 'block',
        type,
        body,
        parentId: parent.id,
        parent:
          parent.kind === 'page' ? { type: 'page_id', page_id: parent.id } : { type: 'block_id', block_id: parent.id },
      }),
    );
    parsed.forEach(({ children }, index) => {
      const node = made[index];
      if (node && children.length > 0) insert(node, children, { type: 'end' }, depth + 1);
    });
    const ids = made.map((node) => node.id);
    if (position.type === 'after') {
      const index = parent.children.indexOf(position.blockId);
      if (index < 0) throw refuse('after_block is not a child of the parent');
      parent.children.splice(index + 1, 0, ...ids);
    } else if (position.type === 'start') parent.children.unshift(...ids);
    else parent.children.push(...ids);
    touch(parent);
    return made;
  }

  /** Checks a whole request before anything is written, as Notion does. */
  function checkDepth(requests: readonly unknown[], depth = 1): number {
    if (depth > 3 && requests.length > 0) throw refuse('children nested too deeply');
    if (requests.length > 100) throw refuse('children.length should be ≤ 100');
    const inner = requests.map((request) => checkDepth(readBlockRequest(request).children, depth + 1));
    return inner.reduce((sum, count) => sum + count, requests.length);
  }

  function touch(node: Node): void {
    for (let at: Node | undefined = node; at; at = at.parentId === undefined ? undefined : nodes.get(at.parentId)) {
      at.editedAt = now();
      if (at.kind === 'page') return;
    }
  }

  function schemaOf(source: DataSource, key: string): [string, Json] {
    const found = Object.entries(source.properties).find(([name, schema]) => name === key || schema['id'] === key);
    if (!found) throw new AppError('property-missing', 'never', { details: { property: key } });
    return found;
  }

  function writeProperties(node: Node, source: DataSource | undefined, written: Json): void {
    if (!source) {
      const [key, value] = Object.entries(written)[0] ?? [];
      if (key === undefined) return;
      if (key !== 'title' || Object.keys(written).length > 1) throw refuse('only title is a property of this page');
      node.properties = { title: readPropertyValue({ id: 'title', type: 'title', name: 'title' }, value) };
      return;
    }
    const next: Json = {};
    for (const [key, value] of Object.entries(written)) {
      const [name, schema] = schemaOf(source, key);
      next[name] = readPropertyValue(schema, value);
    }
    node.properties = { ...node.properties, ...next };
  }

  function createRow(source: DataSource, written: Json): Node {
    const parent = { type: 'data_source_id', data_source_id: source.id, database_id: source.databaseId };
    const node = addNode({ kind: 'page', type: 'child_page', parent, parentId: source.databaseId });
    node.properties = Object.fromEntries(
      Object.entries(source.properties).map(([name, schema]) => [name, emptyValue(schema)]),
    );
    try {
      writeProperties(node, source, written);
    } catch (error) {
      nodes.delete(node.id);
      throw error;
    }
    source.rows.push(node.id);
    return node;
  }

  function createChildPage(parent: Node | undefined, written: Json): Node {
    const node = addNode({
      kind: 'page',
      type: 'child_page',
      parent: parent ? { type: 'page_id', page_id: parent.id } : { type: 'workspace', workspace: true },
      parentId: parent?.id,
      shared: parent === undefined,
      properties: { title: { id: 'title', type: 'title', title: RICH_EMPTY } },
    });
    try {
      writeProperties(node, undefined, written);
    } catch (error) {
      nodes.delete(node.id);
      throw error;
    }
    parent?.children.push(node.id);
    return node;
  }

  function readSchema(properties: Json): Record<string, Json> {
    return Object.fromEntries(
      Object.entries(properties).map(([name, config]) => {
        const given = config as Json;
        const type = String(given['type'] ?? Object.keys(given).find((key) => key !== 'name' && key !== 'description'));
        return [name, { id: type === 'title' ? 'title' : `p${++counter}`, name, ...readConfig(type, given) }];
      }),
    );
  }

  function readConfig(type: string, given: Json): Json {
    const body = structuredClone((given[type] ?? {}) as Json);
    if (type === 'status' && body['options'] === undefined) {
      body['options'] = ['Not started', 'In progress', 'Done'].map((name) => ({ name }));
    }
    if (Array.isArray(body['options']))
      body['options'] = (body['options'] as Json[]).map((option) => ({
        id: `opt-${++counter}`,
        color: 'default',
        ...option,
      }));
    if (type === 'status') {
      const ids = (body['options'] as Json[]).map((option) => option['id']);
      body['groups'] = [
        { id: 'group-1', name: 'To-do', color: 'gray', option_ids: ids.slice(0, 1) },
        { id: 'group-2', name: 'In progress', color: 'blue', option_ids: ids.slice(1, -1) },
        { id: 'group-3', name: 'Complete', color: 'green', option_ids: ids.slice(1).slice(-1) },
      ];
    }
    return { type, [type]: body };
  }

  function addSource(databaseId: string, name: string, properties: Json): DataSource {
    const source = { id: newId(), databaseId, name, properties: readSchema(properties), rows: [] };
    sources.set(source.id, source);
    return source;
  }

  const removed = new Map<string, Json>();

  function updateSchema(source: DataSource, changes: Json): void {
    for (const [key, change] of Object.entries(changes)) {
      const found = Object.entries(source.properties).find(([name, schema]) => name === key || schema['id'] === key);
      if (!found) {
        Object.assign(source.properties, readSchema({ [key]: change as Json }));
        continue;
      }
      const [name, schema] = found;
      if (change === null) {
        delete source.properties[name];
        continue;
      }
      const { name: renamed, ...config } = change as Json;
      const type = String(
        config['type'] ?? Object.keys(config).find((item) => item !== 'description') ?? schema['type'],
      );
      const next = { ...schema, ...(config[type] !== undefined && readConfig(type, config)) };
      if (typeof renamed === 'string' && renamed !== name) {
        delete source.properties[name];
        renameCells(source, name, renamed);
      }
      const newName = typeof renamed === 'string' ? renamed : name;
      source.properties[newName] = { ...next, name: newName };
    }
    for (const row of source.rows) {
      const node = nodes.get(row);
      for (const [name, schema] of Object.entries(source.properties))
        if (node && node.properties[name] === undefined) node.properties[name] = emptyValue(schema);
    }
  }

  function renameCells(source: DataSource, from: string, to: string): void {
    for (const row of source.rows) {
      const node = nodes.get(row);
      if (!node) continue;
      const { [from]: value, ...rest } = node.properties;
      node.properties = { ...rest, [to]: value };
    }
  }

  function rowsOf(source: DataSource, filter: unknown, sorts: readonly unknown[] = []): Node[] {
    const rows = source.rows
      .flatMap((id) => nodes.get(id) ?? [])
      .filter((node) => node.createdAt <= readAt && !seen(node).trashed);
    const answers = rows.filter((node) =>
      passesFilter(
        {
          properties: seen(node).properties,
          created_time: minute(node.createdAt),
          last_edited_time: minute(node.editedAt),
        },
        filter,
        now(),
      ),
    );
    return inOrder(answers, sorts);
  }

  /** All rows in the order of a query, also those that its filter leaves out or that are in the trash. */
  function orderOf(source: DataSource, sorts: readonly unknown[] | undefined): readonly string[] {
    const rows = source.rows.flatMap((id) => nodes.get(id) ?? []);
    return inOrder(rows, sorts).map(({ id }) => id);
  }

  function sliceRows(
    rows: readonly Node[],
    cursor: string | undefined,
    size: number,
    order: () => readonly string[],
  ): Listing<Node> {
    if (options.cursors === undefined || options.cursors === 'offset') return slice(rows, cursor, size);
    if (options.cursors === 'snapshot') {
      const [at = snapshots.push(rows.map(({ id }) => id)) - 1, from = 0] = cursor?.split(':').map(Number) ?? [];
      const ids = snapshots[at] ?? [];
      const page = ids.slice(from, from + size).flatMap((id) => nodes.get(id) ?? []);
      const next = from + size < ids.length ? { nextCursor: `${at}:${from + size}` } : {};
      return { results: page.filter(({ trashed }) => !trashed), complete: true, ...next };
    }
    const places = new Map(order().map((id, place) => [id, place]));
    const from =
      options.cursors === 'row' ? findRow(rows, cursor) : rows.findIndex(({ id }) => isAfter(places, id, cursor));
    const results = from < 0 ? [] : rows.slice(from, from + size);
    const following = rows[from + size];
    if (from < 0 || following === undefined) return { results, complete: true };
    return {
      results,
      complete: true,
      nextCursor: options.cursors === 'row' ? following.id : (results.at(-1)?.id ?? ''),
    };
  }

  function findRow(rows: readonly Node[], cursor: string | undefined): number {
    const from = cursor === undefined ? 0 : rows.findIndex(({ id }) => id === cursor);
    if (from < 0) throw refuse(`The start_cursor provided is invalid: ${cursor}`);
    return from;
  }

  function sourceOfRow(node: Node): DataSource | undefined {
    const id = node.parent['data_source_id'];
    return typeof id === 'string' ? sources.get(id) : undefined;
  }

  function markdownOf(node: Node, indent = ''): string {
    return liveChildren(node)
      .map(
        (child) =>
          `${indent}${plainText(child.body['rich_text'])}${child.children.length ? `\n${markdownOf(child, `${indent}\t`)}` : ''}`,
      )
      .join('\n');
  }

  // --- the port ------------------------------------------------------------------------------------------------------

  const workspace: NotionWorkspace = {
    serverNow: now,
    hasServerTime: true as boolean,

    whoAmI: (signal) => call('whoAmI', '', signal, () => ({ ...integration, checkedAt: now() })),
    listUsers: (cursor, signal) =>
      call('listUsers', '', signal, () => {
        if (integration.kind === 'personal') throw new AppError('notion-capability-missing', 'never');
        const bot = { id: 'bot-1', name: integration.integrationName, kind: 'bot' } as const;
        return slice([bot, ...(options.users ?? [{ id: 'user-1', name: 'Ada Acme', kind: 'person' }])], cursor, 100);
      }),

    search: ({ query, kind, cursor, pageSize }, signal) =>
      call('search', query, signal, () => {
        const wanted = query.toLowerCase();
        const pages = [...nodes.values()].filter((node) => node.kind === 'page' && isShared(node) && !inTrash(node));
        const foundPages =
          kind === 'data_source' ? [] : pages.filter((node) => titleOf(node).toLowerCase().includes(wanted));
        const live = [...sources.values()].filter((source) => {
          const database = nodes.get(source.databaseId);
          return database && isShared(database) && !inTrash(database);
        });
        const foundSources = kind === 'page' ? [] : live.filter((source) => source.name.toLowerCase().includes(wanted));
        return slice([...foundPages.map(pageAnswer), ...foundSources.map(sourceAnswer)], cursor, pageSize);
      }),

    getPage: (id, signal) => call('getPage', id, signal, () => pageAnswer(find(id, 'page'))),
    listRelated: (pageId, propertyId, cursor, signal) =>
      call('listRelated', pageId, signal, () => {
        const value = Object.values(find(pageId, 'page').properties).find((one) => (one as Json)['id'] === propertyId);
        if (value === undefined) throw new AppError('property-missing', 'never');
        return slice(((value as Json)['relation'] as { id: string }[] | undefined) ?? [], cursor, 100);
      }),
    getDatabase: (id, signal) => call('getDatabase', id, signal, () => databaseAnswer(find(id, 'database'))),
    getDataSource: (id, signal) => call('getDataSource', id, signal, () => sourceAnswer(findSource(id))),
    getView: (id, signal) =>
      call('getView', id, signal, () => {
        const view = views.get(id);
        if (!view) throw notFound();
        return view;
      }),
    listViews: (databaseId, cursor, signal) =>
      call('listViews', databaseId, signal, () => {
        find(databaseId, 'database');
        const own = [...views.values()].filter((view) => view.databaseId === databaseId);
        return slice(
          own.map(({ id }) => ({ id })),
          cursor,
          100,
        );
      }),
    queryView: (viewId, cursor, signal) =>
      call('queryView', viewId, signal, () => {
        const view = views.get(viewId);
        if (!view?.dataSourceId) throw notFound();
        const queryId = cursor?.queryId ?? newId();
        if (!cursor)
          viewQueries.set(
            queryId,
            rowsOf(findSource(view.dataSourceId), view.filter, view.sorts).map((node) => node.id),
          );
        const ids = viewQueries.get(queryId);
        if (!ids) throw notFound();
        return {
          ...slice(
            ids.map((id) => ({ id })),
            cursor?.cursor,
            100,
          ),
          queryId,
        };
      }),
    queryDataSource: (dataSourceId, request, signal) =>
      call('queryDataSource', dataSourceId, signal, () => {
        const rows = rowsOf(findSource(dataSourceId), request.filter, request.sorts);
        const size = Math.min(request.pageSize ?? queryPage, queryPage);
        const source = findSource(dataSourceId);
        const listing = sliceRows(rows.slice(0, queryCap), request.cursor, size, () => orderOf(source, request.sorts));
        const wanted = request.propertyIds;
        const readable = listing.results.filter(({ id }) => !partial.has(id));
        const left = listing.results.length - readable.length;
        const results = readable.map((node) => {
          const answer = pageAnswer(node);
          if (!wanted) return answer;
          const kept = Object.entries(answer.properties).filter(([, value]) => wanted.includes(value.id));
          return { ...answer, properties: Object.fromEntries(kept) };
        });
        const complete = listing.nextCursor !== undefined || rows.length <= queryCap;
        return { ...listing, results, complete, ...(left > 0 && { unreadable: left }) };
      }),

    listTemplates: (dataSourceId, cursor, signal) =>
      call('listTemplates', dataSourceId, signal, () => {
        findSource(dataSourceId);
        const own = [...templates.values()].filter((template) => template.dataSourceId === dataSourceId);
        const shown = own.map(({ id, name, isDefault }) => ({ id, name, isDefault }));
        return slice(shown, cursor, 100);
      }),
    getPageMarkdown: (id, signal) =>
      call('getPageMarkdown', id, signal, () => ({
        markdown: markdownOf(find(id, 'page', 'block')),
        truncated: false,
      })),
    getBlock: (id, signal) => call('getBlock', id, signal, () => blockAnswer(find(id))),
    listChildren: (id, cursor, signal) =>
      call('listChildren', id, signal, () => slice(liveChildren(find(id)).map(blockAnswer), cursor, 100)),

    appendChildren: (parentId, blocks, position, signal) =>
      call('appendChildren', parentId, signal, () => {
        const parent = find(parentId, 'page', 'block');
        refuseTrashed(parent);
        if (blocks.length === 0) throw refuse('children should have 1 or more');
        if (checkDepth(blocks) > 1000) throw refuse('more than 1000 blocks');
        return { blockIds: insert(parent, blocks, position, 1).map((node) => node.id), mayBeResent: wasResent };
      }),
    setBlockTrashed: (id, trashed, signal) =>
      call('setBlockTrashed', id, signal, () => {
        const node = find(id);
        remember(node);
        const parent = node.parentId === undefined ? undefined : nodes.get(node.parentId);
        if (parent) refuseTrashed(parent);
        node.trashed = trashed;
        touch(node);
        return blockAnswer(node);
      }),

    createPage: ({ parent, properties, children = [], templateId }, signal) =>
      call(
        'createPage',
        'pageId' in parent ? parent.pageId : 'dataSourceId' in parent ? parent.dataSourceId : '',
        signal,
        () => {
          if (checkDepth(children) > 1000) throw refuse('more than 1000 blocks');
          if (templateId !== undefined && templates.get(templateId)?.dataSourceId !== dataSourceIdOf(parent))
            throw refuse('the template does not exist in this data source');
          const node =
            'dataSourceId' in parent
              ? createRow(findSource(parent.dataSourceId), properties)
              : createChildPage(parentPage(parent), properties);
          if (children.length > 0) insert(node, children, { type: 'end' }, 1);
          if (templateId !== undefined) fromTemplate.push({ rowId: node.id, templateId });
          if (resends > 0) {
            resends -= 1;
            if ('dataSourceId' in parent) return pageAnswer(createRow(findSource(parent.dataSourceId), properties));
          }
          return pageAnswer(node);
        },
      ),
    updatePage: (id, change, signal) =>
      call('updatePage', id, signal, () => {
        const node = find(id, 'page');
        if (change.properties && change.trashed !== false) refuseTrashed(node);
        remember(node);
        if (change.properties) writeProperties(node, sourceOfRow(node), change.properties);
        if (change.trashed !== undefined) node.trashed = change.trashed;
        node.editedAt = now();
        return pageAnswer(node);
      }),
    createDatabase: ({ parent, title, properties, icon }, signal) =>
      call('createDatabase', 'pageId' in parent ? parent.pageId : '', signal, () => {
        if ('dataSourceId' in parent) throw refuse('parent should be a page');
        const page = parentPage(parent);
        const node = addNode({
          kind: 'database',
          type: 'child_database',
          parent: page ? { type: 'page_id', page_id: page.id } : { type: 'workspace', workspace: true },
          parentId: page?.id,
          shared: page === undefined,
          body: { title },
          icon: icon === undefined ? null : { type: 'emoji', emoji: icon },
        });
        page?.children.push(node.id);
        addSource(node.id, title, properties);
        return databaseAnswer(node);
      }),
    updateDataSource: (id, { properties }, signal) =>
      call('updateDataSource', id, signal, () => {
        const source = findSource(id);
        updateSchema(source, properties);
        return sourceAnswer(source);
      }),
  };

  function dataSourceIdOf(parent: object): string | undefined {
    return 'dataSourceId' in parent ? String(parent.dataSourceId) : undefined;
  }

  function parentPage(parent: { pageId: string } | { private: true }): Node | undefined {
    if ('private' in parent) {
      if (integration.kind === 'internal') throw refuse('parent should be defined');
      return undefined;
    }
    const page = find(parent.pageId, 'page');
    refuseTrashed(page);
    return page;
  }

  // --- set-up, a person's edits, and looking -------------------------------------------------------------------------

  function cellOf(rowId: string, property: string): [string, Json] {
    const node = nodes.get(rowId);
    const found = Object.entries(node?.properties ?? {}).find(
      ([name, value]) => name === property || (value as Json)['id'] === property,
    );
    if (!found) throw new Error(`no property ${property} in row ${rowId}`);
    return found as [string, Json];
  }

  function whole(id: string): Node {
    const node = nodes.get(id);
    if (!node) throw new Error(`no node ${id}`);
    return node;
  }

  return {
    ...workspace,
    /** Set `beforeEffect` and `afterEffect` here at any time. */
    hooks,
    /** Every call, also those that failed. */
    calls,
    /** Every change that really happened, in order. */
    effects,

    /** Nothing of the past is kept; with `pages` none of them either. For measuring what others keep. */
    forget(what: 'past' | 'past-and-pages'): void {
      calls.length = 0;
      effects.length = 0;
      if (what === 'past-and-pages') nodes.clear();
    },

    failNext(failure: PlannedFailure): void {
      failures.push({ ...failure, left: failure.times ?? 1, toSkip: failure.skip ?? 0 });
    },
    /** Applies the writes that failed with `when: 'late'`. */
    landLate(): number {
      const landed = late.splice(0);
      for (const apply of landed) apply();
      return landed.length;
    },

    /** A page that is shared with the integration, with paragraphs of these texts. */
    addPage(
      page: { title?: string; parentId?: string; texts?: readonly string[]; shared?: boolean; icon?: string } = {},
    ): string {
      const parent = page.parentId === undefined ? undefined : whole(page.parentId);
      const node = createChildPage(parent, { title: { title: [{ text: { content: page.title ?? 'Page' } }] } });
      node.shared = page.shared ?? parent === undefined;
      if (page.icon !== undefined) node.icon = { type: 'emoji', emoji: page.icon };
      const paragraphs = (page.texts ?? []).map((content) => ({ paragraph: { rich_text: [{ text: { content } }] } }));
      for (let at = 0; at < paragraphs.length; at += 100)
        insert(node, paragraphs.slice(at, at + 100), { type: 'end' }, 1);
      return node.id;
    },
    /** A database with one source. `properties` as POST /v1/databases takes them; `Name` is the title unless one is given. */
    addDatabase(
      database: { title?: string; properties?: Json; parentId?: string; shared?: boolean; linked?: boolean } = {},
    ): { databaseId: string; dataSourceId: string } {
      const parentId = database.parentId;
      const node = addNode({
        kind: 'database',
        type: 'child_database',
        parent:
          parentId === undefined ? { type: 'workspace', workspace: true } : { type: 'page_id', page_id: parentId },
        parentId,
        shared: database.shared ?? parentId === undefined,
        body: { title: database.title ?? 'Database' },
      });
      if (parentId !== undefined) whole(parentId).children.push(node.id);
      if (database.linked) return { databaseId: node.id, dataSourceId: '' };
      const given = database.properties ?? {};
      const hasTitle = Object.values(given).some((config) => 'title' in (config as Json));
      const source = addSource(
        node.id,
        database.title ?? 'Database',
        hasTitle ? given : { Name: { title: {} }, ...given },
      );
      return { databaseId: node.id, dataSourceId: source.id };
    },
    /** One more source in a database. */
    addDataSource(databaseId: string, name: string, properties: Json = { Name: { title: {} } }): string {
      return addSource(databaseId, name, properties).id;
    },
    addRow(dataSourceId: string, properties: Json, texts: readonly string[] = []): string {
      const source = sources.get(dataSourceId);
      if (!source) throw new Error(`no data source ${dataSourceId}`);
      const node = createRow(source, properties);
      if (texts.length > 0)
        insert(
          node,
          texts.map((content) => ({ paragraph: { rich_text: [{ text: { content } }] } })),
          { type: 'end' },
          1,
        );
      return node.id;
    },
    /** The next creations of a row are carried out twice and answered once, as when the browser sends one again by itself. */
    resendNext(times = 1): void {
      resends += times;
    },
    /** A page that rows can be made from. */
    addTemplate(
      dataSourceId: string,
      template: { name: string; values?: Json; texts?: readonly string[]; isDefault?: boolean },
    ): string {
      const { name, values = {}, texts = [], isDefault = false } = template;
      const id = this.addRow(dataSourceId, values, texts);
      const source = sources.get(dataSourceId);
      if (source) source.rows = source.rows.filter((row) => row !== id);
      templates.set(id, { id, name, isDefault, dataSourceId, values });
      return id;
    },
    /** Notion fills the rows that were made from templates: the first `blocks` of each template, or all. */
    applyTemplates(blocks?: number): void {
      for (const { rowId, templateId } of fromTemplate) {
        const row = whole(rowId);
        writeProperties(row, sourceOfRow(row), templates.get(templateId)?.values ?? {});
        const texts = this.texts(templateId).slice(row.children.length, blocks);
        insert(
          row,
          texts.map((content) => ({ paragraph: { rich_text: [{ text: { content } }] } })),
          { type: 'end' },
          1,
        );
      }
      if (blocks === undefined) fromTemplate = [];
    },
    /** From now on queries give the row without its properties, as Notion does now and then. */
    makePartial(rowId: string): void {
      partial.add(rowId);
    },
    /** A view of the source in its own database, or a linked one in another. */
    addView(
      dataSourceId: string,
      view: { name: string; databaseId?: string; type?: string; filter?: unknown; sorts?: readonly unknown[] },
    ): string {
      const source = sources.get(dataSourceId);
      if (!source) throw new Error(`no data source ${dataSourceId}`);
      const id = newId();
      views.set(id, { id, type: 'table', databaseId: source.databaseId, dataSourceId, ...view });
      return id;
    },
    /** The id of a property by its name. */
    propertyId(dataSourceId: string, name: string): string {
      return String(sources.get(dataSourceId)?.properties[name]?.['id']);
    },

    /** Plain texts of the blocks on a page, depth first, without what is in the trash. */
    texts(id: string): string[] {
      return liveChildren(whole(id)).flatMap((child) => [
        ...(child.kind === 'block' ? [plainText(child.body['rich_text'])] : [titleOf(child)]),
        ...(child.kind === 'block' ? this.texts(child.id) : []),
      ]);
    },
    /** Ids of the live top-level blocks, in order. */
    childIds(id: string): string[] {
      return liveChildren(whole(id)).map((child) => child.id);
    },
    isTrashed(id: string): boolean {
      return inTrash(whole(id));
    },
    /** The raw value of a cell, by property name or id: `{ id, type, [type]: … }`. */
    cell(rowId: string, property: string): Json {
      return structuredClone(cellOf(rowId, property)[1]);
    },
    /** The plain text of a title or text cell. */
    cellText(rowId: string, property: string): string {
      const [, value] = cellOf(rowId, property);
      return plainText(value[String(value['type'])]);
    },
    rowIds(dataSourceId: string): string[] {
      return (sources.get(dataSourceId)?.rows ?? []).filter((id) => !nodes.get(id)?.trashed);
    },

    /** What a person does in Notion meanwhile: no call, no effect in the log. */
    person: {
      setText(blockId: string, content: string): void {
        const node = whole(blockId);
        asPerson(() => remember(node));
        node.body = { ...node.body, rich_text: readRichText([{ text: { content } }]) };
        touch(node);
      },
      addParagraph(parentId: string, content: string, position: AppendPosition = { type: 'end' }): string {
        const block = { paragraph: { rich_text: [{ text: { content } }] } };
        return asPerson(() => insert(whole(parentId), [block], position, 1)[0]?.id ?? '');
      },
      setCell(rowId: string, property: string, value: Json): void {
        const node = whole(rowId);
        asPerson(() => remember(node));
        writeProperties(node, sourceOfRow(node), { [property]: value });
        node.editedAt = now();
      },
      setTrashed(id: string, trashed: boolean): void {
        asPerson(() => remember(whole(id)));
        whole(id).trashed = trashed;
      },
      setShared(id: string, shared: boolean): void {
        whole(id).shared = shared;
      },
      renameProperty(dataSourceId: string, from: string, to: string): void {
        const source = sources.get(dataSourceId);
        if (source) updateSchema(source, { [from]: { name: to } });
      },
      removeProperty(dataSourceId: string, name: string): void {
        const source = sources.get(dataSourceId);
        const schema = source?.properties[name];
        if (schema) removed.set(`${dataSourceId} ${name}`, schema);
        if (source) updateSchema(source, { [name]: null });
        for (const row of source?.rows ?? []) delete nodes.get(row)?.properties[name];
      },
      /** With its old id; its cells are empty. */
      restoreProperty(dataSourceId: string, name: string): void {
        const source = sources.get(dataSourceId);
        const schema = removed.get(`${dataSourceId} ${name}`);
        if (!source || !schema) throw new Error(`${name} was not removed`);
        source.properties[name] = schema;
        updateSchema(source, {});
      },
    },
  };
}
