/** The rows of a database as the table shows them: read page by page, named and added to here, written to Notion at once. */
import type { Target } from '../../../lib/run-request/target.ts';
import type { Client } from '../../../lib/messaging/client.ts';
import type { DatabaseView } from '../../../lib/notion/views.ts';
import { AppError, toFailure, type Failure } from '../../../lib/shared/app-error.ts';
import type { ParsedRow } from '../../../lib/notion/parse-new-rows.ts';
import type { OutputHashes } from '../../../lib/notion/outdated.ts';
import { draftItem, itemOfRow, type RowItem } from './row-item.ts';

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

/** A run that makes outputs: property ids and `BODY_OUTPUT`. */
export interface MadeByRun {
  readonly runId: string;
  readonly outputs: readonly string[];
  readonly hashOf: OutputHashes;
}

export interface RowStoreDeps {
  readonly client: Pick<Client, 'call'>;
  readonly newId: () => string;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** So long after the rows the views are named (ms): a request each. */
  readonly viewsAfterMs: number;
}

/** What one message takes. */
const MOST_AT_ONCE = 100;
/** So often it is looked whether a template was applied. */
const MOST_LOOKS = 60;

export class RowStore {
  readonly #deps: RowStoreDeps;
  readonly #target: Target;
  readonly #listeners = new Set<() => void>();
  readonly #saving = new Set<Promise<void>>();
  /** The run that was last heard to have made a row, by row id. */
  readonly #heard = new Map<string, string>();
  #state = NOTHING;
  /** A newer load makes what an older one still reads worthless. */
  #load = 0;

  constructor(target: Target, deps: RowStoreDeps) {
    this.#target = target;
    this.#deps = deps;
  }

  get state(): RowsState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads everything anew, page by page; rows that are shown stay until the first page is here. Never rejects. */
  async load(): Promise<void> {
    const load = ++this.#load;
    const { client, now } = this.#deps;
    const readAt = now();
    this.#set({ complete: false, missed: false, unreadable: 0 });
    this.#setFailure(undefined);
    try {
      const { id, dataSourceId } = this.#target;
      const opened = await client.call('database.open', { databaseId: id, ...(dataSourceId && { dataSourceId }) });
      if (load !== this.#load) return;
      this.#set({ view: opened });
      const source = opened.target.dataSourceId ?? dataSourceId;
      if (source === undefined) throw new AppError('target-linked-view', 'never');
      await this.#readPages(source, load, readAt);
      await this.#readViews(source, load);
    } catch (error) {
      if (load === this.#load) this.#setFailure(toFailure(error));
    }
  }

  /** An empty line to type a topic into. */
  add(templateId?: string): string {
    const key = this.#deps.newId();
    this.#set({ items: [...this.#state.items, { ...draftItem(key), ...(templateId && { wanted: { templateId } }) }] });
    return key;
  }

  /** Rows with their topics and texts for other cells, created one after the other; returns their keys. */
  addMany(rows: readonly ParsedRow[], templateId?: string): readonly string[] {
    const made = rows.map(({ title, values }): RowItem => ({
      ...draftItem(this.#deps.newId()),
      title,
      wanted: { values, ...(templateId && { templateId }) },
    }));
    this.#set({ items: [...this.#state.items, ...made] });
    this.#track(this.#writeMany(made.map(({ key }) => key)));
    return made.map(({ key }) => key);
  }

  type(key: string, title: string): void {
    this.#change(key, (item) => ({ ...item, title }));
  }

  /** Puts the topic back to what Notion has; a line that was never created goes. */
  revert(key: string): void {
    const item = this.#find(key);
    if (item?.id === undefined && !item?.saving) this.#remove(key);
    else this.#change(key, ({ failure: _failure, ...rest }) => ({ ...rest, title: rest.savedTitle }));
  }

  /** Writes a changed topic to Notion, creates a new row, or drops a new line that stayed empty. */
  keep(key: string): void {
    const item = this.#find(key);
    if (!item || item.saving) return;
    if (item.id === undefined && item.title.trim() === '') this.#remove(key);
    else if (item.id === undefined || item.title !== item.savedTitle) this.#track(this.#write(item));
  }

  /** What a run wrote: texts of a property by row id. */
  note(propertyId: string, texts: ReadonlyMap<string, string>): void {
    const isNews = ({ id, values }: RowItem) =>
      id !== undefined && (texts.get(id) ?? values[propertyId]) !== values[propertyId];
    if (!this.#state.items.some(isNews)) return;
    const items = this.#state.items.map((item) =>
      isNews(item) ? { ...item, values: { ...item.values, [propertyId]: texts.get(item.id ?? '') ?? '' } } : item,
    );
    this.#set({ items });
  }

  /**
   * What a run made of rows just now, with the topics that it had of them by row id: heard once for each row, since what is edited
   * afterwards is newer, and not of a row that has another topic by now.
   */
  noteMade({ runId, outputs, hashOf }: MadeByRun, topics: ReadonlyMap<string, string>): void {
    const fresh = Object.fromEntries(outputs.map((key) => [key, { prompt: hashOf(key), inputsChanged: false }]));
    const isNews = ({ id, savedTitle }: RowItem) =>
      id !== undefined && topics.get(id) === savedTitle && this.#heard.get(id) !== runId;
    if (!this.#state.items.some(isNews)) return;
    const items = this.#state.items.map((item) => {
      if (!isNews(item)) return item;
      if (item.id !== undefined) this.#heard.set(item.id, runId);
      return { ...item, made: { ...item.made, ...fresh } };
    });
    this.#set({ items });
  }

  /** When nothing is on its way to Notion any more. */
  async settled(): Promise<void> {
    while (this.#saving.size > 0) await Promise.all(this.#saving);
  }

  /** Views are named last: the rows are what a person waits for. */
  async #readViews(dataSourceId: string, load: number): Promise<void> {
    const { view } = this.#state;
    const { viewIds = [] } = view ?? {};
    if (!view || viewIds.length === 0) return;
    if (this.#deps.viewsAfterMs > 0) await this.#deps.sleep(this.#deps.viewsAfterMs);
    if (load !== this.#load) return;
    const { views } = await this.#deps.client.call('database.views', { dataSourceId, viewIds });
    if (load === this.#load) this.#set({ view: { ...view, views } });
  }

  async #readPages(dataSourceId: string, load: number, readAt: number): Promise<void> {
    const seen = new Set<string>();
    let cursor: string | undefined;
    let first = this.#state.view?.first;
    do {
      const page =
        first ?? (await this.#deps.client.call('database.rows', { dataSourceId, ...(cursor && { cursor }) }));
      first = undefined;
      if (load !== this.#load) return;
      // The first page replaces what was shown; lines that are being typed stay at the end.
      const before =
        seen.size === 0 && cursor === undefined ? [] : this.#state.items.filter(({ id }) => id && seen.has(id));
      const drafts = this.#state.items.filter(({ id }) => id === undefined);
      const known = new Map(this.#state.items.map((item) => [item.id, item]));
      const fresh = page.rows.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      const items = [...before, ...fresh.map((row) => keepTyped(itemOfRow(row), known.get(row.id))), ...drafts];
      cursor = page.nextCursor;
      this.#set({
        items,
        readAt,
        missed: this.#state.missed || !page.complete,
        unreadable: this.#state.unreadable + (page.unreadable ?? 0),
        complete: cursor === undefined,
      });
    } while (cursor !== undefined);
  }

  async #write(item: RowItem): Promise<void> {
    const { key, title, id: rowId } = item;
    const { view } = this.#state;
    if (!view) return;
    this.#change(key, ({ failure: _failure, ...rest }) => ({ ...rest, saving: true }));
    try {
      const titlePropertyId = view.titlePropertyId;
      const dataSourceId = view.target.dataSourceId ?? this.#target.dataSourceId ?? '';
      const { client } = this.#deps;
      if (rowId === undefined && item.wanted) return await this.#create([{ ...item, title }]);
      const row =
        rowId === undefined
          ? await client.call('database.addRow', { dataSourceId, titlePropertyId, title, id: key })
          : await client.call('database.renameRow', { rowId, titlePropertyId, title });
      this.#change(key, ({ saving: _saving, ...now }) => ({
        ...itemOfRow(row, key),
        // What was typed meanwhile is kept and written next.
        title: now.title === title ? row.title : now.title,
        generate: now.generate,
      }));
      const after = this.#find(key);
      if (after && after.title !== after.savedTitle) this.keep(key);
    } catch (error) {
      const failure = toFailure(error);
      this.#change(key, ({ saving: _saving, ...now }) => ({ ...now, failure }));
    }
  }

  async #writeMany(keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length; from += MOST_AT_ONCE) {
      const part = keys.slice(from, from + MOST_AT_ONCE);
      for (const key of part) this.#change(key, ({ failure: _failure, ...rest }) => ({ ...rest, saving: true }));
      const items = part.flatMap((key) => this.#find(key) ?? []);
      try {
        await this.#create(items);
      } catch (error) {
        const failure = toFailure(error);
        for (const key of part) this.#change(key, ({ saving: _saving, ...now }) => ({ ...now, failure }));
      }
    }
  }

