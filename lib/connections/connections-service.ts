/** The person's connections: the store is the truth; the mirror in Notion follows it. */
import { deriveRunState } from '../jobs/run-state.ts';
import type { Run, RunState } from '../jobs/run.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { HandlersFor, RequestOf } from '../shared/command.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { Emitter } from '../shared/emitter.ts';
import { createSerialQueue } from '../storage/serial-queue.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import { isBehind, putConnection, removeConnection, restoreConnection, tallyRun } from './change-connections.ts';
import { DEFAULT_GENERATION_OPTIONS } from '../run-request/generation-options.ts';
import type { Connection, ConnectionNumbers } from './connection.ts';
import type { RowSelection } from '../run-request/row-selection.ts';
import type { Target } from '../run-request/target.ts';
import { connectionsOf } from './connections-store.ts';
import type { StoredConnections } from './connections-store.ts';
import type { ConnectionCommands } from './connection-commands.ts';

/** Whose connections they are. */
type Workspace = Pick<Connection, 'workspaceId' | 'workspaceName'>;

export interface ConnectionsServiceDeps {
  readonly stored: VersionedValue<StoredConnections>;
  /** Who the stored token speaks for. Throws `notion-token-missing` and what asking Notion throws. */
  readonly requireIntegration: () => Promise<Workspace>;
  /** Asked before a run is stored. @throws AppError `prompt-unconfirmed` */
  readonly allowPrompt?: (prompt: string) => Promise<void>;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
}

export class ConnectionsService {
  readonly #deps: ConnectionsServiceDeps;
  readonly #enqueue = createSerialQueue();
  readonly handlers: HandlersFor<ConnectionCommands> = {
    'connections.save': (request) => this.save(request),
    'connections.delete': ({ id }) => this.delete(id),
    'connections.restore': ({ id }) => this.restore(id),
    'connections.duplicate': ({ id, newId }) => this.duplicate(id, newId),
  };
  readonly topic: TopicSource<readonly Connection[]>;
  /** The numbers of connections whose runs go on: they change several times a second, and the list does not. */
  readonly numbersTopic: TopicSource<readonly ConnectionNumbers[]>;
  /** Runs that go on, each as it was told last. The list takes their numbers over once they rest. */
  readonly #going = new Map<string, { readonly run: Run; readonly state: RunState }>();
  readonly #numbersChanged = new Emitter();

  constructor(deps: ConnectionsServiceDeps) {
    this.#deps = deps;
    this.topic = { read: () => this.list(), subscribe: (changed) => deps.stored.subscribe(changed) };
    this.numbersTopic = {
      read: () => this.#numbers(),
      subscribe: (changed) => this.#numbersChanged.subscribe(changed),
    };
  }

  async list(): Promise<readonly Connection[]> {
    return this.#withGoing(await this.#deps.stored.read()).connections;
  }

  async find(id: string): Promise<Connection | undefined> {
    return (await this.list()).find((connection) => connection.id === id);
  }

  /** The names of all connections by id, in one read. */
  async names(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.#deps.stored.read()).connections.map(({ id, name }) => [id, name]));
  }

  /** The newest connection of a page or database, of this workspace if there are several. */
  async findByTarget(targetId: string, workspaceId?: string): Promise<Connection | undefined> {
    const whole = (stored: StoredConnections) =>
      this.#withGoing(stored).connections.filter(({ target }) => target.id === targetId);
    // Runs that go on change what is stored.
    const found = await this.#deps.stored.readPart(
      (stored) => (this.#going.size > 0 ? undefined : connectionsOf(stored, targetId)),
      whole,
    );
    const here = found.filter((connection) => connection.workspaceId === workspaceId);
    return (here.length > 0 ? here : found).reduce<Connection | undefined>(
      (newest, connection) => (newest === undefined || connection.updatedAt > newest.updatedAt ? connection : newest),
      undefined,
    );
  }

