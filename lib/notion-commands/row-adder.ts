/**
 * New rows, each created once, by the id that the table gave it. A creation is not idempotent: what is sent is stored first, one
 * without an answer is looked for before it is sent again, and not sent again while the cut request may still land; and what a
 * browser sent twice by itself is taken away again.
 */
import type { AddedRow, NewRow, RowView } from '../notion/views.ts';
import type { PageObjectResponse } from '../notion/api-types.ts';
import { cellFromText } from '../notion/cell-from-text.ts';
import { describeRow } from '../notion/database-schema.ts';
import { plainRichText } from '../notion/plain-rich-text.ts';
import type { PropertySchema } from '../notion/property-value.ts';
import type { NotionWorkspace, PropertyValues } from '../notion/workspace.ts';
import { AppError, toFailure } from '../shared/app-error.ts';
import { createSerialQueue } from '../storage/serial-queue.ts';
import { QUARANTINE_MS } from '../notion/quarantine.ts';
import { beginTemplate, lookAtTemplate, nextLook, restoreOwnCells } from './row-templates.ts';
import type { SentRow, SentRows } from './sent-rows.ts';
import { findDoubles, findYoungRows, type RowsOfSource } from './young-rows.ts';
import type { RequestOf } from '../shared/command.ts';
import type { DatabaseCommands } from './notion-commands.ts';

type AddRow = RequestOf<DatabaseCommands, 'database.addRow'>;
type AddRows = RequestOf<DatabaseCommands, 'database.addRows'>;

/** One call of `add` or `addAll`. */
interface Work {
  readonly workspace: NotionWorkspace;
  readonly source: RowsOfSource;
  /** Ids of rows that were there before, by title. */
  readonly before: ReadonlyMap<string, readonly string[]>;
  readonly template?: Awaited<ReturnType<typeof beginTemplate>>;
  /** Rows that this call created or found again, each with those that were there before it. */
  readonly made: Made[];
}

interface Made {
  readonly row: PageObjectResponse;
  readonly properties: PropertyValues;
  readonly others: readonly string[];
}

interface Wanted {
  readonly id: string;
  readonly title: string;
  readonly properties: PropertyValues;
}

