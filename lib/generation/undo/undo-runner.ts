/**
 * Undo of whole runs, job by job. Durable like a run: it goes on after a stop of the worker, and every step may be repeated. Runs on
 * different pages and databases are undone side by side, so that a small one does not wait for a large one.
 */
import type { KeepAlive, RunStore, Wakeup } from '../../jobs/ports.ts';
import type { Job, Run } from '../../jobs/run.ts';
import type { Wait } from '../../jobs/wait.ts';
import { decideRetry } from '../../jobs/retry-policy.ts';
import { type Failure, toFailure } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import { ruleOf } from '../../shared/error-rules.ts';
import type { UndoContext, UndoCount } from './undo-body.ts';
import {
  addCount,
  beginUndo,
  endUndo,
  goOnWithUndo,
  isBeingUndone,
  noteSent,
  noteStep,
  stopUndo,
  waitWithUndo,
} from './undo-state.ts';

/** What an Undo notes of the steps within a job. */
export type UndoNotes = Pick<UndoContext, 'onStep' | 'sentBefore' | 'noteSent'>;

export interface UndoDeps {
  readonly store: RunStore;
  readonly clock: Clock;
  readonly wakeup: Wakeup;
  readonly keepAlive: KeepAlive;
  readonly random: () => number;
  /** Takes one job back; undefined when it wrote nothing. */
  readonly undoJob: (run: Run, job: Job, signal: AbortSignal, notes: UndoNotes) => Promise<UndoCount | undefined>;
  readonly isUndone: (run: Run, job: Job) => boolean;
  readonly markUndone: (run: Run, job: Job) => Job;
  readonly onChange: (runId: string) => void;
  readonly onDefect: (error: unknown) => void;
}

const PAGE = 50;
/** A longer wait leaves the worker to the browser; the alarm brings the next one. */
const LONGEST_NAP_MS = 60_000;
/** What nobody knows the end of is looked at again so often at the latest. */
const LOOK_AGAIN_MS = 30_000;
/** So often a step is tried before Undo is put to rest, which is about ten minutes. */
const MOST_TRIES = 20;

interface Lane {
  readonly targetId: string;
  readonly controller: AbortController;
  /** Ends a rest at once. */
  wake: () => void;
}

export class UndoRunner {
  readonly #deps: UndoDeps;
  readonly #lanes = new Map<string, Lane>();
  #pumping: Promise<void> | undefined;
  #again = false;
  /** Until the next Undo is asked for, nothing is taken up. */
  #isAbandoned = false;

  constructor(deps: UndoDeps) {
    this.#deps = deps;
  }

  /** Marks a run as being undone, or goes on with an Undo that was stopped. */
  async start(runId: string): Promise<void> {
    const { store, clock, onChange } = this.#deps;
    this.#isAbandoned = false;
    await store.changeRun(runId, (run) => beginUndo(run, clock.now()));
    onChange(runId);
    void this.pump();
  }

  /** Ends after the request that is on its way. What was put back stays so. */
  async stop(runId: string): Promise<void> {
    await this.#deps.store.changeRun(runId, stopUndo);
    this.#lanes.get(runId)?.controller.abort();
    this.#deps.onChange(runId);
  }

