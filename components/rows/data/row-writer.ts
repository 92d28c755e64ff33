/** Writes rows to Notion at once: topics that were changed, and new rows with all that they are made from. */
import type { Client } from '../../../lib/messaging/client.ts';
import type { Target } from '../../../lib/run-request/target.ts';
import { toFailure } from '../../../lib/shared/app-error.ts';
import { itemOfRow, type RowItem } from './row-item.ts';
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
        ...itemOfRow(row, key),
        // What was typed meanwhile is kept and written next.
        title: now.title === title ? row.title : now.title,
        generate: now.generate,
      }));
      const after = this.#list.find(key);
      if (after && after.title !== after.savedTitle) this.keep(key);
    } catch (error) {
      const failure = toFailure(error);
      this.#list.change(key, ({ saving: _saving, ...now }) => ({ ...now, failure }));
    }
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
        for (const key of part) this.#list.change(key, ({ saving: _saving, ...now }) => ({ ...now, failure }));
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
      for (const { id, row, failure, template } of rows) {
        this.#list.change(id, ({ saving: _saving, ...shown }) =>
          row
            ? { ...itemOfRow(row, id), generate: shown.generate, ...(template && { template }) }
            : { ...shown, ...(failure && { failure }) },
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
}
