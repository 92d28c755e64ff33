/**
 * Keep filled: looks at databases at their times and starts a run for the rows that fit. One thing after the other; what is stored says
 * what there is to do, so that a worker that was stopped anywhere is followed by one that goes on.
 */
import type { Connection } from '../connections/connection.ts';
import type { StoredConnections } from '../connections/connections-store.ts';
import type { KeepAlive, RunStore } from '../jobs/ports.ts';
import type { Run } from '../jobs/run.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { HandlersFor, RequestOf, ResponseOf } from '../shared/command.ts';
import type { Estimate, EstimateRow } from '../runs/estimate.ts';
import type { KeepFilledSettings, KeepFilledView } from './keep-filled-view.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { AppError, type Failure, toFailure } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { dayAt } from '../shared/day.ts';
import { createSerialQueue } from '../storage/serial-queue.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import type { KeepFilledCommands } from './keep-filled-commands.ts';
import type { StoredKeepFilled } from './keep-filled-store.ts';
import * as kept from './kept-filled.ts';
import type { KeptFilled } from './kept-filled.ts';
import { requirePlan } from '../usage/require-plan.ts';
import { chooseRows, roomFor, sampleOf } from './choose-rows.ts';
import { automaticRequest, look } from './look.ts';
import { askedOf } from './settled-rows.ts';

export interface KeepFilledDeps {
  readonly stored: VersionedValue<StoredKeepFilled>;
  readonly connections: VersionedValue<StoredConnections>;
  readonly store: Pick<RunStore, 'listJobsOf' | 'getRun' | 'getUsage'>;
  /** The workspace of the connection, for work that nobody waits for. @throws AppError `target-other-workspace`, `locked` and others */
  readonly workspaceFor: (connection: Connection, isAsked: boolean) => Promise<NotionWorkspace>;
  /** @throws AppError `prompt-unconfirmed` */
  readonly allowPrompt: (prompt: string) => Promise<void>;
  /** Stores the run, once for each id. */
  readonly startRun: (id: string, request: RunRequest, connectionId: string) => Promise<void>;
  readonly controlRun: (runId: string, action: 'pause' | 'resume' | 'stop') => Promise<void>;
  readonly estimate: (request: RunRequest, rows: number, sample: readonly EstimateRow[]) => Promise<Estimate>;
  readonly clock: Pick<Clock, 'now'>;
  readonly keepAlive: KeepAlive;
  readonly newId: () => string;
  /** Asks to be called again at a time, also when the worker was stopped in between. */
  readonly wakeAt: (time: number) => void;
  readonly onDefect: (error: unknown) => void;
}

/** While a person is at the prompt, no look is made with half of it. */
const EDITED_QUIET_MS = 2 * 60_000;

export class KeepFilledService {
  readonly #deps: KeepFilledDeps;
  readonly #enqueue = createSerialQueue();
  /** A run that is being stored. */
  #starting: Promise<void> = Promise.resolve();
  /** All is about to be erased: what is under way starts nothing more. */
  #isAbandoned = false;
  /** Runs that it waits for, and whose connection they fill. */
  #open: ReadonlyMap<string, string> = new Map();
  readonly handlers: HandlersFor<KeepFilledCommands> = {
    'keepFilled.ask': (request) => this.ask(request),
    'keepFilled.set': ({ connectionId, ...settings }) => this.set(connectionId, settings),
    'keepFilled.look': ({ connectionId }) => this.lookNow(connectionId),
    'keepFilled.pause': ({ connectionId, isPaused }) => this.pause(connectionId, isPaused),
  };
  readonly topic: TopicSource<readonly KeepFilledView[]>;

  constructor(deps: KeepFilledDeps) {
    this.#deps = deps;
    this.topic = {
      read: () => this.list(),
      subscribe: (changed) => {
        const ends = [deps.stored.subscribe(changed), deps.connections.subscribe(changed)];
        return () => ends.forEach((end) => end());
      },
    };
  }

