/** The rows that are shown, and who is told when they change. */
import type { DatabaseView } from '../../../lib/notion/views.ts';
import type { Failure } from '../../../lib/shared/app-error.ts';
import type { RowItem } from './row-item.ts';

export interface RowsState {
  readonly view?: DatabaseView;
  readonly items: readonly RowItem[];
  /** All rows are read. */
  readonly complete: boolean;
  /** Notion did not list some rows (more than 10,000 of one minute). */
  readonly missed: boolean;
  /** Rows that Notion did not give whole: they are not among the items. */
  readonly unreadable: number;
  readonly failure?: Failure;
  /** When reading began (epoch ms): what a run wrote before is in the values. */
  readonly readAt: number;
}

const NOTHING: RowsState = { items: [], complete: false, missed: false, unreadable: 0, readAt: 0 };

export class RowList {
  readonly #listeners = new Set<() => void>();
  #state = NOTHING;

  get state(): RowsState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  find(key: string): RowItem | undefined {
    return this.#state.items.find((item) => item.key === key);
  }

  remove(key: string): void {
    this.set({ items: this.#state.items.filter((item) => item.key !== key) });
  }

  change(key: string, change: (item: RowItem) => RowItem): void {
    this.set({ items: this.#state.items.map((item) => (item.key === key ? change(item) : item)) });
  }

  setFailure(failure: Failure | undefined): void {
    const { failure: _failure, ...rest } = this.#state;
    this.#state = { ...rest, ...(failure && { failure }) };
    this.#tell();
  }

  set(change: Partial<RowsState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
