import { createIdGenerator } from './ids.ts';
import type { JsonObject } from './json.ts';
import type {
  AnyRecord,
  BlockRecord,
  Change,
  DatabaseRecord,
  DataSourceRecord,
  PageRecord,
  Parent,
  Token,
  User,
  ViewRecord,
  Workspace,
} from './model.ts';
import { plainText } from './rich-text.ts';
import { addBlocks, addDatabase, addDataSource, addPage, addRow, addView } from './world-build.ts';
import { addToken, addUser, addWorkspace } from './world-people.ts';
import { WorldEdits } from './world-edit.ts';
import { renderPage, renderText } from './world-render.ts';
import type { RenderedPage } from './world-render.ts';

export interface WorldOptions {
  /** Milliseconds since the epoch. */
  now?: () => number;
  newId?: () => string;
}

/** Everything the stand-in workspace holds. In memory; the same seeds give the same ids on every run. */
export class World {
  readonly workspaces = new Map<string, Workspace>();
  readonly users = new Map<string, User>();
  readonly tokens = new Map<string, Token>();
  readonly records = new Map<string, AnyRecord>();
  /** What a person does in the web app. */
  readonly edit: WorldEdits;
  readonly newId: () => string;
  private readonly clock: () => number;
  private readonly listeners = new Set<(change: Change) => void>();
  private skipped = 0;
  private order = 0;

  constructor(options: WorldOptions = {}) {
    this.clock = options.now ?? Date.now;
    this.newId = options.newId ?? createIdGenerator();
    this.edit = new WorldEdits(this);
  }

  /** Now in milliseconds: the clock plus what tests moved it by. */
  now(): number {
    return this.clock() + this.skipped;
  }

  moveTime(ms: number): void {
    this.skipped += ms;
  }

