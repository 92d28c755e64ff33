/** What Keep filled does with one connection when its time has come: follow its run, look at its rows, and start a run for those that fit. */
import type { Connection } from '../connections/connection.ts';
import type { RunStore } from '../jobs/ports.ts';
import type { Run } from '../jobs/run.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import { toFailure } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { dayAt } from '../shared/day.ts';
import { requirePlan } from '../usage/require-plan.ts';
import { chooseRows, roomFor } from './choose-rows.ts';
import type { KeptEntries } from './kept-entries.ts';
import * as kept from './kept-filled.ts';
import type { KeptFilled } from './kept-filled.ts';
import { automaticRequest, look } from './look.ts';
import { askedOf } from './settled-rows.ts';

export interface FillTurnsDeps {
  readonly store: Pick<RunStore, 'listJobsOf' | 'getRun' | 'getUsage'>;
  /** The workspace of the connection, for work that nobody waits for. @throws AppError `target-other-workspace`, `locked` and others */
  readonly workspaceFor: (connection: Connection, isAsked: boolean) => Promise<NotionWorkspace>;
  /** @throws AppError `prompt-unconfirmed` */
  readonly allowPrompt: (prompt: string) => Promise<void>;
  /** Stores the run, once for each id. */
  readonly startRun: (id: string, request: RunRequest, connectionId: string) => Promise<void>;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly onDefect: (error: unknown) => void;
}

/** While a person is at the prompt, no look is made with half of it. */
const EDITED_QUIET_MS = 2 * 60_000;

export class FillTurns {
  readonly #deps: FillTurnsDeps;
  readonly #entries: KeptEntries;
  /** A run that is being stored. */
  #starting: Promise<void> = Promise.resolve();

  constructor(deps: FillTurnsDeps, entries: KeptEntries) {
    this.#deps = deps;
    this.#entries = entries;
  }

  /** Resolves when the run that is being stored is, or could not be. */
  async untilStarted(): Promise<void> {
    await this.#starting.catch(() => undefined);
  }

  /** What one connection needs now: its run followed, a run started that was decided on, a look that is due. */
  async take(connectionId: string, isAsked: boolean): Promise<void> {
    const { clock } = this.#deps;
    const connection = await this.#entries.findConnection(connectionId);
    if (!connection) return;
    await this.#startDecided(connection, isAsked);
    const entry = await this.#followRun(connectionId);
    if (entry.run?.isOpen === true || !entry.isOn || (!isAsked && entry.paused)) return;
    const now = clock.now();
    if (!isAsked && kept.nextLook(entry, now) > now) return;
    const editedUntil = connection.updatedAt + EDITED_QUIET_MS;
    if (!isAsked && connection.updatedAt <= now && editedUntil > now) {
      await this.#entries.change(connectionId, (one) => ({ ...one, nextLookAt: editedUntil }));
      return;
    }
    try {
      await this.#look(connection, entry, isAsked);
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'internal') this.#deps.onDefect(error);
      await this.#entries.change(connectionId, (one) => kept.afterFailure(one, failure, clock.now()));
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
    await this.#entries.change(connection.id, (one) =>
      kept.afterLook(one, { seenUntil: found.seenUntil, asked: found.asked, ...typedUntil, ...decided }, clock.now()),
    );
  }

  /** The run that is noted, started: perhaps for the second time, under the same id. */
  async #startDecided(connection: Connection, isAsked: boolean): Promise<void> {
    const { clock, startRun } = this.#deps;
    const { starting, isOn, paused } = await this.#entries.of(connection.id);
    if (!starting || !isOn || (paused && !isAsked) || this.#entries.isAbandoned) return;
    const { runId, kind, rowIds } = starting;
    try {
      this.#starting = startRun(runId, { ...automaticRequest(connection), selection: { kind, rowIds } }, connection.id);
      await this.#starting;
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'internal') this.#deps.onDefect(error);
      await this.#entries.change(connection.id, (one) => kept.notStarted(one, failure, clock.now()));
      return;
    }
    await this.#entries.change(connection.id, (one) => kept.started(one, runId, dayAt(clock.now())));
  }

  async #followRun(connectionId: string): Promise<KeptFilled> {
    const { store, clock } = this.#deps;
    const { run: own } = await this.#entries.of(connectionId);
    const run: Run | undefined = own?.isOpen ? await store.getRun(own.id) : undefined;
    return this.#entries.change(connectionId, (entry) =>
      entry.run?.id === own?.id ? kept.afterRun(entry, run, clock.now()) : entry,
    );
  }
}
