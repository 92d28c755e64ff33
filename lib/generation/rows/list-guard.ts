/**
 * Keeps the writes of a run out of the way of its own listing. A row that is written leaves a list of empty rows, and the rows behind
 * it move up: where Notion's cursor counts rows, as many of them are then passed over unseen. So a row is written only once nothing is
 * read any more from behind it.
 */
import { Emitter } from '../../shared/emitter.ts';

/** A write may still be on its way while this many more answers are read. */
const ANSWERS_AHEAD = 3;

export class ListGuard {
  readonly #places = new Map<string, number>();
  readonly #changes = new Emitter();
  #largest = 0;
  /** The place that the second sweep has come to. */
  #passed = Infinity;
  /** Rows that were listed before this place may be written. */
  #free = 0;

  /** The listing begins, perhaps anew. */
  begin(): void {
    this.#places.clear();
    this.#passed = Infinity;
    this.#free = 0;
  }

  /** The next answer of the first sweep: from the oldest row on. */
  noteListed(rowIds: readonly string[]): void {
    for (const id of rowIds) if (!this.#places.has(id)) this.#places.set(id, this.#places.size);
    this.#largest = Math.max(this.#largest, rowIds.length);
  }

  /** The next answer of the second sweep: from the newest row back, so that the oldest rows can be written meanwhile. */
  notePassed(rowIds: readonly string[]): void {
    const passed = rowIds.flatMap((id) => this.#places.get(id) ?? []);
    this.#passed = Math.min(this.#passed, this.#places.size, ...passed);
    this.#moveTo(this.#passed - ANSWERS_AHEAD * this.#largest);
  }

  /** Nothing more is listed. */
  end(): void {
    this.#moveTo(Infinity);
  }

  /** Whether the row may be written now. */
  isFree(rowId: string): boolean {
    return (this.#places.get(rowId) ?? this.#places.size) < this.#free;
  }

  /** Resolves once the row may be written; rejects with the signal's reason. */
  async untilFree(rowId: string, signal: AbortSignal): Promise<void> {
    while (!this.isFree(rowId)) await this.#nextChange(signal);
  }

  #moveTo(place: number): void {
    this.#free = place;
    this.#changes.emit();
  }

  async #nextChange(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    let stop = (): void => undefined;
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => reject(signal.reason as Error);
      const unsubscribe = this.#changes.subscribe(resolve);
      signal.addEventListener('abort', onAbort);
      stop = () => {
        unsubscribe();
        signal.removeEventListener('abort', onAbort);
      };
    }).finally(() => stop());
  }
}
