import type { Run } from '../jobs/run.ts';
import { AppError } from '../shared/app-error.ts';

interface OnTheWay {
  readonly workspaceId: string;
  readonly runId: string;
  readonly estimate: number;
  /** Dollars: as estimated, or as they are once the answer is there. */
  readonly cost: number;
  readonly hasCome: boolean;
}

/** Until a run's first answer is there, one may cost so many times what was estimated. */
const UNKNOWN_FACTOR = 3;
/** Runs whose factor is remembered. */
const MOST_FACTORS = 50;

/** Dollars of answers that are being given, or are not stored yet. Nothing is awaited between a look at them and a change. */
export class SpendingOnTheWay {
  readonly #byJob = new Map<string, OnTheWay>();
  /** How many times its estimate the dearest answer of a run took. */
  readonly #factors = new Map<string, number>();
  #waiting: (() => void)[] = [];
  #turn = 0;

  /** Another one as soon as something was let go: what was read of the store before that is out of date. */
  get turn(): number {
    return this.#turn;
  }

  /**
   * Takes what an answer will cost. False: it must wait for those on their way, which together with it might take more than is `left`.
   * With none of them it may go out as long as anything is left, whatever it costs.
   * @throws AppError `spending-cap` when nothing is left
   */
  take({ run, jobId, estimate, left }: { run: Run; jobId: string; estimate: number; left: number }): boolean {
    const { id: runId, workspaceId } = run;
    const others = [...this.#byJob.values()].filter((one) => one.workspaceId === workspaceId);
    const known = others.filter(({ hasCome }) => hasCome).reduce((sum, { cost }) => sum + cost, 0);
    if (left - known <= 0) throw new AppError('spending-cap', 'never');
    const cost = estimate * (this.#factors.get(runId) ?? UNKNOWN_FACTOR);
    const open = others.filter(({ hasCome }) => !hasCome);
    const reserved = open.reduce((sum, one) => sum + one.cost, 0);
    if (open.length > 0 && known + reserved + cost > left) return false;
    this.#byJob.set(jobId, { workspaceId, runId, estimate, cost, hasCome: false });
    return true;
  }

  settle(jobId: string, dollars = 0): void {
    const one = this.#byJob.get(jobId);
    if (!one) return;
    this.#byJob.set(jobId, { ...one, cost: dollars, hasCome: true });
    if (one.estimate > 0 && dollars > 0) this.#learn(one.runId, dollars / one.estimate);
    this.#tell();
  }

  release(jobId: string): void {
    if (this.#byJob.delete(jobId)) this.pass();
  }

  /** Something was let go: those that wait look again. */
  pass(): void {
    this.#turn += 1;
    this.#tell();
  }

  /** Resolves once something came or was let go. @throws the signal's reason */
  changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason as Error);
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      this.#waiting.push(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
    });
  }

  #learn(runId: string, factor: number): void {
    this.#factors.set(runId, Math.max(factor, this.#factors.get(runId) ?? 0));
    const [oldest] = this.#factors.keys();
    if (this.#factors.size > MOST_FACTORS && oldest !== undefined) this.#factors.delete(oldest);
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}
