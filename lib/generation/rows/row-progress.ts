/**
 * What is known of a row, and what of it is stored. An answer is stored before the next effect, and together with all that is known
 * by then: where nothing lies between the answer and its write, both share one transaction with what is to be written.
 */
import type { CountedAnswer, JobContext, JobOutcome } from '../../jobs/ports.ts';
import type { JobState } from '../../jobs/run.ts';
import type { RowCheckpoint } from './row-checkpoint.ts';

export class RowProgress {
  readonly #save: JobContext['save'];
  #checkpoint: RowCheckpoint;
  /** Paid for and not stored yet. */
  #owed: CountedAnswer | undefined;
  /** The state that what is not stored yet is stored with. */
  #unsaved: JobState | undefined;

  constructor(save: JobContext['save'], checkpoint: RowCheckpoint) {
    this.#save = save;
    this.#checkpoint = checkpoint;
  }

  get checkpoint(): RowCheckpoint {
    return this.#checkpoint;
  }

  /** Takes it over, and the answer that it came from. Nothing that takes time may follow without `settle`. */
  hold(checkpoint: RowCheckpoint, state: JobState, answer?: CountedAnswer): void {
    this.#checkpoint = checkpoint;
    this.#unsaved = state;
    if (answer) this.#owed = answer;
  }

  /** Stores all that is known. Await it before the next effect. */
  async save(checkpoint: RowCheckpoint, state: JobState): Promise<void> {
    this.hold(checkpoint, state);
    await this.settle();
  }

  /** Stores what is not stored yet. Cheap where all is. */
  async settle(): Promise<void> {
    const [state, owed] = [this.#unsaved, this.#owed];
    if (state === undefined) return;
    this.#unsaved = undefined;
    this.#owed = undefined;
    try {
      await this.#save(this.#checkpoint, state, owed);
    } catch (error) {
      this.#unsaved ??= state;
      this.#owed ??= owed;
      throw error;
    }
  }

  /** Runs what comes to an end, and stores what it left: with the end, in one transaction, unless an answer is to be counted. */
  async finish(run: () => Promise<JobOutcome>): Promise<JobOutcome> {
    let outcome: JobOutcome;
    try {
      outcome = await run();
    } catch (error) {
      await this.settle();
      throw error;
    }
    if (outcome.state === 'waits' || this.#owed) await this.settle();
    if (outcome.state === 'waits' || this.#unsaved === undefined) return outcome;
    return { ...outcome, checkpoint: this.#checkpoint };
  }
}
