/** Reads the rows of a database page by page, and names its views after them. */
import type { Client } from '../../../lib/messaging/client.ts';
import type { RowView } from '../../../lib/notion/views.ts';
import type { Target } from '../../../lib/run-request/target.ts';
import { AppError, toFailure } from '../../../lib/shared/app-error.ts';
import { itemOfRow, renewItem, type RowItem } from './row-item.ts';
import type { RowList } from './row-list.ts';

export interface RowReaderDeps {
  readonly client: Pick<Client, 'call'>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** So long after the rows the views are named (ms): a request each. */
  readonly viewsAfterMs: number;
}

export class RowReader {
  readonly #list: RowList;
  readonly #target: Target;
  readonly #deps: RowReaderDeps;
  /** A newer load makes what an older one still reads worthless. */
  #load = 0;

  constructor(list: RowList, target: Target, deps: RowReaderDeps) {
    this.#list = list;
    this.#target = target;
    this.#deps = deps;
  }

  /** Reads everything anew, page by page; rows that are shown stay until the first page is here. Never rejects. */
  async load(): Promise<void> {
    const load = ++this.#load;
    const { client, now } = this.#deps;
    const readAt = now();
    this.#list.set({ complete: false, missed: false, unreadable: 0 });
    this.#list.setFailure(undefined);
    try {
      const { id, dataSourceId } = this.#target;
      const opened = await client.call('database.open', { databaseId: id, ...(dataSourceId && { dataSourceId }) });
      if (load !== this.#load) return;
      this.#list.set({ view: opened });
      const source = opened.target.dataSourceId ?? dataSourceId;
      if (source === undefined) throw new AppError('target-linked-view', 'never');
      await this.#readPages(source, load, readAt);
      await this.#readViews(source, load);
    } catch (error) {
      if (load === this.#load) this.#list.setFailure(toFailure(error));
    }
  }

  async #readPages(dataSourceId: string, load: number, readAt: number): Promise<void> {
    const seen = new Set<string>();
    let cursor: string | undefined;
    let first = this.#list.state.view?.first;
    do {
      const page =
        first ?? (await this.#deps.client.call('database.rows', { dataSourceId, ...(cursor && { cursor }) }));
      first = undefined;
      if (load !== this.#load) return;
      // The first page replaces what was shown; lines that are being typed stay at the end.
      const before =
        seen.size === 0 && cursor === undefined ? [] : this.#list.state.items.filter(({ id }) => id && seen.has(id));
      const drafts = this.#list.state.items.filter(({ id }) => id === undefined);
      const known = new Map(this.#list.state.items.map((item) => [item.id, item]));
      const fresh = page.rows.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      const items = [...before, ...fresh.map((row) => readAgain(row, known.get(row.id))), ...drafts];
      cursor = page.nextCursor;
      this.#list.set({
        items,
        readAt,
        missed: this.#list.state.missed || !page.complete,
        unreadable: this.#list.state.unreadable + (page.unreadable ?? 0),
        complete: cursor === undefined,
      });
    } while (cursor !== undefined);
  }

  /** Views are named last: the rows are what a person waits for. */
  async #readViews(dataSourceId: string, load: number): Promise<void> {
    const { view } = this.#list.state;
    const { viewIds = [] } = view ?? {};
    if (!view || viewIds.length === 0) return;
    if (this.#deps.viewsAfterMs > 0) await this.#deps.sleep(this.#deps.viewsAfterMs);
    if (load !== this.#load) return;
    const { views } = await this.#deps.client.call('database.views', { dataSourceId, viewIds });
    if (load === this.#load) this.#list.set({ view: { ...view, views } });
  }
}

const readAgain = (row: RowView, shown: RowItem | undefined): RowItem =>
  shown ? renewItem(shown, row) : itemOfRow(row);
