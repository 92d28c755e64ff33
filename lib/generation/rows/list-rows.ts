/**
 * Turns what a person chose into jobs, page by page of the query, with each row's cells as they are now: a fill of N rows
 * costs ⌈N/100⌉ reads for this, and twice as many where writing a row takes it out of the list (“Only empty”): rows that somebody
 * moved during the first sweep are found by a second one. Rows that were read when the database was opened are taken over by one
 * request, and stand for the first sweep. Started again after a stop it makes no job twice.
 */
import { type Output, propertyIdsOf } from '../../run-request/output.ts';
import type { RunStore } from '../../jobs/ports.ts';
import { clearWaits, completeRun } from '../../jobs/run-state.ts';
import type { Job, Run } from '../../jobs/run.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from '../../notion/api-types.ts';
import type { ReadRows } from '../../notion/read-rows.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import { dayAt } from '../../shared/day.ts';
import type { ListGuard } from './list-guard.ts';
import { planRows } from './plan-rows.ts';
import { countSteps, outputOfAllSteps, outputOfRequest } from './row-steps.ts';
import { type ChosenRows, isChangedByWriting, selectKnownRows, selectRows, type Sweep } from './select-rows.ts';
import { takeOverRows } from './taken-over.ts';

export interface ListRowsDeps {
  readonly store: RunStore;
  readonly workspace: NotionWorkspace;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** What was read when the database was opened; absent: nothing. */
  readonly readRows?: ReadRows;
  /** Told what is listed, so that no write moves what is not. */
  readonly guard: ListGuard;
  /** Rows were stored: they can be worked on. */
  readonly onRows: () => void;
}

/** Stores all rows of the run. Resolves when the run is no longer `listing`, or no longer active: Resume lists again. */
export async function listRows(run: Run, deps: ListRowsDeps): Promise<void> {
  const source = await deps.workspace.getDataSource(sourceOf(run), deps.signal);
  const isThere = new Set(Object.values(source.properties).map(({ id }) => id));
  for (const id of propertyIdsOf(outputOfAllSteps(run.request)))
    if (!isThere.has(id)) throw new AppError('property-missing', 'never');
  if (await new RowListing(run, source, deps).store())
    await deps.store.changeRun(run.id, (stored) => finishListing(stored, deps.now()));
}

function sourceOf(run: Run): string {
  const { dataSourceId } = run.request.target;
  if (dataSourceId === undefined) throw new AppError('target-is-page', 'never');
  return dataSourceId;
}

/** What a run of rows writes; a run without it was refused before it was stored. */
export function outputOf(run: Run): Output {
  return outputOfRequest(run.request);
}

class RowListing {
  readonly #run: Run;
  readonly #source: DataSourceObjectResponse;
  readonly #deps: ListRowsDeps;

  constructor(run: Run, source: DataSourceObjectResponse, deps: ListRowsDeps) {
    this.#run = run;
    this.#source = source;
    this.#deps = deps;
  }

