/** Undo of a whole run, job by job. Durable like the run: it goes on after a stop, and every step may be repeated. */
import type { KeepAlive, RunStore, Wakeup } from '../../jobs/ports.ts';
import type { Job, Run } from '../../jobs/run.ts';
import { type Failure, toFailure } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import { ruleOf } from '../../shared/error-rules.ts';
import type { UndoCount } from './undo-body.ts';

export interface UndoDeps {
  readonly store: RunStore;
  readonly clock: Clock;
  readonly wakeup: Wakeup;
  readonly keepAlive: KeepAlive;
  /** Takes one job back; undefined when it wrote nothing. */
  readonly undoJob: (run: Run, job: Job, signal: AbortSignal) => Promise<UndoCount | undefined>;
  readonly isUndone: (run: Run, job: Job) => boolean;
  readonly markUndone: (run: Run, job: Job) => Job;
  readonly onChange: (runId: string) => void;
  readonly onDefect: (error: unknown) => void;
}

const PAGE = 50;
const RETRY_MS = 5_000;

export class UndoRunner {
  readonly #deps: UndoDeps;
  #working: Promise<void> | undefined;
  #again = false;
  readonly #abort = new AbortController();

  constructor(deps: UndoDeps) {
    this.#deps = deps;
  }

  /** Marks a run as being undone, and starts. */
  async start(runId: string): Promise<void> {
    await this.#deps.store.changeRun(runId, (run) =>
      run.undo ? run : { ...run, undo: { state: 'running', restored: 0, skipped: 0 } },
    );
    this.#deps.onChange(runId);
    void this.pump();
  }

  /** Goes on with what is being undone. Never throws. */
  async pump(): Promise<void> {
    // A run that is asked for while another one is being undone is not in the list that is worked on now.
    this.#again = true;
    this.#working ??= this.#workWhileAsked();
    await this.#working;
  }

  async #workWhileAsked(): Promise<void> {
    const { keepAlive } = this.#deps;
    keepAlive.hold();
    while (this.#again) {
      this.#again = false;
      await this.#work();
    }
    keepAlive.release();
    this.#working = undefined;
  }

  /** Each run on its own: one that has to wait does not keep the others. */
  async #work(): Promise<void> {
    try {
      const runs = (await this.#deps.store.listOpenRuns()).filter((run) => run.undo?.state === 'running');
      for (const run of runs) await this.#undoRun(run).catch((error: unknown) => this.#tryLater(error));
    } catch (error) {
      this.#tryLater(error);
    }
  }

  #tryLater(error: unknown): void {
    const { clock, wakeup, onDefect } = this.#deps;
    const failure = toFailure(error);
    // Deleted while it was being undone: there is nothing to come back to.
    if (failure.code === 'not-found') return;
    if (failure.code === 'internal') onDefect(error);
    wakeup.at(failure.retryAt ?? clock.now() + RETRY_MS);
  }

  async #undoRun(run: Run): Promise<void> {
    const { store, onChange } = this.#deps;
    let after = -1;
    for (;;) {
      const jobs = await store.listJobs(run.id, { after, limit: PAGE });
      for (const job of jobs) {
        after = job.seq;
        if (!this.#deps.isUndone(run, job)) await this.#undoOne(run, job);
      }
      if (jobs.length < PAGE) break;
    }
    await store.changeRun(run.id, (stored) => ({
      ...stored,
      undo: { restored: 0, skipped: 0, ...stored.undo, state: 'done' },
    }));
    onChange(run.id);
  }

  async #undoOne(run: Run, job: Job): Promise<void> {
    const count = await this.#takeBack(run, job);
    await this.#deps.store.change(job.id, (records) => ({
      job: this.#deps.markUndone(run, records.job),
      run: addCount(records.run, count),
    }));
    this.#deps.onChange(run.id);
  }

  /** A failure that will not pass counts as skipped and does not stop the others; one that all would meet has to be mended first. */
  async #takeBack(run: Run, job: Job): Promise<UndoCount> {
    try {
      return (await this.#deps.undoJob(run, job, this.#abort.signal)) ?? { restored: 0, skipped: 0 };
    } catch (error) {
      const failure: Failure = toFailure(error);
      if (failure.retry !== 'never' || ruleOf(failure.code).blocksNotion) throw error;
      if (failure.code === 'internal') this.#deps.onDefect(error);
      return { restored: 0, skipped: 1 };
    }
  }
}

function addCount(run: Run, count: UndoCount): Run {
  const { restored = 0, skipped = 0 } = run.undo ?? {};
  return { ...run, undo: { state: 'running', restored: restored + count.restored, skipped: skipped + count.skipped } };
}
