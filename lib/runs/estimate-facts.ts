/**
 * What an estimate needs of Notion: the schema, and some page texts. Each is read once and kept in memory for a while, so that
 * typing asks for nothing more.
 */
import {
  type CandidatesById,
  candidatesFor,
  readPeople,
  readRelatedTitles,
} from '../generation/rows/read-candidates.ts';
import { outputOfRequest } from '../generation/rows/row-steps.ts';
import { propertyIdsOf } from '../run-request/output.ts';
import { toContextRow } from '../context/context-shelf.ts';
import {
  type ContextRow,
  type ContextSource,
  databaseSource,
  MOST_ROWS,
  pageSource,
} from '../context/context-source.ts';
import { readContext } from '../context/read-context.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { EstimateRow } from './estimate.ts';
import type { DataSourceObjectResponse } from '../notion/api-types.ts';
import { readRowsPage } from '../notion/query-rows.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import type { RowGiven } from '../prompt/has-something.ts';
import { AppError } from '../shared/app-error.ts';
import { namesPage } from './estimate-run.ts';

const KEPT_MS = 10 * 60_000;
const MOST_KEPT = 60;
/** Bodies that are read of a sample. */
const BODIES = 6;

export class EstimateFacts {
  readonly #workspace: () => Promise<NotionWorkspace>;
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly at: number; readonly value: Promise<unknown> }>();

  constructor(workspace: () => Promise<NotionWorkspace>, now: () => number) {
    this.#workspace = workspace;
    this.#now = now;
  }

  /** Undefined where the request writes no properties. */
  async source({ target, options: { output } }: RunRequest): Promise<DataSourceObjectResponse | undefined> {
    const id = target.dataSourceId;
    if (id === undefined || output === undefined || output.kind === 'body') return undefined;
    return this.#keep(`source ${id}`, async () => (await this.#workspace()).getDataSource(id));
  }

  /** Whom and what the outputs may name. */
  async candidates(request: RunRequest, source: DataSourceObjectResponse | undefined): Promise<CandidatesById> {
    const ids = propertyIdsOf(outputOfRequest(request));
    const fields = Object.values(source?.properties ?? {}).flatMap((property) =>
      ids.includes(property.id) ? [{ key: property.id, property }] : [],
    );
    return candidatesFor(fields, {
      people: () =>
        this.#keep(`people ${source?.id}`, async () => readPeople(await this.#workspace(), source?.id ?? '')),
      related: (id) => this.#keep(`titles ${id}`, async () => readRelatedTitles(await this.#workspace(), id)),
    });
  }

  /** The rows of the sample; with their bodies, as far as some tell of all, where the prompt names them. */
  async sample(request: RunRequest, rows: readonly EstimateRow[]): Promise<readonly RowGiven[]> {
    const names = Object.keys(rows[0]?.properties ?? {});
    if (!namesPage(request, names)) return rows;
    const step = Math.max(1, rows.length / BODIES);
    const read = Array.from({ length: Math.min(BODIES, rows.length) }, (_, at) => rows[Math.floor(at * step)]!);
    const pages = await Promise.all(read.map(({ id }) => this.page(id)));
    // Rows whose body was not read stand beside one that was.
    return rows.map((row, at) => ({ ...row, page: pages[Math.min(pages.length - 1, Math.floor(at / step))] ?? '' }));
  }

  /** What stands for the context: whole pages, and of each database as many of its newest rows as go with one request. */
  context({ options }: RunRequest): Promise<readonly ContextSource[]> {
    return Promise.all(
      (options.context ?? []).map(async ({ id, kind, title, dataSourceId = '' }) => {
        if (kind === 'page') return pageSource(title, await this.page(id));
        const rows = await this.#keep(`rows ${id}`, async () => this.#readSome(dataSourceId));
        return databaseSource(title, rows, () => Promise.resolve());
      }),
    );
  }

  /** A page's text, or nothing where it is gone. */
  page(pageId: string): Promise<string> {
    return this.#keep(`page ${pageId}`, async () => {
      try {
        return await readContext(await this.#workspace(), pageId, new AbortController().signal);
      } catch (error) {
        if (error instanceof AppError && error.retry === 'never') return '';
        throw error;
      }
    });
  }

  async #readSome(dataSourceId: string): Promise<readonly ContextRow[]> {
    try {
      const { rows } = await readRowsPage(await this.#workspace(), { dataSourceId, newestFirst: true });
      return rows.slice(0, MOST_ROWS).map(toContextRow);
    } catch (error) {
      if (error instanceof AppError && error.retry === 'never') return [];
      throw error;
    }
  }

  #keep<T>(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key);
    const age = known ? this.#now() - known.at : Infinity;
    if (known && age >= 0 && age < KEPT_MS) return known.value as Promise<T>;
    const value = read();
    this.#kept.delete(key);
    this.#kept.set(key, { at: this.#now(), value });
    value.catch(() => this.#kept.delete(key));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return value;
  }
}
