/** What the fake Notion holds: pages, blocks and databases, who wrote them and when, and what a read saw before each change. */
import type { NotionView, WorkspaceUser } from '../../../lib/notion/workspace.ts';
import type { Integration } from '../../../lib/notion/integration.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { plainText, type Json } from '../fake-notion-values.ts';

export interface Node {
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

export interface DataSource {
  id: string;
  databaseId: string;
  name: string;
  properties: Record<string, Json>;
  rows: string[];
}

interface Template {
  id: string;
  name: string;
  isDefault: boolean;
  dataSourceId: string;
  values: Json;
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

const BOT = 'bot-1';
const PERSON = 'person-1';

/** A time as Notion answers it: minutes only. */
export const minute = (at: number): string => new Date(Math.floor(at / 60_000) * 60_000).toISOString();

export class FakeWorld {
  readonly now: () => number;
  readonly integration: Integration;
  readonly nodes = new Map<string, Node>();
  readonly sources = new Map<string, DataSource>();
  readonly views = new Map<string, NotionView>();
  readonly templates = new Map<string, Template>();
  /** Rows that were made from a template and wait for what it holds. */
  fromTemplate: { rowId: string; templateId: string }[] = [];
  /** Rows that queries give without their properties. */
  readonly partial = new Set<string>();
  readonly #tokenUser: string;
  #writer: string;
  #counter = 0;
  /** Reads see what stood at this time. */
  #readAt = Infinity;

  constructor({ now, integration }: FakeOptions) {
    this.now = now ?? (() => Date.UTC(2026, 9, 1, 12, 0, 0));
    this.integration = {
      workspaceId: 'workspace-1',
      workspaceName: 'Fake workspace',
      integrationName: 'Visen test',
      kind: 'internal',
      checkedAt: 0,
      ...integration,
    };
    this.#tokenUser = integration?.kind === 'personal' ? PERSON : BOT;
    this.#writer = this.#tokenUser;
  }

  /** A number that was not given before. */
  count(): number {
    return ++this.#counter;
  }

  newId(): string {
    return `00000000-0000-8000-8000-${String(this.count()).padStart(12, '0')}`;
  }

  /** What `read` finds as it was so many milliseconds ago. */
  readBehind<T>(ms: number, read: () => T): T {
    if (ms <= 0) return read();
    this.#readAt = this.now() - ms;
    try {
      return read();
    } finally {
      this.#readAt = Infinity;
    }
  }

  /** What a person does, in their name. */
  asPerson<T>(apply: () => T): T {
    this.#writer = PERSON;
    try {
      return apply();
    } finally {
      this.#writer = this.#tokenUser;
    }
  }

  addNode(node: Partial<Node> & Pick<Node, 'kind' | 'type' | 'parent' | 'parentId'>): Node {
    const whole: Node = {
      id: this.newId(),
      body: {},
      children: [],
      trashed: false,
      shared: false,
      createdAt: this.now(),
      editedAt: this.now(),
      properties: {},
      icon: null,
      createdBy: this.#writer,
      editedBy: this.#writer,
      past: [],
      ...node,
    };
    this.nodes.set(whole.id, whole);
    return whole;
  }

  /** Call before a node is changed. */
  remember(node: Node): void {
    const { trashed, body, properties } = node;
    node.past.push({ until: this.now(), trashed, body, properties });
    node.editedBy = this.#writer;
  }

  /** A node was changed: so was the page that it stands on. */
  touch(node: Node): void {
    for (const at of this.#upwards(node)) {
      at.editedAt = this.now();
      if (at.kind === 'page') return;
    }
  }

  /** The node as a read sees it. */
  seen(node: Node): Pick<Node, 'trashed' | 'body' | 'properties'> {
    return node.past.find(({ until }) => until > this.#readAt) ?? node;
  }

  /** Whether a read finds the node itself, whatever stands above it. */
  isLive(node: Node): boolean {
    return node.createdAt <= this.#readAt && !this.seen(node).trashed;
  }

  liveChildren(node: Node): Node[] {
    return this.nodesOf(node.children).filter((child) => this.isLive(child));
  }

  nodesOf(ids: readonly string[]): Node[] {
    return ids.flatMap((id) => this.nodes.get(id) ?? []);
  }

  isShared(node: Node | undefined): boolean {
    return this.#upwards(node).some(({ shared }) => shared);
  }

  inTrash(node: Node): boolean {
    return this.#upwards(node).some((at) => this.seen(at).trashed);
  }

  /** @throws AppError notion-not-found also for what is not shared with the integration */
  find(id: string, ...kinds: Node['kind'][]): Node {
    const node = this.nodes.get(id.toLowerCase());
    const isThere = node && node.createdAt <= this.#readAt && this.isShared(node);
    if (!isThere || (kinds.length > 0 && !kinds.includes(node.kind))) throw this.notFound();
    return node;
  }

  findSource(id: string): DataSource {
    const source = this.sources.get(id);
    if (!source || !this.isShared(this.nodes.get(source.databaseId))) throw this.notFound();
    return source;
  }

  notFound(): AppError {
    return new AppError('notion-not-found', 'never', { details: { integration: this.integration.integrationName } });
  }

  refuseTrashed(node: Node): void {
    if (this.inTrash(node)) throw new AppError('notion-trashed', 'never');
  }

  /** For tests, which ask for nothing that is not there. */
  whole(id: string): Node {
    const node = this.nodes.get(id);
    if (!node) throw new Error(`no node ${id}`);
    return node;
  }

  wholeSource(id: string): DataSource {
    const source = this.sources.get(id);
    if (!source) throw new Error(`no data source ${id}`);
    return source;
  }

  sourceOfRow(node: Node): DataSource | undefined {
    const id = node.parent['data_source_id'];
    return typeof id === 'string' ? this.sources.get(id) : undefined;
  }

  titleOf(node: Node): string {
    if (node.kind === 'database') return String(node.body['title'] ?? '');
    const title = Object.values(node.properties).find((value) => (value as Json)['type'] === 'title') as
      Json | undefined;
    return plainText(title?.['title']);
  }

  /** A node and all above it. */
  #upwards(node: Node | undefined): readonly Node[] {
    const path: Node[] = [];
    for (let at = node; at; at = at.parentId === undefined ? undefined : this.nodes.get(at.parentId)) path.push(at);
    return path;
  }
}
