/** The rows of a database as the table shows them: read page by page, named and added to here, written to Notion at once. */
import type { Target } from '../../../lib/run-request/target.ts';
import type { ParsedRow } from '../../../lib/notion/parse-new-rows.ts';
import type { OutputHashes } from '../../../lib/notion/outdated.ts';
import { draftItem, type RowItem } from './row-item.ts';
import { RowList, type RowsState } from './row-list.ts';
import { RowReader, type RowReaderDeps } from './row-reader.ts';
import { RowWriter, type RowWriterDeps } from './row-writer.ts';

/** A run that makes outputs: property ids and `BODY_OUTPUT`. */
export interface MadeByRun {
  readonly runId: string;
  readonly outputs: readonly string[];
  readonly hashOf: OutputHashes;
}

export interface RowStoreDeps extends RowReaderDeps, RowWriterDeps {
  readonly newId: () => string;
}

export class RowStore {
  readonly #list = new RowList();
  readonly #reader: RowReader;
  readonly #writer: RowWriter;
  readonly #newId: () => string;
  /** The run that was last heard to have made a row, by row id. */
  readonly #heard = new Map<string, string>();

  constructor(target: Target, deps: RowStoreDeps) {
    this.#reader = new RowReader(this.#list, target, deps);
    this.#writer = new RowWriter(this.#list, target, deps);
    this.#newId = deps.newId;
  }

  get state(): RowsState {
    return this.#list.state;
  }

  subscribe(listener: () => void): () => void {
    return this.#list.subscribe(listener);
  }

  /** Reads everything anew, page by page; rows that are shown stay until the first page is here. Never rejects. */
  load(): Promise<void> {
    return this.#reader.load();
  }

  /** An empty line to type a topic into. */
  add(templateId?: string): string {
    const key = this.#newId();
    this.#list.set({
      items: [...this.#list.state.items, { ...draftItem(key), ...(templateId && { wanted: { templateId } }) }],
    });
    return key;
  }

  /** Rows with their topics and texts for other cells, created one after the other; returns their keys. */
  addMany(rows: readonly ParsedRow[], templateId?: string): readonly string[] {
    const made = rows.map(({ title, values }): RowItem => ({
      ...draftItem(this.#newId()),
      title,
      wanted: { values, ...(templateId && { templateId }) },
    }));
    this.#list.set({ items: [...this.#list.state.items, ...made] });
    const keys = made.map(({ key }) => key);
    this.#writer.createAll(keys);
    return keys;
  }

  type(key: string, title: string): void {
    this.#list.change(key, (item) => ({ ...item, title }));
  }

  /** Puts the topic back to what Notion has; a line that was never created goes. */
  revert(key: string): void {
    const item = this.#list.find(key);
    if (item?.id === undefined && !item?.saving) this.#list.remove(key);
    else this.#list.change(key, ({ failure: _failure, ...rest }) => ({ ...rest, title: rest.savedTitle }));
  }

  /** Writes a changed topic to Notion, creates a new row, or drops a new line that stayed empty. */
  keep(key: string): void {
    this.#writer.keep(key);
  }

  /** What a run wrote: texts of a property by row id. */
  note(propertyId: string, texts: ReadonlyMap<string, string>): void {
    const isNews = ({ id, values }: RowItem) =>
      id !== undefined && (texts.get(id) ?? values[propertyId]) !== values[propertyId];
    if (!this.#list.state.items.some(isNews)) return;
    const items = this.#list.state.items.map((item) =>
      isNews(item) ? { ...item, values: { ...item.values, [propertyId]: texts.get(item.id ?? '') ?? '' } } : item,
    );
    this.#list.set({ items });
  }

  /**
   * What a run made of rows just now, with the topics that it had of them by row id: heard once for each row, since what is edited
   * afterwards is newer, and not of a row that has another topic by now.
   */
  noteMade({ runId, outputs, hashOf }: MadeByRun, topics: ReadonlyMap<string, string>): void {
    const fresh = Object.fromEntries(outputs.map((key) => [key, { prompt: hashOf(key), inputsChanged: false }]));
    const isNews = ({ id, savedTitle }: RowItem) =>
      id !== undefined && topics.get(id) === savedTitle && this.#heard.get(id) !== runId;
    if (!this.#list.state.items.some(isNews)) return;
    const items = this.#list.state.items.map((item) => {
      if (!isNews(item)) return item;
      if (item.id !== undefined) this.#heard.set(item.id, runId);
      return { ...item, made: { ...item.made, ...fresh } };
    });
    this.#list.set({ items });
  }

  /** When nothing is on its way to Notion any more. */
  settled(): Promise<void> {
    return this.#writer.settled();
  }
}
