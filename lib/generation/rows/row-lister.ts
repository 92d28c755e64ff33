import { addWait, isFruitless } from '../../jobs/fruitless-waits.ts';
import { clearWait, isAtWork, pauseRun } from '../../jobs/run-state.ts';
import type { KeepAlive, RunStore, Wakeup } from '../../jobs/ports.ts';
import { decideRetry } from '../../jobs/retry-policy.ts';
import type { Run } from '../../jobs/run.ts';
import type { Wait } from '../../jobs/wait.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { type Failure, toFailure } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ReadRows } from '../../notion/read-rows.ts';
import { ListGuard } from './list-guard.ts';
import { listRows } from './list-rows.ts';

export interface RowListerDeps {
  readonly store: RunStore;
  readonly clock: Clock;
  readonly wakeup: Wakeup;
  readonly keepAlive: KeepAlive;
  readonly workspaceFor: (run: Run) => Promise<NotionWorkspace>;
  /** What was read when databases were opened. */
  readonly readRows?: ReadRows | undefined;
  readonly onChange: (runId: string) => void;
  readonly onDefect: (error: unknown) => void;
}

const RETRY_STORE_MS = 30_000;

interface Listing {
  readonly controller: AbortController;
  readonly settled: Promise<void>;
  /** Asked for again meanwhile: what lists may have seen a pause, and be about to end. */
  again: boolean;
}

/** Lists the rows of runs that just began; rows that are stored are worked on meanwhile. One listing a run at a time. */
export class RowLister {
  readonly #deps: RowListerDeps;
  readonly #listing = new Map<string, Listing>();
  readonly #attempts = new Map<string, number>();
  /** Of each run that is not listed to its end: kept while its listing waits or is begun again. */
  readonly #guards = new Map<string, ListGuard>();

  constructor(deps: RowListerDeps) {
    this.#deps = deps;
  }

  /** Resolves once a write to the row cannot hide from the listing what is not listed yet. */
  async untilWritable(run: Run, rowId: string, signal: AbortSignal, beforeWait?: () => Promise<void>): Promise<void> {
    const guard = run.listing ? this.#guards.get(run.id) : undefined;
    if (!guard || guard.isFree(rowId)) return;
    await beforeWait?.();
    await guard.untilFree(rowId, signal);
  }

  start(run: Run, onRows: () => void): void {
    this.#guardOf(run.id);
    const known = this.#listing.get(run.id);
    if (known) {
      known.again = true;
      return;
    }
    const until = run.wait?.until ?? 0;
    if (until > this.#deps.clock.now()) {
      this.#deps.wakeup.at(until);
      return;
    }
    this.#deps.keepAlive.hold();
    const controller = new AbortController();
    const settled = this.#list(run, onRows, controller.signal)
      .finally(() => this.#ended(run.id, onRows))
      .catch(this.#deps.onDefect);
    this.#listing.set(run.id, { controller, settled, again: false });
  }

  /** Resolves when no more rows of the run are stored. */
  async stop(runId: string): Promise<void> {
    const listing = this.#listing.get(runId);
    listing?.controller.abort();
    await listing?.settled;
  }

  async #ended(runId: string, onRows: () => void): Promise<void> {
    const again = this.#listing.get(runId)?.again === true;
    this.#listing.delete(runId);
    this.#deps.keepAlive.release();
    this.#deps.onChange(runId);
    onRows();
    if (!again) return;
    const run = await this.#deps.store.getRun(runId);
    if (run?.listing && isAtWork(run)) this.start(run, onRows);
  }

  async #list(run: Run, onRows: () => void, signal: AbortSignal): Promise<void> {
    const { store, clock, workspaceFor, readRows } = this.#deps;
    const guard = this.#guardOf(run.id);
    guard.begin();
    try {
      await store.changeRun(run.id, (stored) => clearWait({ ...stored, startedAt: stored.startedAt ?? clock.now() }));
      await listRows(run, {
        store,
        workspace: await workspaceFor(run),
        now: clock.now,
        signal,
        guard,
        ...(readRows && { readRows }),
        onRows: () => {
          this.#deps.onChange(run.id);
          onRows();
        },
      });
      this.#attempts.delete(run.id);
      this.#dropGuard(run.id);
    } catch (error) {
      // Stopped: what failed is of no interest, and nothing of the run is written any more.
      if (signal.aborted) this.#dropGuard(run.id);
      else await this.#afterFailure(run, error).catch(this.#deps.onDefect);
    }
  }

  async #afterFailure(run: Run, error: unknown): Promise<void> {
    const { store, clock, wakeup, onDefect } = this.#deps;
    const failure = toFailure(error);
    // Deleted while its rows were listed.
    if ((await store.getRun(run.id)) === undefined) return this.#dropGuard(run.id);
    if (failure.code === 'internal') onDefect(error);
    // That the run rests cannot be stored either: the runner says so, and it is looked again.
    if (failure.code === 'storage-full') return wakeup.at(clock.now() + RETRY_STORE_MS);
    const attempts = this.#attempts.get(run.id) ?? 0;
    const verdict = decideRetry(failure, attempts, clock.now(), 0.5);
    if (verdict.kind === 'pause' || verdict.kind === 'give-up') {
      this.#attempts.delete(run.id);
      this.#dropGuard(run.id);
      await store.changeRun(run.id, (stored) => pauseRun(stored, clock.now(), failure));
      return;
    }
    this.#attempts.set(run.id, attempts + 1);
    const reason = verdict.kind === 'wait' ? verdict.reason : 'backoff';
    const wait: Wait = { reason, ...(verdict.at !== undefined && { until: verdict.at }) };
    await store.changeRun(run.id, (stored) => waitOrPause(stored, failure, wait, clock.now()));
    if (verdict.at !== undefined) wakeup.at(verdict.at);
  }

  #guardOf(runId: string): ListGuard {
    const known = this.#guards.get(runId);
    if (known) return known;
    const guard = new ListGuard();
    this.#guards.set(runId, guard);
    return guard;
  }

  #dropGuard(runId: string): void {
    this.#guards.get(runId)?.end();
    this.#guards.delete(runId);
  }
}

/** The run waits; one that has waited too often without any success pauses, with what the service said. */
function waitOrPause(run: Run, failure: Failure, wait: Wait, now: number): Run {
  if (!isAtWork(run)) return run;
  if (wait.until === undefined) return { ...run, wait };
  const waits = addWait(run.waits, now, wait.until);
  return isFruitless(waits, wait.reason, 'run') ? pauseRun(run, now, failure) : { ...run, wait, waits };
}
