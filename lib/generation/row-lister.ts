import { clearWait } from '../jobs/job-machine.ts';
import type { KeepAlive, RunStore, Wakeup } from '../jobs/ports.ts';
import { decideRetry } from '../jobs/retry-policy.ts';
import type { Run } from '../jobs/run.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { toFailure } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { listRows } from './list-rows.ts';

export interface RowListerDeps {
  readonly store: RunStore;
  readonly clock: Clock;
  readonly wakeup: Wakeup;
  readonly keepAlive: KeepAlive;
  readonly workspaceFor: (run: Run) => Promise<NotionWorkspace>;
  readonly onChange: (runId: string) => void;
  readonly onDefect: (error: unknown) => void;
}

/** Lists the rows of runs that just began; rows that are stored are worked on meanwhile. One listing a run at a time. */
export class RowLister {
  readonly #deps: RowListerDeps;
  readonly #listing = new Set<string>();
  readonly #attempts = new Map<string, number>();

  constructor(deps: RowListerDeps) {
    this.#deps = deps;
  }

  start(run: Run, onRows: () => void): void {
    if (this.#listing.has(run.id)) return;
    const until = run.wait?.until ?? 0;
    if (until > this.#deps.clock.now()) {
      this.#deps.wakeup.at(until);
      return;
    }
    this.#listing.add(run.id);
    this.#deps.keepAlive.hold();
    void this.#list(run, onRows).finally(() => {
      this.#listing.delete(run.id);
      this.#deps.keepAlive.release();
      this.#deps.onChange(run.id);
      onRows();
    });
  }

  async #list(run: Run, onRows: () => void): Promise<void> {
    const { store, clock, workspaceFor } = this.#deps;
    try {
      await store.changeRun(run.id, (stored) => clearWait({ ...stored, startedAt: stored.startedAt ?? clock.now() }));
      await listRows(run, {
        store,
        workspace: await workspaceFor(run),
        now: clock.now,
        signal: new AbortController().signal,
        onRows: () => {
          this.#deps.onChange(run.id);
          onRows();
        },
      });
      this.#attempts.delete(run.id);
    } catch (error) {
      await this.#afterFailure(run, error).catch(this.#deps.onDefect);
    }
  }

  async #afterFailure(run: Run, error: unknown): Promise<void> {
    const { store, clock, wakeup, onDefect } = this.#deps;
    const failure = toFailure(error);
    // Deleted while its rows were listed.
    if ((await store.getRun(run.id)) === undefined) return;
    if (failure.code === 'internal') onDefect(error);
    const attempts = this.#attempts.get(run.id) ?? 0;
    const verdict = decideRetry(failure, attempts, clock.now(), 0.5);
    // Stopped or paused meanwhile: what the person said last counts.
    const change = (apply: (stored: Run) => Run) =>
      store.changeRun(run.id, (stored) => (stored.control === 'active' ? apply(stored) : stored));
    if (verdict.kind === 'pause' || verdict.kind === 'give-up') {
      this.#attempts.delete(run.id);
      await change((stored) => ({ ...clearWait(stored), control: 'paused', failure }));
      return;
    }
    this.#attempts.set(run.id, attempts + 1);
    const reason = verdict.kind === 'wait' ? verdict.reason : 'backoff';
    const wait = { reason, ...(verdict.at !== undefined && { until: verdict.at }) };
    await change((stored) => ({ ...stored, wait }));
    if (verdict.at !== undefined) wakeup.at(verdict.at);
  }
}
