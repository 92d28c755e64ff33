import type { RunStore } from '../jobs/ports.ts';
import type { Run } from '../jobs/run.ts';
import { averageAnswerCost, isCapReached, promptsLeft } from '../plans/usage-record.ts';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';

/**
 * Keeps jobs in flight from passing the plan together: a prompt is counted when its answer stands in Notion, so those that are on
 * their way are reserved here. Memory is enough: there is one worker, and a new one starts with nothing in flight.
 */
export class PromptBudget {
  readonly #store: RunStore;
  readonly #clock: Clock;
  /** Workspace by job. */
  readonly #reserved = new Map<string, string>();

  constructor(store: RunStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @throws AppError `prompts-used-up` or `spending-cap` */
  async reserve(run: Run, jobId: string): Promise<void> {
    // Counted once is enough: a job that goes on may take up no second prompt.
    const isCounted = (await this.#store.getJob(jobId))?.counted === true;
    const usage = await this.#store.getUsage(run.workspaceId);
    const now = this.#clock.now();
    // From here on nothing is awaited: two jobs cannot both take the last prompt.
    if (this.#reserved.has(jobId)) return;
    const left = promptsLeft(usage, now);
    const onTheirWay = [...this.#reserved.values()].filter((workspace) => workspace === run.workspaceId).length;
    if (!isCounted && left !== undefined && left - onTheirWay <= 0) throw new AppError('prompts-used-up', 'never');
    // Answers on their way will cost what answers cost; without that a dozen of them would pass the cap together.
    if (isCapReached(usage, now, onTheirWay * averageAnswerCost(usage, now)))
      throw new AppError('spending-cap', 'never');
    if (!isCounted) this.#reserved.set(jobId, run.workspaceId);
  }

  release(jobId: string): void {
    this.#reserved.delete(jobId);
  }
}
