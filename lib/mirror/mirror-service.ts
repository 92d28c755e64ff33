/**
 * The mirror: a row per connection in a Notion database. It follows both sides whenever it looks and never blocks a run: what
 * could not be done now is done at the next look. Looks follow each other; there is never more than one.
 */
import { removeConnection } from '../connections/change-connections.ts';
import type { Connection } from '../connections/connection.ts';
import type { StoredConnections } from '../connections/connections-store.ts';
import type { HandlersFor } from '../shared/command.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import type { MirrorView } from './mirror-view.ts';
import { lacksLaterColumns } from './mirror-columns.ts';
import { listMirrorRows, type RowListing } from './list-mirror-rows.ts';
import type { MirroredLooks } from './mirror-row.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import type { Integration } from '../notion/integration.ts';
import type { Settings } from '../settings/settings.ts';
import { finishWhatIsBegun } from '../notion-commands/finish-what-is-begun.ts';
import { AppError, toFailure } from '../shared/app-error.ts';
import type { Failure } from '../shared/app-error.ts';
import { ruleOf } from '../shared/error-rules.ts';
import type { Clock } from '../shared/clock.ts';
import { createSerialQueue } from '../storage/serial-queue.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import {
  addLaterColumns,
  completeMirrorDatabase,
  createMirrorDatabase,
  findMirrorDatabase,
} from './mirror-database.ts';
import type { MirrorDatabase } from './mirror-database.ts';
import type { MirrorEntry, StoredMirror } from './mirror-store.ts';
import { toMirrorView } from './mirror-view.ts';
import { createRow, readRow, requireOutOfTrash, restoreRow, syncRow } from './sync-row.ts';
import type { RowWork } from './sync-row.ts';
import type { MirrorCommands } from './mirror-commands.ts';
import { decideChangedPrompt, takeOver } from './take-over.ts';

export interface MirrorServiceDeps {
  readonly stored: VersionedValue<StoredMirror>;
  readonly connections: VersionedValue<StoredConnections>;
  readonly settings: VersionedValue<Settings>;
  /** `interactive` while a person waits for it. */
  readonly workspace: (priority?: 'interactive') => Promise<NotionWorkspace>;
  readonly integration: () => Promise<Integration | undefined>;
  /** The name of a connection's output, for its column. */
  readonly outputLabel: (connection: Connection) => Promise<string>;
  /** Keep filled of those connections that have it, by their id. */
  readonly keepFilled?: () => Promise<ReadonlyMap<string, MirroredLooks>>;
  readonly clock: Clock;
}

export class MirrorService {
  readonly #deps: MirrorServiceDeps;
  readonly #enqueue = createSerialQueue();
  readonly handlers: HandlersFor<MirrorCommands> = {
    'mirror.create': ({ parentPageId }) => this.create(parentPageId),
    'mirror.check': ({ url }) => this.check(url),
    'mirror.complete': () => this.complete(),
    'mirror.sync': () => this.sync(),
    'mirror.decidePrompt': ({ connectionId, use }) => this.decidePrompt(connectionId, use),
  };
  readonly topic: TopicSource<MirrorView> = {
    read: () => this.view(),
    subscribe: (changed) => {
      const { stored, connections, settings } = this.#deps;
      const ends = [stored, connections, settings].map((value) => value.subscribe(changed));
      return () => ends.forEach((end) => end());
    },
  };

  constructor(deps: MirrorServiceDeps) {
    this.#deps = deps;
  }

  async view(): Promise<MirrorView> {
    const { stored, connections, settings, integration, clock } = this.#deps;
    const here = await integration();
    const known = await connections.read();
    const isOwn = ({ workspaceId }: Connection) => here === undefined || workspaceId === here.workspaceId;
    return toMirrorView(await stored.read(), await settings.read(), {
      connections: known.connections.filter(isOwn),
      removed: known.removed.map(({ connection }) => connection).filter(isOwn),
      now: clock.now(),
    });
  }

