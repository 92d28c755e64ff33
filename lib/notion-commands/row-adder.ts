/**
 * New rows, each created once, by the id that the table gave it. A creation is not idempotent: what is sent is stored first, and
 * one without an answer is looked for before it is sent again, and not sent again while the cut request may still land.
 */
import type { CommandRequest, RowView } from '../messaging/protocol.ts';
import type { PageObjectResponse } from '../notion/api-types.ts';
import { describeRow } from '../notion/database-schema.ts';
import { plainRichText } from '../notion/plain-rich-text.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { AppError } from '../shared/app-error.ts';
import { QUARANTINE_MS } from '../generation/body/late-writes.ts';
import type { SentRow, SentRows } from './sent-rows.ts';

type AddRow = CommandRequest<'database.addRow'>;

/** How far back a row is looked for; clocks differ. */
const YOUNG_MS = 60 * 60_000;

export class RowAdder {
  readonly #sent: SentRows;
  readonly #now: () => number;
  /** What the next one of the same id, or of the same title, waits for. */
  readonly #turns = new Map<string, Promise<RowView>>();
  /** Rows that an id is about to get: not stored yet. */
  readonly #taken = new Set<string>();

  constructor(sent: SentRows, now: () => number) {
    this.#sent = sent;
    this.#now = now;
  }

  /**
   * Creates a row, or gives the one that this id has already, renamed where another title was typed meanwhile: a message may come
   * twice, and the answer to the first may be lost. Throws `notion-write-unconfirmed` with retry `wait` while nobody knows whether
   * the row will be there.
   */
  add(workspace: NotionWorkspace, request: AddRow): Promise<RowView> {
    // Two rows of one title are told apart by their ids in Notion, which are known when the first has its answer.
    const make = () => this.#inTurn(`title ${request.title}`, () => this.#add(workspace, request));
    return this.#inTurn(`id ${request.id}`, make);
  }

  #inTurn(key: string, task: () => Promise<RowView>): Promise<RowView> {
    const before = this.#turns.get(key);
    const row = before ? before.then(task, task) : task();
    this.#turns.set(key, row);
    const leave = () => {
      if (this.#turns.get(key) === row) this.#turns.delete(key);
    };
    row.then(leave, leave);
    return row;
  }

  async #add(workspace: NotionWorkspace, request: AddRow): Promise<RowView> {
    const sent = await this.#sent.find(request.id);
    if (sent?.rowId !== undefined) return this.#give(workspace, request, sent, await workspace.getPage(sent.rowId));
    const found = sent && (await this.#look(workspace, request, sent));
    if (found) return this.#give(workspace, request, sent, found);
    if (sent) this.#checkQuarantine(sent);
    return this.#create(workspace, request);
  }

  async #create(workspace: NotionWorkspace, request: AddRow): Promise<RowView> {
    const { id, dataSourceId, titlePropertyId, title } = request;
    const others = (await findYoung(workspace, request, title, this.#now())).map((row) => row.id);
    const sent: SentRow = { id, title, sentAt: this.#now(), others };
    await this.#sent.put(sent);
    const properties = { [titlePropertyId]: titleValue(title) };
    let row: PageObjectResponse | undefined;
    try {
      row = await workspace.createPage({ parent: { dataSourceId }, properties });
    } catch (error) {
      if (!(error instanceof AppError) || error.retry !== 'look') {
        // A refusal made no row.
        await this.#sent.remove(id);
        throw error;
      }
      row = await this.#look(workspace, request, sent);
      if (!row) this.#checkQuarantine(sent, error);
      if (!row) throw error;
    }
    return this.#give(workspace, request, sent, row);
  }

  /** The row is this id's from now on, with the title that is asked for. */
  async #give(workspace: NotionWorkspace, request: AddRow, sent: SentRow, row: PageObjectResponse): Promise<RowView> {
    const { title, titlePropertyId } = request;
    try {
      this.#taken.add(row.id);
      if (sent.rowId === undefined) await this.#sent.put({ ...sent, rowId: row.id });
    } finally {
      this.#taken.delete(row.id);
    }
    if (sent.title === title) return describeRow(row, undefined);
    const renamed = await workspace.updatePage(row.id, { properties: { [titlePropertyId]: titleValue(title) } });
    await this.#sent.put({ ...sent, rowId: row.id, title });
    return describeRow(renamed, undefined);
  }

  /** The row whose creation was not heard of: by the title that was sent, and none that was there before or is another id's. */
  async #look(workspace: NotionWorkspace, request: AddRow, sent: SentRow): Promise<PageObjectResponse | undefined> {
    const rows = await findYoung(workspace, request, sent.title, sent.sentAt);
    const others = new Set([...sent.others, ...(await this.#sent.rowIds()), ...this.#taken]);
    const found = rows.find((row) => !others.has(row.id));
    if (found) this.#taken.add(found.id);
    return found;
  }

  #checkQuarantine({ sentAt }: SentRow, cause?: unknown): void {
    const now = this.#now();
    // A clock that was put back must not hold the row for ever.
    if (now < sentAt || now >= sentAt + QUARANTINE_MS) return;
    throw new AppError('notion-write-unconfirmed', 'wait', {
      retryAt: sentAt + QUARANTINE_MS,
      details: { isTyped: 1 },
      cause,
    });
  }
}

async function findYoung(
  workspace: NotionWorkspace,
  { dataSourceId, titlePropertyId }: AddRow,
  title: string,
  sentAt: number,
): Promise<readonly PageObjectResponse[]> {
  const since = new Date(sentAt - YOUNG_MS).toISOString();
  const { results } = await workspace.queryDataSource(dataSourceId, {
    filter: {
      and: [
        { timestamp: 'created_time', created_time: { on_or_after: since } },
        { property: titlePropertyId, title: { equals: title } },
      ],
    },
  });
  return results;
}

function titleValue(title: string) {
  return { title: plainRichText(title) ?? [] };
}