  /** The same ids are sent again while a template is being applied: a body is not written before it is there. */
  async #create(items: readonly RowItem[]): Promise<void> {
    const { view } = this.#state;
    if (!view || items.length === 0) return;
    const { client, now, sleep } = this.#deps;
    const request = {
      dataSourceId: view.target.dataSourceId ?? this.#target.dataSourceId ?? '',
      titlePropertyId: view.titlePropertyId,
      rows: items.map(({ key, title, wanted }) => ({
        id: key,
        title,
        ...(wanted?.values && { values: wanted.values }),
      })),
      ...(items[0]?.wanted?.templateId && { templateId: items[0].wanted.templateId }),
    };
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      const { rows, lookAgainAt } = await client.call('database.addRows', request);
      for (const { id, row, failure } of rows) {
        this.#change(id, ({ saving: _saving, ...shown }) =>
          row ? { ...itemOfRow(row, id), generate: shown.generate } : { ...shown, ...(failure && { failure }) },
        );
      }
      if (lookAgainAt === undefined) return;
      await sleep(Math.max(0, lookAgainAt - now()));
    }
  }

  #track(work: Promise<void>): void {
    this.#saving.add(work);
    void work.finally(() => this.#saving.delete(work));
  }

  #find(key: string): RowItem | undefined {
    return this.#state.items.find((item) => item.key === key);
  }

  #remove(key: string): void {
    this.#set({ items: this.#state.items.filter((item) => item.key !== key) });
  }

  #change(key: string, change: (item: RowItem) => RowItem): void {
    this.#set({ items: this.#state.items.map((item) => (item.key === key ? change(item) : item)) });
  }

  #setFailure(failure: Failure | undefined): void {
    const { failure: _failure, ...rest } = this.#state;
    this.#state = { ...rest, ...(failure && { failure }) };
    this.#tell();
  }

  #set(change: Partial<RowsState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** A row that was read again keeps its key, and what a person is typing into it. */
function keepTyped(fresh: RowItem, shown: RowItem | undefined): RowItem {
  if (!shown) return fresh;
  const isTyped = shown.title !== shown.savedTitle || shown.saving;
  return { ...fresh, key: shown.key, ...(isTyped && { title: shown.title }), ...(shown.saving && { saving: true }) };
}