  async save(request: RequestOf<ConnectionCommands, 'connections.save'>): Promise<Connection> {
    const { id, name, target, options, ...left } = request;
    const known = await this.find(id);
    const owner = known ?? (await this.#owner());
    return this.#put(id, (before, now) => ({
      ...(before ?? { id, createdAt: now, stats: NO_STATS }),
      workspaceId: owner.workspaceId,
      workspaceName: owner.workspaceName,
      name: nameOr(name, target),
      target,
      options: options ?? before?.options ?? DEFAULT_GENERATION_OPTIONS,
      updatedAt: now,
      ...left,
    }));
  }

  async delete(id: string): Promise<{ deleted: boolean }> {
    let deleted = false;
    await this.#deps.stored.update((stored) => {
      const next = removeConnection(stored, id, this.#deps.clock.now());
      deleted = next !== stored;
      return next;
    });
    return { deleted };
  }

  async restore(id: string): Promise<Connection> {
    await this.#deps.stored.update((stored) => restoreConnection(stored, id));
    return this.#require(id);
  }

  /** A copy with a new id and numbers of its own. The same new id again gives the copy that is there. */
  async duplicate(id: string, newId: string): Promise<Connection> {
    const { name, target, workspaceId, workspaceName, options, selection, ticks, columns } = await this.#require(id);
    const present = await this.find(newId);
    if (present !== undefined) return present;
    const copyName = nextName(
      name,
      (await this.list()).map((connection) => connection.name),
    );
    return this.#put(newId, (_before, now) => ({
      id: newId,
      name: copyName,
      target,
      workspaceId,
      workspaceName,
      options,
      ...(selection !== undefined && { selection }),
      ...(ticks !== undefined && { ticks }),
      ...(columns !== undefined && { columns }),
      createdAt: now,
      updatedAt: now,
      stats: NO_STATS,
    }));
  }

  /**
   * The connection a run belongs to, made and named after its page when there is none; it takes the run's options over. Which
   * rows were chosen is the screen's own affair (a trial or a part of a run has fewer), except where it has no connection yet.
   */
  async ensure(connectionId: string | undefined, request: RunRequest, target: Target): Promise<Connection> {
    // One after the other: two windows that generate on a new page at once share its connection.
    return this.#enqueue(() => this.#ensure(connectionId, request, target));
  }

  async #ensure(connectionId: string | undefined, request: RunRequest, target: Target): Promise<Connection> {
    await this.#deps.allowPrompt?.(request.options.prompt);
    const integration = await this.#deps.requireIntegration();
    const byId = connectionId === undefined ? undefined : await this.find(connectionId);
    const byTarget = byId ?? (await this.findByTarget(target.id, integration.workspaceId));
    const known = byTarget?.target.id === target.id ? byTarget : undefined;
    if (known !== undefined && known.workspaceId !== integration.workspaceId) {
      throw new AppError('target-other-workspace', 'never', { details: { workspace: known.workspaceName } });
    }
    const id = known?.id ?? connectionId ?? this.#deps.newId();
    // A selection's prompt is about that text: it is not what the person saved for the page.
    const options =
      request.kind === 'selection' ? (known?.options ?? { ...request.options, prompt: '' }) : request.options;
    return this.save({
      id,
      name: known?.name ?? target.title,
      target,
      options,
      ...(known === undefined && request.selection && chosenRows(request.selection)),
    });
  }

  /**
   * Takes a run's state and numbers over. Call it whenever the run changed; calling it twice counts once. The list is stored when
   * the run is told of first and when it rests; between these its numbers stand beside it, and the run's own record keeps them.
   */
  async noteRun(run: Run, state = deriveRunState(run)): Promise<void> {
    const { stored } = this.#deps;
    const before = this.#going.get(run.id);
    if (GOES_ON.has(state) && (await stored.read()).tallies[run.id] !== undefined) {
      this.#going.set(run.id, { run, state });
      if (run !== before?.run) this.#numbersChanged.emit();
      return;
    }
    this.#going.delete(run.id);
    try {
      await stored.update((value) => tallyRun(value, run, state));
    } catch (error) {
      this.#going.set(run.id, { run, state });
      throw error;
    }
    if (before !== undefined) this.#numbersChanged.emit();
  }

  /** Those of the runs that went on after they were noted last: a worker was stopped in between. */
  async behind(runs: readonly Run[]): Promise<readonly Run[]> {
    const stored = await this.#deps.stored.read();
    return runs.filter((run) => isBehind(stored, run));
  }

  #withGoing(stored: StoredConnections): StoredConnections {
    return [...this.#going.values()].reduce((value, { run, state }) => tallyRun(value, run, state), stored);
  }

  async #numbers(): Promise<readonly ConnectionNumbers[]> {
    const going = new Set([...this.#going.values()].map(({ run }) => run.connectionId));
    return (await this.list())
      .filter(({ id }) => going.has(id))
      .map(({ id, stats, lastRun }) => ({ id, stats, ...(lastRun && { lastRun }) }));
  }

  async #owner(): Promise<Pick<Connection, 'workspaceId' | 'workspaceName'>> {
    return this.#deps.requireIntegration();
  }

  async #put(id: string, make: (before: Connection | undefined, now: number) => Connection): Promise<Connection> {
    const { stored, clock } = this.#deps;
    const after = await stored.update((value) =>
      putConnection(
        value,
        make(
          value.connections.find((connection) => connection.id === id),
          clock.now(),
        ),
      ),
    );
    return requireOf(this.#withGoing(after).connections, id);
  }

  async #require(id: string): Promise<Connection> {
    return requireOf(await this.list(), id);
  }
}

const GOES_ON: ReadonlySet<RunState> = new Set(['queued', 'running', 'waiting']);

function chosenRows(selection: RowSelection): Pick<Connection, 'selection' | 'ticks'> {
  if (selection.kind === 'outdated') return { selection: { kind: 'outdated', rowIds: [] } };
  if (selection.kind !== 'ticked') return { selection };
  return {
    selection: { kind: 'ticked', rowIds: [] },
    ticks: { others: 'none', ticked: selection.rowIds, unticked: [] },
  };
}

const NO_STATS: Connection['stats'] = { rowsDone: 0, rowsFailed: 0, prompts: 0, tokens: 0, cost: 0 };

function requireOf(connections: readonly Connection[], id: string): Connection {
  const found = connections.find((connection) => connection.id === id);
  if (found === undefined) throw new AppError('not-found', 'never');
  return found;
}

function nameOr(name: string, target: Target): string {
  return (name.trim() || target.title.trim() || 'Untitled').slice(0, 2_000);
}

/** “Name 2”, “Name 3” … : the first that nobody has. */
function nextName(name: string, taken: readonly string[]): string {
  const base = name.replace(/ \d+$/, '');
  for (let number = 2; ; number++) {
    const candidate = `${base} ${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
