import type { RunStore } from '../jobs/ports.ts';
import type { Job, Run } from '../jobs/run.ts';
import { averageAnswerCost, isCapReached, promptsLeft } from '../usage/usage-record.ts';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { currentStep } from '../generation/rows/row-steps.ts';
import { acceptsSome, parseRowCheckpoint } from '../generation/rows/row-checkpoint.ts';
import { isBeingWritten, isUndecided, listPaidAnswers } from '../generation/rows/trial.ts';

/**
 * Keeps jobs in flight from passing the plan together: a prompt is counted when its answer stands in Notion, so those that are on
 * their way are reserved here. Memory is enough: there is one worker, and a new one starts with nothing in flight. The answers of
 * a trial are not in flight while they wait for a decision: they keep no other run from its prompts, and are looked at again when they
 * are accepted, and once more before they are written. From the yes on they keep their prompts, whatever worker writes them.
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

  /**
   * An answer that was accepted is paid for: no cap is asked for it. `check` is given the job as it is stored.
   * @throws AppError `prompts-used-up` or `spending-cap`, and what `check` throws
   */
  async reserve(run: Run, jobId: string, check?: (job: Job | undefined) => void): Promise<void> {
    // At once: a question waits for them.
    const [job, paid, usage] = await Promise.all([
      this.#store.getJob(jobId),
      listPaidAnswers(this.#store, run.workspaceId),
      this.#store.getUsage(run.workspaceId),
    ]);
    check?.(job);
    // Counted once is enough: a job that goes on may take up no second prompt.
    const isCounted = job?.counted === true;
    const isAccepted = job !== undefined && isPaidFor(run, job);
    const waiting = isCounted ? [] : listBefore(run, job, paid);
    const now = this.#clock.now();
    // From here on nothing is awaited: two jobs cannot both take the last prompt.
    if (this.#reserved.has(jobId)) return;
    const left = promptsLeft(usage, now);
    const onTheirWay = this.#countOnTheirWay(run.workspaceId);
    const taken = onTheirWay + this.#countOthers(waiting, jobId);
    if (!isCounted && left !== undefined && left - taken <= 0) throw new AppError('prompts-used-up', 'never');
    // Answers on their way will cost what answers cost; without that a dozen of them would pass the cap together.
    if (!isAccepted && isCapReached(usage, now, onTheirWay * averageAnswerCost(usage, now)))
      throw new AppError('spending-cap', 'never');
    if (!isCounted) this.#reserved.set(jobId, run.workspaceId);
  }

  /**
   * Whether the plan has a prompt for an answer that is about to be accepted. It is paid for: no cap on spending is asked.
   * @throws AppError `prompts-used-up`
   */
  async allowAccepting(run: Run, jobId: string): Promise<void> {
    const accepted = (await listPaidAnswers(this.#store, run.workspaceId)).filter((job) => !isOpenQuestion(job));
    const left = promptsLeft(await this.#store.getUsage(run.workspaceId), this.#clock.now());
    const taken = this.#countOnTheirWay(run.workspaceId) + this.#countOthers(accepted, jobId);
    if (left !== undefined && left - taken <= 0) throw new AppError('prompts-used-up', 'never');
  }

  release(jobId: string): void {
    this.#reserved.delete(jobId);
  }

  #countOnTheirWay(workspaceId: string): number {
    return [...this.#reserved.values()].filter((workspace) => workspace === workspaceId).length;
  }

  #countOthers(jobs: readonly Job[], jobId: string): number {
    return jobs.filter(({ id }) => id !== jobId && !this.#reserved.has(id)).length;
  }
}

/** Answers of trials that come before this job's: the plan's prompts are theirs. */
function listBefore(run: Run, job: Job | undefined, paid: readonly Job[]): readonly Job[] {
  const row = run.trial && job ? parseRowCheckpoint(job.checkpoint) : undefined;
  // Where two were accepted for one prompt, it is for the one that is being written.
  if (row && acceptsSome(row)) return paid.filter(isBeingWritten);
  // A trial asks for no more answers than could be accepted.
  return row?.decision === 'open' ? paid : paid.filter((other) => !isOpenQuestion(other));
}

/** Accepted in a trial, or released from a check. */
function isPaidFor(run: Run, job: Job): boolean {
  const step = currentStep(parseRowCheckpoint(job.checkpoint));
  return run.request.kind === 'rows' && ((run.trial === true && acceptsSome(step)) || step.released !== undefined);
}

/** Nothing of it was accepted yet. */
function isOpenQuestion(job: Job): boolean {
  return isUndecided(job) && !acceptsSome(parseRowCheckpoint(job.checkpoint));
}