export class RowAdder {
  readonly #sent: SentRows;
  readonly #now: () => number;
  /** One after the other: rows are listed in the order they were made, and a row of the same title must be known to be ours. */
  readonly #enqueue = createSerialQueue();

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
    return this.#enqueue(async () => {
      const wanted = wantedOf(request, request.titlePropertyId, {});
      const work = await this.#begin(workspace, request, [wanted]);
      const row = await this.#add(work, wanted);
      await this.#removeDoubles(work);
      return describeRow(row, undefined);
    });
  }

  /**
   * The same for many rows, with texts for their cells. A row that fails is told with its failure, and the others are still made. Rows
   * of a template are `applying` at first: called again with the same ids at `lookAgainAt`, this looks whether Notion is done.
   * @throws AppError where nothing could be begun: the source or the template cannot be read
   */
  addAll(workspace: NotionWorkspace, request: AddRows): Promise<{ rows: readonly AddedRow[]; lookAgainAt?: number }> {
    return this.#enqueue(async () => {
      const needsSchema = request.rows.some(({ values = {} }) => Object.keys(values).length > 0);
      const { properties } = needsSchema ? await workspace.getDataSource(request.dataSourceId) : { properties: {} };
      const schemas: readonly PropertySchema[] = Object.values(properties);
      const cells = request.rows.map((row) => readCells(row, schemas));
      const wanted = request.rows.map((row, index) => wantedOf(row, request.titlePropertyId, cells[index]!.properties));
      const work = await this.#begin(workspace, request, wanted, request.templateId);
      const rows: AddedRow[] = [];
      for (const [index, one] of wanted.entries()) {
        const { left } = cells[index]!;
        const told = await this.#addTold(work, one, rows.at(-1));
        rows.push({ id: one.id, ...told, ...(left.length > 0 && { left }) });
      }
      await this.#removeDoubles(work);
      return this.#followTemplates(work, wanted, rows);
    });
  }

  async #begin(
    workspace: NotionWorkspace,
    request: RowsOfSource,
    wanted: readonly Wanted[],
    templateId?: string,
  ): Promise<Work> {
    const known = await Promise.all(wanted.map(({ id }) => this.#sent.find(id)));
    const fresh = wanted.filter((_, index) => known[index] === undefined).map(({ title }) => title);
    const before = new Map<string, string[]>();
    if (fresh.length > 0) {
      const titles = new Map<string, string>();
      for (const title of fresh) titles.set(title.toLowerCase(), title);
      for (const row of await findYoungRows(workspace, request, fresh, this.#now())) {
        const title = titles.get(describeRow(row, undefined).title.toLowerCase()) ?? '';
        before.set(title, [...(before.get(title) ?? []), row.id]);
      }
    }
    const template =
      templateId !== undefined && fresh.length > 0 ? await beginTemplate(workspace, templateId) : undefined;
    return { workspace, source: request, before, made: [], ...(template && { template }) };
  }

  /** After a limit or without a connection the next ones would fail in the same way: they are not tried. */
  async #addTold(work: Work, wanted: Wanted, last: AddedRow | undefined): Promise<Pick<AddedRow, 'row' | 'failure'>> {
    const { failure } = last ?? {};
    if (failure && failure.code !== 'notion-write-unconfirmed' && failure.retry !== 'never') return { failure };
    try {
      return { row: describeRow(await this.#add(work, wanted), undefined) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { failure: toFailure(error) };
    }
  }

  async #add(work: Work, wanted: Wanted): Promise<PageObjectResponse> {
    const sent = await this.#sent.find(wanted.id);
    if (sent?.rowId !== undefined) return this.#give(work, wanted, sent, await work.workspace.getPage(sent.rowId));
    const found = sent && (await this.#look(work, sent));
    if (found) {
      work.made.push({ row: found, properties: wanted.properties, others: sent.others });
      return this.#give(work, wanted, sent, found);
    }
    if (sent) this.#checkQuarantine(sent);
    return this.#create(work, wanted, sent);
  }

  async #create(work: Work, wanted: Wanted, earlier: SentRow | undefined): Promise<PageObjectResponse> {
    const { workspace, source, template } = work;
    const { id, title, properties } = wanted;
    const sentAt = this.#now();
    // `others` of the first request: what landed meanwhile would be this row.
    const others = earlier?.others ?? work.before.get(title) ?? [];
    const progress = template
      ? { template: { ...template, since: sentAt } }
      : earlier?.template && { template: earlier.template };
    const sent: SentRow = { id, title, sentAt, others, ...progress };
    await this.#sent.put(sent);
    let row: PageObjectResponse | undefined;
    try {
      row = await workspace.createPage({
        parent: { dataSourceId: source.dataSourceId },
        properties,
        ...(sent.template && { templateId: sent.template.id }),
      });
    } catch (error) {
      if (!(error instanceof AppError) || error.retry !== 'look') {
        // A refusal made no row.
        await this.#sent.remove(id);
        throw error;
      }
      row = await this.#look(work, sent);
      if (!row) this.#checkQuarantine(sent, error);
      if (!row) throw error;
    }
    work.made.push({ row, properties, others });
    return this.#give(work, wanted, sent, row);
  }

  /** The row is this id's from now on, with the title that is asked for. */
  async #give(work: Work, wanted: Wanted, sent: SentRow, row: PageObjectResponse): Promise<PageObjectResponse> {
    const { title } = wanted;
    if (sent.rowId === undefined) await this.#sent.put({ ...sent, rowId: row.id });
    if (sent.title === title) return row;
    const { titlePropertyId } = work.source;
    const renamed = await work.workspace.updatePage(row.id, { properties: { [titlePropertyId]: titleValue(title) } });
    await this.#sent.put({ ...sent, rowId: row.id, title });
    return renamed;
  }

  /** The row whose creation was not heard of: by the title that was sent, and none that was there before or is another id's. */
  async #look({ workspace, source }: Work, sent: SentRow): Promise<PageObjectResponse | undefined> {
    const rows = await findYoungRows(workspace, source, [sent.title], sent.sentAt);
    const others = new Set([...sent.others, ...(await this.#sent.rowIds())]);
    return rows.find((row) => !others.has(row.id));
  }

  /** One more look for all rows of this call: nothing in an answer tells that its request was carried out twice. */
  async #removeDoubles({ workspace, source, made, before }: Work): Promise<void> {
    if (made.length === 0) return;
    const titles = made.map(({ row }) => describeRow(row, undefined).title);
    const young = await findYoungRows(workspace, source, titles, this.#now());
    const known = new Set([...[...before.values()].flat(), ...(await this.#sent.rowIds())]);
    const doubles = new Set(
      made.flatMap(({ row, properties, others }) => {
        const now = young.find(({ id }) => id === row.id) ?? row;
        const unknown = young.filter(({ id }) => !known.has(id) && !others.includes(id));
        return findDoubles(now, properties, unknown).map(({ id }) => id);
      }),
    );
    for (const id of doubles) await workspace.updatePage(id, { trashed: true });
  }

  async #followTemplates(
    { workspace }: Work,
    wanted: readonly Wanted[],
    rows: readonly AddedRow[],
  ): Promise<{ rows: readonly AddedRow[]; lookAgainAt?: number }> {
    let template: Promise<PageObjectResponse> | undefined;
    let lookAgainAt: number | undefined;
    const followed: AddedRow[] = [];
    for (const [index, added] of rows.entries()) {
      const sent = await this.#sent.find(added.id);
      if (!sent?.template || sent.rowId === undefined || !added.row) {
        followed.push(added);
        continue;
      }
      let progress = sent.template;
      const due = nextLook(progress, this.#now());
      let { row } = added;
      if (due !== undefined && due <= this.#now()) {
        progress = await lookAtTemplate(workspace, sent.rowId, progress, this.#now());
        if (progress.state === 'applied') {
          template ??= workspace.getPage(progress.id);
          const restored = await restoreOwnCells(workspace, sent.rowId, wanted[index]!.properties, await template);
          row = describeRow(restored, undefined);
        }
        await this.#sent.put({ ...sent, template: progress });
      }
      const again = nextLook(progress, this.#now());
      if (again !== undefined) lookAgainAt = Math.min(lookAgainAt ?? again, again);
      followed.push({ ...added, row, template: progress.state });
    }
    return { rows: followed, ...(lookAgainAt !== undefined && { lookAgainAt }) };
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

function wantedOf({ id, title: given }: NewRow, titlePropertyId: string, cells: PropertyValues): Wanted {
  // As Notion will show it: a title is looked for by what it is.
  const title = titleValue(given)
    .title.map(({ text }) => text.content)
    .join('');
  return { id, title, properties: { ...cells, [titlePropertyId]: titleValue(title) } };
}

function titleValue(title: string) {
  const runs = plainRichText(title) ?? [];
  return { title: runs.flatMap((run) => (run.type === 'text' ? [run] : [])) };
}

/** Cells from their texts; what does not fit is left empty and named. */
function readCells(
  { values = {} }: NewRow,
  schemas: readonly PropertySchema[],
): { properties: PropertyValues; left: NonNullable<AddedRow['left']> } {
  const properties: Record<string, unknown> = {};
  const left: NonNullable<AddedRow['left']>[number][] = [];
  for (const [propertyId, text] of Object.entries(values)) {
    const schema = schemas.find(({ id }) => id === propertyId);
    const cell = schema ? cellFromText(schema, text) : ({ problem: 'property-missing' } as const);
    if ('value' in cell) properties[propertyId] = cell.value;
    else left.push({ propertyId, reason: cell.problem });
  }
  return { properties, left };
}
