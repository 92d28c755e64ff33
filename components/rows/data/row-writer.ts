/** Writes rows to Notion at once: topics that were changed, and new rows with all that they are made from. */
import type { Client } from '../../../lib/messaging/client.ts';
import type { AddedRow } from '../../../lib/notion/views.ts';
import type { Target } from '../../../lib/run-request/target.ts';
import { toFailure, type Failure } from '../../../lib/shared/app-error.ts';
import { renewItem, type RowItem } from './row-item.ts';
import type { RowList } from './row-list.ts';

export interface RowWriterDeps {
  readonly client: Pick<Client, 'call'>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** What one message takes. */
const MOST_AT_ONCE = 100;
/** So often it is looked whether a template was applied. */
const MOST_LOOKS = 60;

export class RowWriter {
  readonly #list: RowList;
  readonly #target: Target;
  readonly #deps: RowWriterDeps;
  readonly #saving = new Set<Promise<void>>();

  constructor(list: RowList, target: Target, deps: RowWriterDeps) {
    this.#list = list;
    this.#target = target;
    this.#deps = deps;
  }

  /** Writes a changed topic, creates a new row, or drops a new line that stayed empty. */
  keep(key: string): void {
    const item = this.#list.find(key);
    if (!item || item.saving) return;
    if (item.id === undefined && item.title.trim() === '') this.#list.remove(key);
    else if (item.id === undefined || item.title !== item.savedTitle) this.#track(this.#write(item));
  }

  /** Creates these new rows one after the other. */
  createAll(keys: readonly string[]): void {
    this.#track(this.#writeMany(keys));
  }

  /** When nothing is on its way to Notion any more. */
  async settled(): Promise<void> {
    while (this.#saving.size > 0) await Promise.all(this.#saving);
  }

  async #write(item: RowItem): Promise<void> {
    const { key, title, id: rowId } = item;
    const { view } = this.#list.state;
    if (!view) return;
    this.#list.change(key, ({ failure: _failure, ...rest }) => ({ ...rest, saving: true }));
    try {
      const titlePropertyId = view.titlePropertyId;
      const dataSourceId = view.target.dataSourceId ?? this.#target.dataSourceId ?? '';
      const { client } = this.#deps;
      if (rowId === undefined && item.wanted) return await this.#create([{ ...item, title }]);
      const row =
        rowId === undefined
          ? await client.call('database.addRow', { dataSourceId, titlePropertyId, title, id: key })
          : await client.call('database.renameRow', { rowId, titlePropertyId, title });
      this.#list.change(key, ({ saving: _saving, ...now }) => ({
        ...renewItem(now, row, title),
        generate: now.generate,
      }));
      this.#keepTyped(key);
    } catch (error) {
      this.#fail(key, toFailure(error));
    }
  }

  /** What was typed while the row was being written is written next. */
  #keepTyped(key: string): void {
    const item = this.#list.find(key);
    if (item?.id !== undefined && item.title !== item.savedTitle) this.keep(key);
  }

  /** Nobody looks any more how far a template is. */
  #fail(key: string, failure: Failure): void {
    this.#list.change(key, ({ saving: _saving, template, ...now }) => ({
      ...now,
      failure,
      ...(template && template !== 'applying' && { template }),
    }));
  }

  async #writeMany(keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length; from += MOST_AT_ONCE) {
      const part = keys.slice(from, from + MOST_AT_ONCE);
      for (const key of part) this.#list.change(key, ({ failure: _failure, ...rest }) => ({ ...rest, saving: true }));
      const items = part.flatMap((key) => this.#list.find(key) ?? []);
      try {
        await this.#create(items);
      } catch (error) {
        const failure = toFailure(error);
        for (const key of part) this.#fail(key, failure);
      }
    }
  }

  /** The same ids are sent again while a template is being applied: a body is not written before it is there. */
  async #create(items: readonly RowItem[]): Promise<void> {
    const { view } = this.#list.state;
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
      for (const added of rows) this.#take(added, items.find(({ key }) => key === added.id)?.title);
      if (lookAgainAt === undefined) return;
      await sleep(Math.max(0, lookAgainAt - now()));
    }
  }

  /** What one look says of a row, whose topic was sent as `sent`. */
  #take({ id: key, row, failure, template }: AddedRow, sent: string | undefined): void {
    const isMade = this.#list.find(key)?.id !== undefined;
    this.#list.change(key, (shown) => {
      const { saving: _saving, ...unsaved } = shown;
      if (!row) return { ...unsaved, ...(failure && { failure }) };
      const { title, savedTitle } = shown;
      // A later look may be older than a rename from here.
      const renewed = isMade ? { ...renewItem(shown, row), title, savedTitle } : renewItem(unsaved, row, sent);
      return { ...renewed, generate: shown.generate, ...(template && { template }) };
    });
    if (!isMade) this.#keepTyped(key);
  }

  #track(work: Promise<void>): void {
    this.#saving.add(work);
    void work.finally(() => this.#saving.delete(work));
  }
}
