import type { RunStore } from '../jobs/ports.ts';
import { canRetry, goOn, putsRestAside } from '../jobs/reopen-run.ts';
import type { JobState, Run } from '../jobs/run.ts';
import { leaveOutRest } from '../jobs/run-state.ts';
import type { Clock } from '../shared/clock.ts';
import { requirePlan } from '../usage/require-plan.ts';

interface ReopeningDeps {
  readonly store: RunStore;
  readonly clock: Clock;
  /** Resolves when nothing of the run is in flight any more. */
  readonly letGo: (runId: string) => Promise<void>;
}

/** So many jobs are looked at for one that is counted already. */
const LOOKED_AT = 500;

/** Runs that ended, or were stopped, and go on with what failed or with what they had not reached. */
export class RunReopening {
  readonly #deps: ReopeningDeps;

  constructor(deps: ReopeningDeps) {
    this.#deps = deps;
  }

  /**
   * Failed rows alone, for each costs: what a stopped run had not reached waits for Go on. A page that was stopped goes on.
   * @throws AppError as `requirePlan`
   */
  async retryFailed(run: Run): Promise<void> {
    const { store, clock, letGo } = this.#deps;
    if (!canRetry(run)) return;
    await this.#allowMore(run, run.request.kind === 'rows' ? { state: 'failed' } : {});
    if (putsRestAside(run)) await letGo(run.id);
    await store.reopenFailed(run.id, clock.now());
    await this.leaveOutRest(run);
    await store.makeDue(run.id, clock.now());
  }

  /** The rows that were not reached when the run was stopped. @throws AppError as `requirePlan` */
  async goOn(run: Run): Promise<void> {
    const { store, clock, letGo } = this.#deps;
    if (goOn(run) === run) return;
    await this.#allowMore(run, { state: 'pending' });
    if (run.control === 'stopped') await letGo(run.id);
    await store.reopenRest(run.id);
    await this.leaveOutRest(run);
    await store.makeDue(run.id, clock.now());
  }

  /** For the pace of a run that had ended: `before` as it stood then. */
  async leaveOutRest(before: Run): Promise<void> {
    const { paceFrom } = leaveOutRest(before, this.#deps.clock.now());
    if (paceFrom !== undefined) await this.#deps.store.changeRun(before.id, (run) => ({ ...run, paceFrom }));
  }

  /** What was counted already may be finished, also with the plan's last prompt. */
  async #allowMore(run: Run, among: { readonly state?: JobState }): Promise<void> {
    const { store, clock } = this.#deps;
    const jobs = await store.listJobs(run.id, { limit: LOOKED_AT, ...among });
    if (jobs.some((job) => job.counted && job.state !== 'done')) return;
    requirePlan(await store.getUsage(run.workspaceId), clock.now());
  }
}