  /** Of connections that there are. */
  async list(): Promise<readonly KeepFilledView[]> {
    const now = this.#deps.clock.now();
    const { connections } = await this.#deps.connections.read();
    const known = new Set(connections.map(({ id }) => id));
    const entries = await this.#deps.stored.read();
    return entries.filter(({ connectionId }) => known.has(connectionId)).map((one) => kept.toKeepFilledView(one, now));
  }

  /** What turning it on would fill now: a look that changes nothing. */
  async ask({
    connectionId,
    fill,
    most,
  }: RequestOf<KeepFilledCommands, 'keepFilled.ask'>): Promise<ResponseOf<KeepFilledCommands, 'keepFilled.ask'>> {
    const { store, clock, estimate } = this.#deps;
    const connection = await this.#requireConnection(connectionId);
    const workspace = await this.#deps.workspaceFor(connection, true);
    const found = await look({ connection, fill, isPatient: false }, { store, workspace, now: () => clock.now() });
    const request = automaticRequest(connection);
    const entry = await this.#entry(connectionId);
    const usage = await store.getUsage(connection.workspaceId);
    const today = Math.min(found.rows.length, roomFor({ ...entry, most }, usage, request, clock.now()));
    return {
      rows: found.rows.length,
      today,
      ...(today > 0 && { estimate: await estimate(request, today, sampleOf(found.rows.slice(0, today))) }),
    };
  }