  /** Whether all rows are stored: false when the run was paused or stopped meanwhile. */
  async store(): Promise<boolean> {
    const { selection = { kind: 'all' }, options } = this.#run.request;
    const { request } = this.#run;
    // With several steps they belong to a step, and are looked at when it begins.
    const conditions = countSteps(request) === 1 ? options.conditions : undefined;
    const today = dayAt(this.#deps.now());
    const chosen = { selection, output: outputOfAllSteps(request), today, ...(conditions && { conditions }) };
    const known = await this.#takeOver();
    if (isChangedByWriting(chosen)) return this.#storeTwice(chosen, known);
    // Which rows a view shows is known with the first of them; the other choices name their rows, or have all.
    if (selection.kind !== 'view') this.#deps.guard.end();
    for await (const rows of this.#select(chosen, {}, known)) {
      this.#deps.guard.end();
      if (!(await this.#add(rows))) return false;
    }
    return true;
  }

  async #takeOver(): Promise<ReadonlyMap<string, PageObjectResponse> | undefined> {
    const { readRows, workspace, signal } = this.#deps;
    return readRows && takeOverRows(this.#run, { readRows, workspace, source: this.#source, signal });
  }

  /** Rows that are known already stand for the first sweep: the second one finds what they lack. */
  async #storeTwice(chosen: ChosenRows, known: ReadonlyMap<string, PageObjectResponse> | undefined): Promise<boolean> {
    const { guard } = this.#deps;
    let until = (await this.#deps.store.getRun(this.#run.id))?.rowsUntil;
    let isMore = known !== undefined;
    for await (const rows of this.#select(chosen, { onMore: () => (isMore = true) }, known)) {
      if (isMore) until ??= await this.#noteNewest();
      guard.noteListed(rows.map(({ id }) => id));
      if (!(await this.#add(createdUntil(rows, until)))) return false;
    }
    if (!isMore) return true;
    guard.notePassed([]);
    for await (const rows of this.#select(chosen, { newestFirst: true })) {
      guard.notePassed(rows.map(({ id }) => id));
      if (!(await this.#add(createdUntil(rows, until)))) return false;
    }
    return true;
  }

  #select(
    chosen: ChosenRows,
    sweep: Sweep,
    known?: ReadonlyMap<string, PageObjectResponse>,
  ): AsyncGenerator<readonly PageObjectResponse[]> {
    const { workspace, signal } = this.#deps;
    return known
      ? selectKnownRows(chosen, known, { source: this.#source, workspace, signal })
      : selectRows(chosen, this.#source, workspace, signal, sweep);
  }

  /** The run has no rows that are made from now on, however long its listing takes: kept, as it may be begun again days later. */
  async #noteNewest(): Promise<string | undefined> {
    const { workspace, signal, store } = this.#deps;
    const sorts = [{ timestamp: 'created_time', direction: 'descending' }];
    const { results } = await workspace.queryDataSource(this.#source.id, { sorts, pageSize: 1 }, signal);
    const rowsUntil = results[0]?.created_time;
    if (rowsUntil !== undefined) await store.changeRun(this.#run.id, (stored) => ({ ...stored, rowsUntil }));
    return rowsUntil;
  }

  async #add(rows: readonly PageObjectResponse[]): Promise<boolean> {
    const { store, signal, now, onRows } = this.#deps;
    const run = this.#run;
    if ((await store.getRun(run.id))?.control !== 'active') return false;
    const planned = await planRows(run, rows, { store, source: this.#source, now: now() });
    signal.throwIfAborted();
    await store.addJobs(run.id, planned, addTotals);
    onRows();
    return true;
  }
}

/** Times are whole minutes: rows of the last one may have been made a moment after the click. */
function createdUntil(rows: readonly PageObjectResponse[], until: string | undefined): readonly PageObjectResponse[] {
  return until === undefined ? rows : rows.filter((row) => Date.parse(row.created_time) <= Date.parse(until));
}

/** Counts what was really added: a second sweep, or a second listing, meets the same rows again. */
function addTotals(run: Run, added: readonly Job[]): Run {
  // Notion answered, so its waits are counted anew; not those for an engine that still last.
  const rest = run.wait ? run : clearWaits(run);
  const skipped = added.filter((job) => job.state === 'skipped').length;
  return { ...rest, total: run.total + added.length, skipped: run.skipped + skipped };
}

function finishListing(run: Run, now: number): Run {
  const { listing: _listing, rowsUntil: _rowsUntil, ...listed } = run;
  const rest = withoutRowIds(listed);
  const complete = rest.done + rest.failed + rest.skipped >= rest.total;
  return complete ? completeRun({ ...rest, startedAt: rest.startedAt ?? now }, now) : rest;
}

/** The ids are jobs now: a run is read and written with each of its rows, so it must stay small. */
function withoutRowIds(run: Run): Run {
  const { selection } = run.request;
  if (selection?.kind !== 'ticked' && selection?.kind !== 'outdated') return run;
  return { ...run, request: { ...run.request, selection: { ...selection, rowIds: [] } } };
}
