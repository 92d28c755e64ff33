/** New rows that were sent to Notion: kept for the browser's session, since the worker may be stopped while somebody waits. */
import * as v from 'valibot';

import type { KeyValueStore } from '../storage/key-value-store.ts';
import { createSerialQueue } from '../storage/serial-queue.ts';
import type { TemplateProgress } from './row-templates.ts';

export interface SentRow {
  /** What the table calls the row. */
  readonly id: string;
  readonly title: string;
  /** Epoch ms. */
  readonly sentAt: number;
  /** Rows of this title that were there before. */
  readonly others: readonly string[];
  /** As soon as it is known. */
  readonly rowId?: string;
  /** Of a row that is made from a template. */
  readonly template?: TemplateProgress;
}

const KEY = 'sent-rows';
/** A message is sent again within minutes; nobody adds so many rows meanwhile. */
const MOST = 1_000;

const schema: v.GenericSchema<unknown, readonly SentRow[]> = v.array(
  v.object({
    id: v.string(),
    title: v.string(),
    sentAt: v.number(),
    others: v.array(v.string()),
    rowId: v.exactOptional(v.string()),
    template: v.exactOptional(
      v.object({
        id: v.string(),
        blocks: v.number(),
        since: v.number(),
        seen: v.exactOptional(v.number()),
        lookedAt: v.exactOptional(v.number()),
        state: v.picklist(['applying', 'applied', 'late']),
      }),
    ),
  }),
);

export class SentRows {
  readonly #store: KeyValueStore;
  readonly #enqueue = createSerialQueue();

  /** @param store `storage.session`: the ids do not outlive the screens that made them. */
  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  async find(id: string): Promise<SentRow | undefined> {
    return (await this.#read()).find((row) => row.id === id);
  }

  /** Ids in Notion of all that are known. */
  async rowIds(): Promise<readonly string[]> {
    return (await this.#read()).flatMap(({ rowId }) => rowId ?? []);
  }

  /** Adds or replaces; the oldest goes when there are too many. */
  put(row: SentRow): Promise<void> {
    return this.#change((rows) => [...rows.filter(({ id }) => id !== row.id), row].slice(-MOST));
  }

  remove(id: string): Promise<void> {
    return this.#change((rows) => rows.filter((row) => row.id !== id));
  }

  #change(change: (rows: readonly SentRow[]) => readonly SentRow[]): Promise<void> {
    return this.#enqueue(async () => this.#store.set({ [KEY]: change(await this.#read()) }));
  }

  async #read(): Promise<readonly SentRow[]> {
    const parsed = v.safeParse(schema, (await this.#store.get(KEY)) ?? []);
    // Nobody else writes it; of an older version in the same session nothing is needed.
    return parsed.success ? parsed.output : [];
  }
}