  on(_event: 'change', listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  nextOrder(): number {
    this.order += 1;
    return this.order;
  }

  put<T extends AnyRecord>(record: T): T {
    this.records.set(record.id, record);
    return record;
  }

  page(id: string): PageRecord | undefined {
    const record = this.records.get(id);
    return record?.kind === 'page' ? record : undefined;
  }

  block(id: string): BlockRecord | undefined {
    const record = this.records.get(id);
    return record?.kind === 'block' ? record : undefined;
  }

  database(id: string): DatabaseRecord | undefined {
    const record = this.records.get(id);
    return record?.kind === 'database' ? record : undefined;
  }

  dataSource(id: string): DataSourceRecord | undefined {
    const record = this.records.get(id);
    return record?.kind === 'data_source' ? record : undefined;
  }

  view(id: string): ViewRecord | undefined {
    const record = this.records.get(id);
    return record?.kind === 'view' ? record : undefined;
  }

  /** The record and what holds it, from the inside out. */
  *ancestry(id: string): Generator<AnyRecord> {
    let current = this.records.get(id);
    while (current) {
      yield current;
      current = current.parent.type === 'workspace' ? undefined : this.records.get(current.parent.id);
    }
  }

  /** True if the record or anything that holds it is in the trash. */
  isTrashed(id: string): boolean {
    return [...this.ancestry(id)].some((record) => record.inTrash);
  }

  /** Children in order, those in the trash left out. */
  children(id: string): (BlockRecord | PageRecord | DatabaseRecord)[] {
    const record = this.records.get(id);
    if (record?.kind !== 'block' && record?.kind !== 'page') return [];
    const found: (BlockRecord | PageRecord | DatabaseRecord)[] = [];
    for (const childId of record.childIds) {
      const child = this.records.get(childId);
      if (child && !child.inTrash && (child.kind === 'block' || child.kind === 'page' || child.kind === 'database')) {
        found.push(child);
      }
    }
    return found;
  }

  /** The id of the page or database on screen that a record belongs to. */
  screenOf(id: string): string {
    for (const record of this.ancestry(id)) if (record.kind === 'page' || record.kind === 'database') return record.id;
    return id;
  }

  /** Marks a record, and the page that holds it, as edited now, and tells the listeners. */
  touch(id: string, by: string, action: Change['action'] = 'updated'): void {
    const record = this.records.get(id);
    if (!record) return;
    const now = this.now();
    for (const one of this.ancestry(id)) {
      if (one.kind === 'block' && one !== record) continue;
      one.editedTime = now;
      one.editedBy = by;
      if (one.kind !== 'block') break;
    }
    for (const pageId of this.screensOf(record)) {
      for (const listener of this.listeners) listener({ pageId, id, kind: record.kind, action, by });
    }
  }

  /** Where a change shows: on its own page and, for a page, database or row, on what lists it. */
  private screensOf(record: AnyRecord): string[] {
    const own = this.screenOf(record.id);
    if (record.kind === 'block' || record.parent.type === 'workspace') return [own];
    return [...new Set([own, this.screenOf(record.parent.id)])];
  }

  /** Puts a record into the trash or takes it out; its place among its siblings is kept. */
  setTrash(id: string, inTrash: boolean, by: string): void {
    const record = this.records.get(id);
    if (!record || record.inTrash === inTrash) return;
    record.inTrash = inTrash;
    if (record.kind === 'database') {
      for (const sourceId of record.dataSourceIds) {
        const source = this.dataSource(sourceId);
        if (source) source.inTrash = inTrash;
      }
    }
    this.touch(id, by, inTrash ? 'trashed' : 'restored');
    const holder = record.parent.type === 'workspace' ? undefined : record.parent.id;
    if (holder !== undefined && record.kind === 'block') this.touch(holder, by);
  }

  /** Common fields of a new record. */
  base(parent: Parent, by: string, workspaceId: string, id = this.newId()) {
    const now = this.now();
    return {
      id,
      workspaceId,
      parent,
      createdTime: now,
      createdBy: by,
      editedTime: now,
      editedBy: by,
      inTrash: false,
      order: this.nextOrder(),
    };
  }

  /** Puts a child into a page's or block's order: at the end, the start, or after a sibling. */
  place(parentId: string, childIds: string[], at: 'end' | 'start' | { after: string } = 'end'): void {
    const parent = this.records.get(parentId);
    if (parent?.kind !== 'page' && parent?.kind !== 'block') return;
    const index = at === 'end' ? parent.childIds.length : at === 'start' ? 0 : parent.childIds.indexOf(at.after) + 1;
    parent.childIds.splice(index, 0, ...childIds);
  }

  titleOf(id: string): string {
    const record = this.records.get(id);
    if (record?.kind === 'page') return plainText(record.values.get('title'));
    if (record?.kind === 'database' || record?.kind === 'data_source') return plainText(record.title);
    return this.users.get(id)?.name ?? '';
  }

  addWorkspace = (options: Parameters<typeof addWorkspace>[1]) => addWorkspace(this, options);
  addUser = (options: Parameters<typeof addUser>[1]) => addUser(this, options);
  addToken = (options: Parameters<typeof addToken>[1]) => addToken(this, options);
  addPage = (options: Parameters<typeof addPage>[1]) => addPage(this, options);
  addBlocks = (parentId: string, blocks: string | JsonObject[]) => addBlocks(this, parentId, blocks);
  addDatabase = (options: Parameters<typeof addDatabase>[1]) => addDatabase(this, options);
  addDataSource = (options: Parameters<typeof addDataSource>[1]) => addDataSource(this, options);
  addRow = (dataSourceId: string, row: Parameters<typeof addRow>[2]) => addRow(this, dataSourceId, row);
  addView = (options: Parameters<typeof addView>[1]) => addView(this, options);

  /** What a viewer shows of a page or database. Throws for an unknown id. */
  render(pageId: string): RenderedPage {
    return renderPage(this, pageId);
  }

  toText(pageId: string): string {
    return renderText(this, pageId);
  }
}