  /** Makes the database and stores its URL at once. */
  async create(parentPageId: string | null): Promise<{ url: string }> {
    const database = await this.#enqueue(async () =>
      this.#use(await createMirrorDatabase(await this.#begin(), parentPageId)),
    );
    await this.sync();
    return { url: database.url };
  }

  /** Takes a database by its URL and says what it lacks. */
  async check(url: string): Promise<MirrorView> {
    await this.#enqueue(async () =>
      this.#use(await findMirrorDatabase(await this.#deps.workspace('interactive'), url.trim())),
    );
    return this.view();
  }

  /** Adds the missing columns, then writes the rows. */
  async complete(): Promise<MirrorView> {
    await this.#enqueue(async () => {
      const workspace = await this.#begin();
      const database = await this.#database(workspace);
      if (database !== undefined) await this.#use(await completeMirrorDatabase(workspace, database));
    });
    return this.sync();
  }

  async decidePrompt(connectionId: string, use: boolean): Promise<MirrorView> {
    await decideChangedPrompt(this.#deps, connectionId, use);
    return this.view();
  }

  /** For a command that writes first and reads what it wrote. */
  async #begin(): Promise<NotionWorkspace> {
    return finishWhatIsBegun(await this.#deps.workspace('interactive'), this.#deps.clock);
  }

  /** Looks at both sides once. Never throws: a failure is in the view, and the next look goes on. */
  async sync(): Promise<MirrorView> {
    await this.#enqueue(async () => {
      let failure: Failure | undefined;
      try {
        failure = await this.#look();
      } catch (error) {
        failure = toFailure(error);
      }
      await this.#deps.stored.update(({ failure: before, ...stored }) =>
        before === undefined && failure === undefined ? stored : { ...stored, ...(failure && { failure }) },
      );
    });
    return this.view();
  }

  async #look(): Promise<Failure | undefined> {
    if ((await this.#deps.settings.read()).connectionsDatabaseUrl === '') return undefined;
    const integration = await this.#deps.integration();
    if (integration === undefined) throw new AppError('notion-token-missing', 'never');
    const workspace = await this.#deps.workspace();
    const found = await this.#database(workspace);
    if (found === undefined || found.ids.connectionId === undefined) return undefined;
    const looks = await this.#looks();
    const needsColumns = looks.size > 0 && lacksLaterColumns(found.ids);
    const database = needsColumns ? await this.#use(await addLaterColumns(workspace, found)) : found;
    const listing = await listMirrorRows(workspace, database);
    const work = this.#work(workspace, database);
    const { connections } = await this.#deps.connections.read();
    let failure: Failure | undefined;
    for (const { id, workspaceId } of connections) {
      if (workspaceId !== integration.workspaceId) continue;
      // As it is now: a look takes its time, and a person goes on meanwhile.
      const connection = (await this.#deps.connections.read()).connections.find((other) => other.id === id);
      if (connection === undefined) continue;
      const problem = await attempt(() => this.#followConnection(work, connection, { listing, looks }));
      failure ??= problem;
      if (problem !== undefined && isForAll(problem)) return problem;
    }
    return (await this.#trashRowsOfDeleted(work)) ?? failure;
  }

  async #looks(): Promise<ReadonlyMap<string, MirroredLooks>> {
    return (await this.#deps.keepFilled?.()) ?? new Map<string, MirroredLooks>();
  }

  async #followConnection(work: RowWork, connection: Connection, { listing, looks }: LookedAt): Promise<void> {
    const context = {
      keepFilled: looks.get(connection.id),
      outputLabel: await this.#deps.outputLabel(connection),
      engine: (await this.#deps.settings.read()).engine,
    };
    const entry = await this.#entry(connection.id);
    if (entry.rowId !== undefined && entry.trashed === true) {
      const isBack = await restoreRow(work.workspace, entry.rowId);
      const kept = isBack ? { rowId: entry.rowId, ...(entry.written && { written: entry.written }) } : {};
      await work.note(connection.id, kept);
      // Gone for good, for example after thirty days in the trash: it gets another row.
      if (!isBack) return createRow(work, connection, context, kept);
    }
    const listed = listing.byConnection.get(connection.id) ?? listing.byId.get(entry.rowId ?? '');
    if (listed !== undefined) return syncRow(work, connection, context, entry, listed);
    if (entry.rowId === undefined) return createRow(work, connection, context, entry);
    // Not in the listing: a row that was made a moment ago may be missing there, so it is asked for by its id.
    const row = await readRow(work.workspace, entry.rowId);
    if (row !== 'gone') return syncRow(work, connection, context, entry, row);
    if (!listing.isComplete) return;
    await requireOutOfTrash(work);
    const removedAt = this.#deps.clock.now();
    await this.#deps.connections.update((stored) => removeConnection(stored, connection.id, removedAt));
    // Should the person undo this, the same row comes back out of the trash.
    await work.note(connection.id, { ...entry, trashed: true, removedAt });
  }

  async #trashRowsOfDeleted(work: RowWork): Promise<Failure | undefined> {
    const { connections } = await this.#deps.connections.read();
    const known = new Set(connections.map(({ id }) => id));
    let failure: Failure | undefined;
    for (const [connectionId, entry] of Object.entries((await this.#deps.stored.read()).entries)) {
      if (known.has(connectionId) || entry.rowId === undefined || entry.trashed === true) continue;
      const { rowId } = entry;
      failure ??= await attempt(async () => {
        if ((await readRow(work.workspace, rowId)) !== 'gone')
          await work.workspace.updatePage(rowId, { trashed: true });
        await work.note(connectionId, { ...entry, trashed: true });
      });
    }
    return failure;
  }

  /** The database of the stored URL: known already, or found now because the person chose another one. */
  async #database(workspace: NotionWorkspace): Promise<MirrorDatabase | undefined> {
    const { connectionsDatabaseUrl: url } = await this.#deps.settings.read();
    const { database } = await this.#deps.stored.read();
    if (url === '' || database?.url === url) return url === '' ? undefined : database;
    return this.#use(await findMirrorDatabase(workspace, url));
  }

  async #use(database: MirrorDatabase): Promise<MirrorDatabase> {
    const { stored, settings } = this.#deps;
    // Rows of another database say nothing about this one.
    await stored.update((before) => {
      const isSame = before.database?.dataSourceId === database.dataSourceId;
      const { changedPrompts } = before;
      return { database, changedPrompts, entries: isSame ? before.entries : {} };
    });
    await settings.update((before) =>
      before.connectionsDatabaseUrl === database.url ? before : { ...before, connectionsDatabaseUrl: database.url },
    );
    return database;
  }

  #work(workspace: NotionWorkspace, database: MirrorDatabase): RowWork {
    const { stored, connections, clock } = this.#deps;
    return {
      workspace,
      database,
      now: () => clock.now(),
      note: async (connectionId, entry) => {
        await stored.update((before) => ({ ...before, entries: { ...before.entries, [connectionId]: entry } }));
      },
      adopt: (connection, change) => takeOver({ stored, connections, clock }, connection, change),
    };
  }

  async #entry(connectionId: string): Promise<MirrorEntry> {
    return (await this.#deps.stored.read()).entries[connectionId] ?? {};
  }
}

interface LookedAt {
  readonly listing: RowListing;
  readonly looks: ReadonlyMap<string, MirroredLooks>;
}

async function attempt(action: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return toFailure(error);
  }
}

/** Failures that the next row would meet as well. */
function isForAll({ code }: Failure): boolean {
  return ruleOf(code).blocksNotion === true || code === 'internal';
}
