import type { RunStore } from '../jobs/ports.ts';
import type { Job, Run } from '../jobs/run.ts';
import { capLeft, promptsLeft, type UsageRecord } from '../usage/usage-record.ts';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { currentStep } from '../generation/rows/row-steps.ts';
import { acceptsSome, parseRowCheckpoint } from '../generation/rows/row-checkpoint.ts';
import { isBeingWritten, isUndecided, listPaidAnswers } from '../generation/rows/trial.ts';
import { SpendingOnTheWay } from './spending-on-the-way.ts';

export interface Reservation {
  /** Is given the job as it is stored; what it throws is thrown. */
  readonly check?: (job: Job | undefined) => void;
  /** A question that is about to be asked. Absent: its answer is paid for already, and no cap is asked for it. */
  readonly question?: {
    /** Dollars that its answer will cost, about. Asked for only where there is a cap. */
    readonly cost: () => Promise<number>;
    readonly signal: AbortSignal;
  };
}

/**
 * Keeps jobs in flight from passing the plan together: a prompt is counted when its answer stands in Notion, and what it cost when it is
 * stored, so those that are on their way are reserved here. Memory is enough: there is one worker, and a new one starts with nothing in
 * flight. The answers of a trial are not in flight while they wait for a decision: they keep no other run from its prompts, and are looked
 * at again when they are accepted, and once more before they are written. From the yes on they keep their prompts, whatever worker writes them.
 */
export class PromptBudget {
  readonly #store: RunStore;
  readonly #clock: Clock;
  /** Workspace by job. */
  readonly #reserved = new Map<string, string>();
  readonly #spending = new SpendingOnTheWay();

  constructor(store: RunStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * A question waits for answers on their way where these might use up the plan or the cap. The last one may pass the cap by what it costs.
   * @throws AppError `prompts-used-up` or `spending-cap`, what `check` throws, and the signal's reason
   */
  async reserve(run: Run, jobId: string, { check, question }: Reservation = {}): Promise<void> {
    for (;;) {
      const { turn } = this.#spending;
      // At once: a question waits for them.
      const [job, paid, usage] = await Promise.all([
        this.#store.getJob(jobId),
        listPaidAnswers(this.#store, run.workspaceId),
        this.#store.getUsage(run.workspaceId),
      ]);
      check?.(job);
      const isAsked = question !== undefined && !(job !== undefined && isPaidFor(run, job));
      const estimate = isAsked && usage.spendingCap !== undefined ? await question.cost() : 0;
      // What was counted meanwhile is no longer reserved, and not yet in what was read. Without a limit that changes nothing.
      if (turn !== this.#spending.turn && this.#isLimited(usage)) continue;
      // From here on nothing is awaited: two jobs cannot both take the last prompt.
      const isReserved = this.#reserved.has(jobId);
      // Counted once is enough: a job that goes on may take up no second prompt.
      const isCounted = job?.counted === true;
      const hasPrompt =
        isReserved || isCounted || this.#hasPrompt(run, usage, listBefore(run, job, paid), { jobId, question });
      const left = isAsked ? capLeft(usage, this.#clock.now()) : undefined;
      if (hasPrompt && (left === undefined || this.#spending.take({ run, jobId, estimate, left }))) {
        if (!isCounted) this.#reserved.set(jobId, run.workspaceId);
        return;
      }
      await this.#spending.changed(question!.signal);
    }
  }

  /**
   * Whether the plan has a prompt for an answer that is about to be accepted. It is paid for: no cap on spending is asked.
   * @throws AppError `prompts-used-up`
   */
  async allowAccepting(run: Run, jobId: string): Promise<void> {
    for (;;) {
      const { turn } = this.#spending;
      const accepted = (await listPaidAnswers(this.#store, run.workspaceId)).filter((job) => !isOpenQuestion(job));
      const usage = await this.#store.getUsage(run.workspaceId);
      if (turn !== this.#spending.turn) continue;
      this.#hasPrompt(run, usage, accepted, { jobId });
      return;
    }
  }

  /** An answer came, and took so many dollars; undefined: nobody knows. It is stored soon. */
  answerCame(jobId: string, dollars: number | undefined): void {
    this.#spending.settle(jobId, dollars);
  }

  /** What the answer took is in the usage that is stored. */
  answerStored(jobId: string): void {
    this.#spending.release(jobId);
  }

  /** The job is counted, or was let go. */
  release(jobId: string): void {
    this.#spending.release(jobId);
    if (this.#reserved.delete(jobId)) this.#spending.pass();
  }

  #isLimited(usage: UsageRecord): boolean {
    return usage.spendingCap !== undefined || promptsLeft(usage, this.#clock.now()) !== undefined;
  }

  /** False: those on their way may take the last one, or leave it. A question waits for that. @throws AppError `prompts-used-up` */
  #hasPrompt(
    { workspaceId }: Run,
    usage: UsageRecord,
    waiting: readonly Job[],
    { jobId, question }: { readonly jobId: string; readonly question?: Reservation['question'] | undefined },
  ): boolean {
    const all = promptsLeft(usage, this.#clock.now());
    if (all === undefined) return true;
    const left = all - waiting.filter(({ id }) => id !== jobId && !this.#reserved.has(id)).length;
    const onTheirWay = [...this.#reserved.values()].filter((workspace) => workspace === workspaceId).length;
    if (left - onTheirWay > 0) return true;
    if (left > 0 && question) return false;
    throw new AppError('prompts-used-up', 'never');
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
