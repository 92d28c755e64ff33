/**
 * Keep filled: looks at databases at their times and starts a run for the rows that fit. One thing after the other; what is stored says
 * what there is to do, so that a worker that was stopped anywhere is followed by one that goes on.
 */
import type { Connection } from '../connections/connection.ts';
import type { KeepAlive } from '../jobs/ports.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { HandlersFor, RequestOf, ResponseOf } from '../shared/command.ts';
import type { Estimate, EstimateRow } from '../runs/estimate.ts';
import type { KeepFilledSettings, KeepFilledView } from './keep-filled-view.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import { AppError, type Failure } from '../shared/app-error.ts';
import { createSerialQueue } from '../storage/serial-queue.ts';
import type { KeepFilledCommands } from './keep-filled-commands.ts';
import { FillTurns, type FillTurnsDeps } from './fill-turns.ts';
import { KeptEntries, type KeptEntriesDeps } from './kept-entries.ts';
import * as kept from './kept-filled.ts';
import type { KeptFilled } from './kept-filled.ts';
import { roomFor, sampleOf } from './choose-rows.ts';
import { automaticRequest, look } from './look.ts';

export interface KeepFilledDeps extends FillTurnsDeps, KeptEntriesDeps {
  readonly controlRun: (runId: string, action: 'pause' | 'resume' | 'stop') => Promise<void>;
  readonly estimate: (request: RunRequest, rows: number, sample: readonly EstimateRow[]) => Promise<Estimate>;
  readonly keepAlive: KeepAlive;
  /** Asks to be called again at a time, also when the worker was stopped in between. */
  readonly wakeAt: (time: number) => void;
}

export class KeepFilledService {
  readonly #deps: KeepFilledDeps;
  readonly #enqueue = createSerialQueue();
  readonly #entries: KeptEntries;
  readonly #turns: FillTurns;
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
    this.#entries = new KeptEntries(deps);
    this.#turns = new FillTurns(deps, this.#entries);
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
    const entry = await this.#entries.of(connectionId);
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
    const before = await this.#entries.of(connectionId);
    await this.#entries.change(
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
    if ((await this.#entries.of(connectionId)).isOn) await this.#work(() => this.#turns.take(connectionId, true));
    return this.#view(connectionId);
  }

  /** What it is filling pauses and goes on with it. */
  async pause(connectionId: string, isPaused: boolean): Promise<KeepFilledView> {
    const now = this.#deps.clock.now();
    const before = await this.#entries.of(connectionId);
    if (!before.isOn) return this.#view(connectionId);
    await this.#entries.change(connectionId, (entry) => (isPaused ? kept.pause(entry) : kept.resume(entry, now)));
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
    await this.#entries.abandon(async () => {
      await this.#turns.untilStarted();
      await erase();
    });
  }

  #lookSoon(connectionId: string): void {
    this.#work(() => this.#turns.take(connectionId, true)).catch(this.#deps.onDefect);
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
    for (const { connectionId } of await this.#deps.stored.read()) await this.#turns.take(connectionId, false);
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

  async #view(connectionId: string): Promise<KeepFilledView> {
    return kept.toKeepFilledView(await this.#entries.of(connectionId), this.#deps.clock.now());
  }

  /** @throws AppError `not-found`; `target-is-page` for one without rows */
  async #requireConnection(connectionId: string): Promise<Connection> {
    const connection = await this.#entries.findConnection(connectionId);
    if (!connection) throw new AppError('not-found', 'never');
    automaticRequest(connection);
    return connection;
  }
}
