/** New rows, each created once: by the id that the table gave it, for as long as the worker lives. */
import type { CommandRequest, RowView } from '../messaging/protocol.ts';
import { describeRow } from '../notion/database-schema.ts';
import { plainRichText } from '../notion/plain-rich-text.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { AppError } from '../shared/app-error.ts';

type AddRow = CommandRequest<'database.addRow'>;

interface Added {
  readonly title: string;
  readonly row: Promise<RowView>;
  /** As soon as it is known. */
  rowId?: string;
}

/** So many rows are remembered: a message is sent again within seconds. */
const REMEMBERED = 500;
/** How far back a row is looked for whose creation was not heard of. */
const LOST_ROW_MS = 120_000;

export class RowAdder {
  readonly #added = new Map<string, Added>();
  /** Ids whose row may be in Notion, and since when (epoch ms). */
  readonly #lost = new Map<string, number>();

  /**
   * Creates a row, or gives the one that this id has already: a message may come twice. After a lost answer a row with this title
   * that is younger than the click is adopted. Throws `notion-write-unconfirmed` where there is none, or more than one.
   */
  async add(workspace: NotionWorkspace, request: AddRow, now: number): Promise<RowView> {
    const { id, title, titlePropertyId } = request;
    const known = this.#added.get(id);
    if (!known) return this.#remember(id, title, this.#create(workspace, request, now));
    const row = await known.row;
    if (known.title === title) return row;
    // The first answer was not heard, and another title typed meanwhile.
    const properties = { [titlePropertyId]: titleValue(title) };
    const renamed = describeRow(await workspace.updatePage(row.id, { properties }), undefined);
    return this.#remember(id, title, Promise.resolve(renamed));
  }

  async #remember(id: string, title: string, row: Promise<RowView>): Promise<RowView> {
    const added: Added = { title, row };
    this.#added.set(id, added);
    const [oldest] = this.#added.keys();
    if (oldest !== undefined && this.#added.size > REMEMBERED) this.#added.delete(oldest);
    try {
      const made = await row;
      added.rowId = made.id;
      return made;
    } catch (error) {
      // What failed may be tried again.
      if (this.#added.get(id) === added) this.#added.delete(id);
      throw error;
    }
  }

  async #create(workspace: NotionWorkspace, request: AddRow, now: number): Promise<RowView> {
    const { id, dataSourceId, titlePropertyId, title } = request;
    const lostAt = this.#lost.get(id);
    const adopted = lostAt === undefined ? undefined : await this.#findLost(workspace, request, lostAt);
    if (adopted) return adopted;
    const properties = { [titlePropertyId]: titleValue(title) };
    try {
      return describeRow(await workspace.createPage({ parent: { dataSourceId }, properties }), undefined);
    } catch (error) {
      if (!(error instanceof AppError) || error.retry !== 'look') throw error;
      this.#lost.set(id, now);
      const found = await this.#findLost(workspace, request, now);
      if (found) return found;
      throw new AppError('notion-write-unconfirmed', 'never', { cause: error });
    }
  }

  /** Undefined where Notion has no such row, or several: nobody can tell then which is meant. */
  async #findLost(workspace: NotionWorkspace, request: AddRow, lostAt: number): Promise<RowView | undefined> {
    const since = new Date(lostAt - LOST_ROW_MS).toISOString();
    const { results } = await workspace.queryDataSource(request.dataSourceId, {
      filter: {
        and: [
          { timestamp: 'created_time', created_time: { on_or_after: since } },
          { property: request.titlePropertyId, title: { equals: request.title } },
        ],
      },
    });
    // Rows that were made under another id are not the lost one, whatever their title.
    const others = new Set([...this.#added].flatMap(([id, { rowId }]) => (id === request.id ? [] : [rowId])));
    const candidates = results.filter((row) => !others.has(row.id));
    const [found] = candidates;
    if (!found || candidates.length > 1) return undefined;
    this.#lost.delete(request.id);
    return describeRow(found, undefined);
  }
}

function titleValue(title: string) {
  return { title: plainRichText(title) ?? [] };
}