  /** Nothing more is sent, and the store is left alone: before all is erased. */
  abandon(): void {
    this.#isAbandoned = true;
    for (const { controller } of this.#lanes.values()) controller.abort();
  }

  /** Goes on with what is being undone. Never throws; resolves when all of it is at work or at rest. */
  async pump(): Promise<void> {
    this.#again = true;
    this.#pumping ??= this.#pumpWhileAsked();
    await this.#pumping;
  }

  async #pumpWhileAsked(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        const runs = (await this.#deps.store.listOpenRuns()).filter(isBeingUndone);
        // Of two runs on one page the later one first, as it stands on what the earlier one wrote.
        for (const run of runs.toReversed()) this.#takeUp(run);
      } catch (error) {
        this.#lookAgain(error);
      }
    }
    this.#pumping = undefined;
  }

  #takeUp(run: Run): void {
    if (this.#isAbandoned) return;
    const known = this.#lanes.get(run.id);
    if (known && !known.controller.signal.aborted) {
      if (run.undo?.wait && run.undo.wait.until === undefined) known.wake();
      return;
    }
    const targetId = run.request.target.id;
    if ([...this.#lanes.values()].some((lane) => lane.targetId === targetId)) return;
    const lane: Lane = { targetId, controller: new AbortController(), wake: () => undefined };
    this.#lanes.set(run.id, lane);
    void this.#undoRun(run, lane)
      .then(
        () => void this.pump(),
        // The store itself refuses: at once again would be for ever.
        (error: unknown) => this.#lookAgain(error),
      )
      .finally(() => this.#deps.onChange(run.id));
  }

  #lookAgain(error: unknown): void {
    this.#deps.onDefect(error);
    this.#deps.wakeup.at(this.#deps.clock.now() + LOOK_AGAIN_MS);
  }

  /** Until all is taken back, or it is stopped. */
  async #undoRun(run: Run, lane: Lane): Promise<void> {
    const { signal } = lane.controller;
    let attempts = 0;
    let before: Failure | undefined;
    try {
      while (!signal.aborted) {
        const failure = await this.#try(run, signal, () => (attempts = 0));
        if (!failure || signal.aborted) return;
        const wait = this.#decide(failure, attempts, before);
        if (!wait) {
          await this.#deps.store.changeRun(run.id, (stored) => stopUndo(stored, failure));
          return;
        }
        if (wait.reason === 'backoff') attempts += 1;
        before = failure;
        await this.#rest(run.id, lane, wait);
      }
    } finally {
      this.#lanes.delete(run.id);
    }
  }

  /** Why it could not be ended now; undefined when it was. */
  async #try(run: Run, signal: AbortSignal, onProgress: () => void): Promise<Failure | undefined> {
    try {
      await this.#whileAwake(() => this.#goThrough(run, signal, onProgress));
      return undefined;
    } catch (error) {
      const failure = toFailure(error);
      // Deleted while it was being undone: there is nothing to come back to.
      if (failure.code === 'not-found') return undefined;
      if (failure.code === 'storage-full' || failure.code === 'storage-unavailable') throw error;
      if (failure.code === 'internal' && !signal.aborted) this.#deps.onDefect(error);
      return failure;
    }
  }

  /** Undefined: nothing but a person helps. */
  #decide(failure: Failure, attempts: number, before: Failure | undefined): Wait | undefined {
    const now = this.#deps.clock.now();
    const next = decideRetry(retryable(failure), attempts, now, this.#deps.random(), before);
    if (next.kind === 'wait') return { reason: next.reason, ...(next.at !== undefined && { until: next.at }) };
    if (next.kind === 'retry') return { reason: 'backoff', until: next.at };
    const isPatient = failure.retry !== 'never' && next.kind === 'give-up' && attempts < MOST_TRIES;
    return isPatient ? { reason: 'backoff', until: now + LOOK_AGAIN_MS } : undefined;
  }

  async #whileAwake(work: () => Promise<void>): Promise<void> {
    this.#deps.keepAlive.hold();
    try {
      await work();
    } finally {
      this.#deps.keepAlive.release();
    }
  }

  /** Sleeps until the wait is over, by this worker's timer or, should it be stopped, by the alarm. */
  async #rest(runId: string, lane: Lane, wait: Wait): Promise<void> {
    const { store, clock, wakeup, onChange } = this.#deps;
    await store.changeRun(runId, (run) => waitWithUndo(run, wait));
    onChange(runId);
    const ms = wait.until === undefined ? undefined : Math.max(0, wait.until - clock.now());
    if (wait.until !== undefined) wakeup.at(wait.until);
    const sleep = this.#sleep(lane, ms);
    await (ms !== undefined && ms <= LONGEST_NAP_MS ? this.#whileAwake(() => sleep) : sleep);
    if (lane.controller.signal.aborted) return;
    await store.changeRun(runId, (run) => goOnWithUndo(run, clock.now()));
    onChange(runId);
  }

  async #sleep(lane: Lane, ms: number | undefined): Promise<void> {
    const woken = new AbortController();
    lane.wake = () => woken.abort();
    const ended = AbortSignal.any([woken.signal, lane.controller.signal]);
    const untilEnded = new Promise<void>((resolve) => {
      if (ended.aborted) resolve();
      ended.addEventListener('abort', () => resolve(), { once: true });
    });
    const nap = ms === undefined ? untilEnded : this.#deps.clock.sleep(ms, ended).catch(() => undefined);
    await Promise.race([nap, untilEnded]);
    lane.wake = () => undefined;
  }

  async #goThrough(run: Run, signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { store } = this.#deps;
    const isRows = run.request.kind === 'rows';
    let after = -1;
    let seen = 0;
    for (;;) {
      const jobs = await store.listJobs(run.id, { after, limit: PAGE });
      for (const job of jobs) {
        signal.throwIfAborted();
        after = job.seq;
        seen += 1;
        if (this.#deps.isUndone(run, job)) continue;
        const step: Step = isRows ? { done: seen, total: run.total } : {};
        await this.#undoOne(run, job, signal, step);
        onProgress();
      }
      if (jobs.length < PAGE) break;
    }
    await store.changeRun(run.id, endUndo);
  }

  async #undoOne(run: Run, job: Job, signal: AbortSignal, step: Step): Promise<void> {
    const { store, onChange, markUndone, isUndone } = this.#deps;
    const count = await this.#takeBack(run, job, signal);
    await store.change(job.id, ({ job: stored, run: current }) => {
      // Another worker came to it first, and has counted it.
      if (isUndone(current, stored)) return {};
      const counted = addCount(current, count);
      return {
        job: markUndone(run, stored),
        run: step.done === undefined ? counted : noteStep(counted, step.done, step.total),
      };
    });
    onChange(run.id);
  }

  /** A failure that will not pass is counted and does not stop the others; one that all would meet has to be mended first. */
  async #takeBack(run: Run, job: Job, signal: AbortSignal): Promise<UndoCount> {
    try {
      return (await this.#deps.undoJob(run, job, signal, this.#notesOf(run.id))) ?? { restored: 0, skipped: 0 };
    } catch (error) {
      if (signal.aborted) throw error;
      const failure = toFailure(error);
      if (failure.retry !== 'never' || stopsAll(failure)) throw error;
      if (failure.code === 'internal') this.#deps.onDefect(error);
      return { restored: 0, skipped: 0, failed: 1 };
    }
  }

  #notesOf(runId: string): UndoNotes {
    const { store } = this.#deps;
    return {
      onStep: (done, total) => this.#noteBlock(runId, done, total),
      sentBefore: async (blockId) => {
        const sent = (await store.getRun(runId))?.undo?.sent;
        return sent?.id === blockId ? sent : undefined;
      },
      noteSent: async (id, sent) => {
        await store.changeRun(runId, (run) => noteSent(run, { id, ...sent }));
      },
    };
  }

  async #noteBlock(runId: string, done: number, total: number): Promise<void> {
    await this.#deps.store.changeRun(runId, (run) => noteStep(run, done, total));
    this.#deps.onChange(runId);
  }
}

function stopsAll({ code }: Failure): boolean {
  return ruleOf(code).blocksNotion === true || code === 'target-other-workspace';
}

type Step = { readonly done: number; readonly total: number } | { readonly done?: undefined };

/** Each request of Undo may be repeated: one whose answer was lost is simply sent again. */
function retryable(failure: Failure): Failure {
  return failure.retry === 'look' ? { ...failure, retry: 'later' } : failure;
}
