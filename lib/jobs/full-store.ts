/**
 * What a worker does while the disk is full: it begins nothing, for no answer could be kept, and holds on to what it has until there
 * is room. That it rests cannot be stored, so it is told from memory.
 */
import { AppError, type Failure, toFailure } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';

const LOOK_EVERY_MS = 30_000;

export class FullStore {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #failure: Failure | undefined;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Why nothing goes on; undefined while there is room. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Writes, again and again while there is no room. Rejects with anything else, and with the signal's reason. */
  async write<T>(change: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      try {
        return await this.tryOnce(change);
      } catch (error) {
        if (!isFull(error) || signal.aborted) throw error;
        await this.#clock.sleep(LOOK_EVERY_MS, signal);
      }
    }
  }

  /** Writes once, and notes whether there was room. */
  async tryOnce<T>(change: () => Promise<T>): Promise<T> {
    try {
      const result = await change();
      this.#note(undefined);
      return result;
    } catch (error) {
      if (isFull(error)) this.#note(toFailure(error));
      throw error;
    }
  }

  #note(failure: Failure | undefined): void {
    const changes = (failure === undefined) !== (this.#failure === undefined);
    this.#failure = failure;
    if (changes) this.#onChange();
  }
}

function isFull(error: unknown): boolean {
  return error instanceof AppError && error.code === 'storage-full';
}
