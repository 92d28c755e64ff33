/**
 * What the runs read of their context: each page and database once per run. What was read is kept with the run, so that the next worker
 * does not read it again; a database is kept in parts, with the place to go on from.
 */
import type { Target } from '../run-request/target.ts';
import { readContext } from './read-context.ts';
import type { Run } from '../jobs/run.ts';
import type { PageObjectResponse } from '../notion/api-types.ts';
import { renderValue } from '../notion/property-value.ts';
import { readRowsPage, type RowsCursor } from '../notion/query-rows.ts';
import { pageTitle } from '../notion/rich-text-to-plain.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { hideFileAddresses } from '../notion/hide-file-addresses.ts';
import { AppError } from '../shared/app-error.ts';
import { ruleOf } from '../shared/error-rules.ts';
import { type ContextRow, type ContextSource, databaseSource, pageSource } from './context-source.ts';
import type { ContextPart, ContextStore } from './context-store.ts';

/** Of one database: more says little more, and takes long to read. */
const MOST_ROWS_READ = 10_000;
const MOST_CHARACTERS = 20_000_000;
/** Of one value (characters). */
const MOST_VALUE = 4_000;
/** Answers of Notion that are kept as one part: so many are read again at most when the worker is stopped. */
const ANSWERS_A_PART = 5;
/** They name a page or person by a number, or move with every edit. */
const SAYS_NOTHING: ReadonlySet<string> = new Set([
  'title',
  'relation',
  'button',
  'last_edited_time',
  'last_edited_by',
]);

export interface ShelfDeps {
  readonly store: ContextStore;
  /** Lets others work. */
  readonly rest: () => Promise<void>;
}

export class ContextShelf {
  readonly #deps: ShelfDeps;
  readonly #read = new Map<string, Map<string, Promise<ContextSource>>>();

  constructor(deps: ShelfDeps) {
    this.#deps = deps;
  }

  /**
   * The context of a run, in the order in which it was chosen.
   * @throws AppError `context-unreadable` for a page or database that is not there for this token; what the workspace throws
   */
  async read(run: Run, workspace: NotionWorkspace, signal: AbortSignal): Promise<readonly ContextSource[]> {
    const sources: ContextSource[] = [];
    for (const target of run.request.options.context ?? [])
      sources.push(await this.#once(run.id, target, workspace, signal));
    return sources;
  }

  /** What was read is left in the store, for whoever tries the run's failed rows again. */
  forget(runId: string): void {
    this.#read.delete(runId);
  }

  #once(runId: string, target: Target, workspace: NotionWorkspace, signal: AbortSignal): Promise<ContextSource> {
    const ofRun = this.#read.get(runId) ?? new Map<string, Promise<ContextSource>>();
    this.#read.set(runId, ofRun);
    const known = ofRun.get(target.id);
    if (known) return known;
    const reading = this.#readOne(runId, target, workspace, signal).catch((error: unknown) => {
      ofRun.delete(target.id);
      if (error instanceof AppError && ruleOf(error.code).isGone)
        throw new AppError('context-unreadable', 'never', { cause: error, details: { title: target.title } });
      throw error;
    });
    ofRun.set(target.id, reading);
    return reading;
  }

  async #readOne(
    runId: string,
    target: Target,
    workspace: NotionWorkspace,
    signal: AbortSignal,
  ): Promise<ContextSource> {
    const { store, rest } = this.#deps;
    const kept = await store.list(runId, target.id);
    if (target.kind === 'page') {
      const [part] = kept;
      if (part?.page !== undefined) return pageSource(target.title, part.page);
      const page = await readContext(workspace, target.id, signal);
      await store.add(runId, target.id, 0, { page });
      return pageSource(target.title, page);
    }
    const rows = await this.#readRows(runId, target, { kept, workspace, signal });
    return databaseSource(target.title, rows, rest);
  }

  /** Newest first. */
  async #readRows(
    runId: string,
    { id, dataSourceId = '' }: Target,
    given: { kept: readonly ContextPart[]; workspace: NotionWorkspace; signal: AbortSignal },
  ): Promise<readonly ContextRow[]> {
    const { store, rest } = this.#deps;
    const rows = given.kept.flatMap((part) => part.rows ?? []);
    let characters = rows.reduce((sum, { text, title }) => sum + text.length + title.length, 0);
    let at: RowsCursor | undefined = given.kept.length === 0 ? {} : given.kept.at(-1)?.next;
    for (let part = given.kept.length; at; part += 1) {
      const added: ContextRow[] = [];
      for (let answers = 0; at && answers < ANSWERS_A_PART; answers += 1) {
        const page = await readRowsPage(given.workspace, { dataSourceId, newestFirst: true }, at, given.signal);
        added.push(...page.rows.map(toContextRow));
        at = page.next;
      }
      characters += added.reduce((sum, { text, title }) => sum + text.length + title.length, 0);
      rows.push(...added);
      if (rows.length >= MOST_ROWS_READ || characters >= MOST_CHARACTERS) at = undefined;
      await store.add(runId, id, part, { rows: added, ...(at && { next: at }) });
      await rest();
    }
    return rows;
  }
}

/** A row as a model reads it. Addresses of files, which open for whoever has them, stay here. */
export function toContextRow(row: PageObjectResponse): ContextRow {
  const lines = Object.entries(row.properties).flatMap(([name, property]) => {
    if (SAYS_NOTHING.has(property.type)) return [];
    const value = renderValue(property).slice(0, MOST_VALUE).toWellFormed().trim();
    return value === '' || value === 'false' ? [] : [`${name}: ${value}`];
  });
  return { title: hideFileAddresses(pageTitle(row)) || '(untitled)', text: hideFileAddresses(lines.join('\n')) };
}