  /** Turned on, it looks at once; turned off, it stops what it is filling. */
  async set(
    connectionId: string,
    { isOn, ...settings }: Partial<KeepFilledSettings> & { readonly isOn?: boolean },
  ): Promise<KeepFilledView> {
    await this.#requireConnection(connectionId);
    const now = this.#deps.clock.now();
    const before = await this.#entry(connectionId);
    await this.#change(
      connectionId,
      (entry) => {
        const next = kept.change(entry, settings, now);
        return isOn === undefined || isOn === entry.isOn ? next : kept.turn(next, isOn, now);
      },
      true,
    );
    if (isOn === false && before.isOn) await this.#steer(before, 'stop');
    if (isOn === true && !before.isOn) this.#lookSoon(connectionId);
    else this.tick();
    return this.#view(connectionId);
  }

  /** Looks without waiting for its time, or for a row to be quiet. */
  async lookNow(connectionId: string): Promise<KeepFilledView> {
    await this.#requireConnection(connectionId);
    if ((await this.#entry(connectionId)).isOn) await this.#work(() => this.#turn(connectionId, true));
    return this.#view(connectionId);
  }

  /** What it is filling pauses and goes on with it. */
  async pause(connectionId: string, isPaused: boolean): Promise<KeepFilledView> {
    const now = this.#deps.clock.now();
    const before = await this.#entry(connectionId);
    if (!before.isOn) return this.#view(connectionId);
    await this.#change(connectionId, (entry) => (isPaused ? kept.pause(entry) : kept.resume(entry, now)));
    await this.#steer(before, isPaused ? 'pause' : 'resume');
    if (!isPaused) this.tick();
    return this.#view(connectionId);
  }

  /** Called when the worker starts, by the alarm, and when something changed that it may have waited for. Never throws. */
  tick(): void {
    this.#tick().catch(this.#deps.onDefect);
  }

  async #tick(): Promise<void> {
    if ((await this.#deps.stored.read()).length > 0) await this.#work(() => this.#turnAll());
  }

  /** Entered passphrase, or the network is back: what was put off for it is due. */
  async wakeWaiting(codes: readonly Failure['code'][]): Promise<void> {
    const now = this.#deps.clock.now();
    const isMeant = ({ waits }: KeptFilled) => waits !== undefined && codes.includes(waits.code);
    await this.#deps.stored.update((entries) =>
      entries.some(isMeant) ? entries.map((one) => (isMeant(one) ? { ...one, nextLookAt: now } : one)) : entries,
    );
    this.tick();
  }

  /** A run changed: most are none of its own, and its own are looked at when they are over, or stand still. */
  async runChanged(runId: string): Promise<void> {
    if (!this.#open.has(runId)) return;
    const run = await this.#deps.store.getRun(runId);
    if (!run || run.endedAt !== undefined || run.control === 'paused') this.tick();
  }

  /** A connection that is being filled may have been deleted. */
  async connectionsChanged(): Promise<void> {
    if (this.#open.size === 0) return;
    const { connections } = await this.#deps.connections.read();
    const here = new Set(connections.map(({ id }) => id));
    if ([...this.#open.values()].some((connectionId) => !here.has(connectionId))) this.tick();
  }

  /**
   * Before all is erased: a look that waits for Notion leads to nothing. Resolves when no run of its own can come any more; `erase` is
   * awaited, and then it works again.
   */
  async abandon(erase: () => Promise<void>): Promise<void> {
    this.#isAbandoned = true;
    await this.#starting.catch(() => undefined);
    await erase().finally(() => void (this.#isAbandoned = false));
  }

  #lookSoon(connectionId: string): void {
    this.#work(() => this.#turn(connectionId, true)).catch(this.#deps.onDefect);
  }

  /** One after the other, the worker kept alive meanwhile, and the next time asked for at the end. */
  async #work(task: () => Promise<void>): Promise<void> {
    const { keepAlive } = this.#deps;
    await this.#enqueue(async () => {
      keepAlive.hold();
      try {
        await task();
      } finally {
        keepAlive.release();
        await this.#schedule();
      }
    });
  }

  async #turnAll(): Promise<void> {
    await this.#forgetDeleted();
    for (const { connectionId } of await this.#deps.stored.read()) await this.#turn(connectionId, false);
  }

  /** What one connection needs now: its run followed, a run started that was decided on, a look that is due. */
  async #turn(connectionId: string, isAsked: boolean): Promise<void> {
    const { clock } = this.#deps;
    const connection = await this.#find(connectionId);
    if (!connection) return;
    await this.#startDecided(connection, isAsked);
    const entry = await this.#followRun(connectionId);
    if (entry.run?.isOpen === true || !entry.isOn || (!isAsked && entry.paused)) return;
    const now = clock.now();
    if (!isAsked && kept.nextLook(entry, now) > now) return;
    const editedUntil = connection.updatedAt + EDITED_QUIET_MS;
    if (!isAsked && connection.updatedAt <= now && editedUntil > now) {
      await this.#change(connectionId, (one) => ({ ...one, nextLookAt: editedUntil }));
      return;
    }
    try {
      await this.#look(connection, entry, isAsked);
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'internal') this.#deps.onDefect(error);
      await this.#change(connectionId, (one) => kept.afterFailure(one, failure, clock.now()));
      return;
    }
    await this.#startDecided(connection, isAsked);
  }

  async #look(connection: Connection, entry: KeptFilled, isAsked: boolean): Promise<void> {
    const { store, clock, allowPrompt } = this.#deps;
    const request = automaticRequest(connection);
    // Without a prompt of the plan left nothing is read.
    const usage = await store.getUsage(connection.workspaceId);
    requirePlan(usage, clock.now());
    await allowPrompt(request.options.prompt);
    const room = roomFor(entry, usage, request, clock.now());
    const workspace = await this.#deps.workspaceFor(connection, isAsked);
    const { fill, seenUntil } = entry;
    const isSame = entry.asked === askedOf(request);
    const found = await look(
      {
        connection,
        fill,
        isPatient: !isAsked,
        enough: room,
        ...(isSame && seenUntil !== undefined && { since: seenUntil }),
      },
      { store, workspace, now: () => clock.now() },
    );
    const decided = chooseRows(found, room, this.#deps.newId());
    const aheadMs = workspace.serverNow() - clock.now();
    const typedUntil = found.typedUntil === undefined ? {} : { typedUntil: found.typedUntil - aheadMs };
    await this.#change(connection.id, (one) =>
      kept.afterLook(one, { seenUntil: found.seenUntil, asked: found.asked, ...typedUntil, ...decided }, clock.now()),
    );
  }

  /** The run that is noted, started: perhaps for the second time, under the same id. */
  async #startDecided(connection: Connection, isAsked: boolean): Promise<void> {
    const { clock, startRun } = this.#deps;
    const { starting, isOn, paused } = await this.#entry(connection.id);
    if (!starting || !isOn || (paused && !isAsked) || this.#isAbandoned) return;
    const { runId, kind, rowIds } = starting;
    try {
      this.#starting = startRun(runId, { ...automaticRequest(connection), selection: { kind, rowIds } }, connection.id);
      await this.#starting;
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'internal') this.#deps.onDefect(error);
      await this.#change(connection.id, (one) => kept.notStarted(one, failure, clock.now()));
      return;
    }
    await this.#change(connection.id, (one) => kept.started(one, runId, dayAt(clock.now())));
  }

  async #followRun(connectionId: string): Promise<KeptFilled> {
    const { store, clock } = this.#deps;
    const { run: own } = await this.#entry(connectionId);
    const run: Run | undefined = own?.isOpen ? await store.getRun(own.id) : undefined;
    return this.#change(connectionId, (entry) =>
      entry.run?.id === own?.id ? kept.afterRun(entry, run, clock.now()) : entry,
    );
  }

  /** A connection that was deleted stops filling; once its way back is gone, what was set for it goes too. */
  async #forgetDeleted(): Promise<void> {
    const { stored } = this.#deps;
    const { connections, removed } = await this.#deps.connections.read();
    const here = new Set(connections.map(({ id }) => id));
    const back = new Set(removed.map(({ connection }) => connection.id));
    const entries = await stored.read();
    const gone = entries.filter(({ connectionId }) => !here.has(connectionId));
    for (const entry of gone) await this.#steer(entry, 'stop');
    if (gone.some(({ connectionId }) => !back.has(connectionId)))
      await stored.update((all) => all.filter(({ connectionId: id }) => here.has(id) || back.has(id)));
  }

  async #steer({ run }: KeptFilled, action: 'pause' | 'resume' | 'stop'): Promise<void> {
    if (!run?.isOpen) return;
    const present = await this.#deps.store.getRun(run.id);
    if (present && present.endedAt === undefined) await this.#deps.controlRun(run.id, action);
  }

  async #schedule(): Promise<void> {
    const now = this.#deps.clock.now();
    const entries = await this.#deps.stored.read();
    this.#open = new Map(entries.flatMap(({ run, connectionId }) => (run?.isOpen ? [[run.id, connectionId]] : [])));
    const here = new Set((await this.#deps.connections.read()).connections.map(({ id }) => id));
    const isWaitedFor = (one: KeptFilled) => kept.isWatching(one) && !one.run?.isOpen && here.has(one.connectionId);
    const watching = entries.filter(isWaitedFor);
    const next = Math.min(...watching.map((one) => kept.nextLook(one, now)));
    if (Number.isFinite(next)) this.#deps.wakeAt(next);
  }

  /** Changes what is stored of a connection. Where nothing is (all was erased meanwhile) nothing comes back, unless `isNew`. */
  async #change(connectionId: string, apply: (entry: KeptFilled) => KeptFilled, isNew = false): Promise<KeptFilled> {
    let next = kept.newKeptFilled(connectionId);
    await this.#deps.stored.update((entries) => {
      const known = entries.find((one) => one.connectionId === connectionId);
      if (this.#isAbandoned || (!known && !isNew)) return entries;
      const before = known ?? next;
      next = apply(before);
      return next === before ? entries : [...entries.filter((one) => one !== known), next];
    });
    return next;
  }

  async #entry(connectionId: string): Promise<KeptFilled> {
    const entries = await this.#deps.stored.read();
    return entries.find((one) => one.connectionId === connectionId) ?? kept.newKeptFilled(connectionId);
  }

  async #view(connectionId: string): Promise<KeepFilledView> {
    return kept.toKeepFilledView(await this.#entry(connectionId), this.#deps.clock.now());
  }

  async #find(connectionId: string): Promise<Connection | undefined> {
    return (await this.#deps.connections.read()).connections.find(({ id }) => id === connectionId);
  }

  /** @throws AppError `not-found`; `target-is-page` for one without rows */
  async #requireConnection(connectionId: string): Promise<Connection> {
    const connection = await this.#find(connectionId);
    if (!connection) throw new AppError('not-found', 'never');
    automaticRequest(connection);
    return connection;
  }
}
