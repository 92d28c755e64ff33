/** The jobs that this worker holds just now: in memory only, a stopped worker's leases run out by themselves. */
import type { Job } from './run.ts';
import { isSuspect } from './stalls.ts';

interface InFlight {
  readonly runId: string;
  readonly subjectId: string;
  readonly isSuspect: boolean;
  readonly controller: AbortController;
  readonly settled: Promise<void>;
  /** It has its answer, and writes. */
  hasAnswer: boolean;
}

export class JobsInFlight {
  readonly #entries = new Map<string, InFlight>();

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  add(job: Job, controller: AbortController, settled: Promise<void>): void {
    const { runId, subjectId } = job;
    this.#entries.set(job.id, { runId, subjectId, isSuspect: isSuspect(job), controller, settled, hasAnswer: false });
  }

  remove(jobId: string): void {
    this.#entries.delete(jobId);
  }

  countOf(runId: string): number {
    return this.#of(runId).length;
  }

  /** Jobs that write take no place from those that ask, as long as they are no more than those. */
  hasRoom(runId: string, limit: number): boolean {
    const entries = this.#of(runId);
    return entries.filter(({ hasAnswer }) => !hasAnswer).length < limit && entries.length < limit * 2;
  }

  /** A job that may have stopped workers is in flight: no other is begun beside it. */
  hasSuspect(runId: string): boolean {
    return this.#of(runId).some((entry) => entry.isSuspect);
  }

  /** Among them is a job whose lease ran out while we work on it (a slow model): it is not begun again. */
  subjects(): ReadonlySet<string> {
    return new Set([...this.#entries.values()].map(({ subjectId }) => subjectId));
  }

  /** The job has its answer. False where that was known, or it is in flight no more. */
  noteAnswer(jobId: string): boolean {
    const entry = this.#entries.get(jobId);
    if (!entry || entry.hasAnswer) return false;
    entry.hasAnswer = true;
    return true;
  }

  /** Aborts those of the run; resolves when they have let go. */
  async abort(runId: string): Promise<void> {
    const entries = this.#of(runId);
    for (const { controller } of entries) controller.abort();
    await Promise.all(entries.map(({ settled }) => settled));
  }

  /** Whether the job was in flight; resolves when it is no more. */
  async untilLetGo(jobId: string): Promise<boolean> {
    const entry = this.#entries.get(jobId);
    await entry?.settled;
    return entry !== undefined;
  }

  /** Resolves when nothing is in flight. */
  async settled(): Promise<void> {
    while (!this.isEmpty) await Promise.all([...this.#entries.values()].map((entry) => entry.settled));
  }

  #of(runId: string): readonly InFlight[] {
    return [...this.#entries.values()].filter((entry) => entry.runId === runId);
  }
}
