/**
 * Turns what a person chose into jobs, page by page of the query, with each row's cells as they are now: a fill of N rows
 * costs ⌈N/100⌉ reads for this. Started again after a stop it makes no job twice.
 */
import type { Output, RowSelection } from '../connections/connection.ts';
import type { RunStore } from '../jobs/ports.ts';
import { createJob, type Job, type Run } from '../jobs/run.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from '../notion/api-types.ts';
import { type PropertySchema, renderValue } from '../notion/property-value.ts';
import { queryRows, queryViewRowIds } from '../notion/query-rows.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { resolveVariable, variablesIn } from '../prompt/variables.ts';
import { AppError } from '../shared/app-error.ts';
import { allFilled, showCells, snapshotCells, titleOf, writtenProperties } from './row-cells.ts';
import type { RowCheckpoint } from './row-checkpoint.ts';

export interface ListRowsDeps {
  readonly store: RunStore;
  readonly workspace: NotionWorkspace;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Rows were stored: they can be worked on. */
  readonly onRows: () => void;
}

/** So few rows are read one by one when they are not on the first page of the query. */
const FEW = 5;
/** Rows of one query: https://developers.notion.com/reference/query-a-data-source */
const PAGE = 100;

/** Stores all rows of the run. Resolves when the run is no longer `listing`, or no longer active: Resume lists again. */
export async function listRows(run: Run, deps: ListRowsDeps): Promise<void> {
  const { store, workspace, signal } = deps;
  const source = await workspace.getDataSource(sourceOf(run), signal);
  const output = outputOf(run);
  const ids = writtenProperties(output);
  const schemaOf = (id: string): PropertySchema | undefined =>
    Object.values(source.properties).find((property) => property.id === id);
  for (const id of ids) if (!schemaOf(id)) throw new AppError('property-missing', 'never');
  for await (const rows of selectRows(run.request.selection ?? { kind: 'all' }, source, output, deps)) {
    if ((await store.getRun(run.id))?.control !== 'active') return;
    const jobs = rows.map((row) => describeRow(run, row, ids, schemaOf, deps.now()));
    await store.addJobs(run.id, jobs, addTotals);
    deps.onRows();
  }
  await store.changeRun(run.id, (stored) => finishListing(stored, deps.now()));
}

function sourceOf(run: Run): string {
  const { dataSourceId } = run.request.target;
  if (dataSourceId === undefined) throw new AppError('target-is-page', 'never');
  return dataSourceId;
}

/** What a run of rows writes; a run without it was refused before it was stored. */
export function outputOf(run: Run): Output {
  return run.request.options.output ?? { kind: 'body', where: run.request.options.where };
}

async function* selectRows(
  selection: RowSelection,
  source: DataSourceObjectResponse,
  output: Output,
  { workspace, signal }: ListRowsDeps,
): AsyncGenerator<readonly PageObjectResponse[]> {
  switch (selection.kind) {
    case 'all':
      yield* queryRows(workspace, source, {}, signal);
      return;
    case 'empty':
      yield* queryRows(workspace, source, { onlyEmpty: writtenProperties(output) }, signal);
      return;
    case 'ticked':
      yield* readRows(selection.rowIds, source, workspace, signal);
      return;
    case 'view':
      yield* readRows(await queryViewRowIds(workspace, selection.viewId, signal), source, workspace, signal);
  }
}

/** Rows by id, in the order of the ids: out of the query where many are wanted, one by one where few are left. */
async function* readRows(
  ids: readonly string[],
  source: DataSourceObjectResponse,
  workspace: NotionWorkspace,
  signal: AbortSignal,
): AsyncGenerator<readonly PageObjectResponse[]> {
  const wanted = new Set(ids);
  const found = new Map<string, PageObjectResponse>();
  for await (const rows of queryRows(workspace, source, {}, signal)) {
    for (const row of rows) if (wanted.delete(row.id)) found.set(row.id, row);
    if (wanted.size <= FEW) break;
  }
  for (const id of wanted) {
    const row = await readRow(workspace, id, signal);
    if (row) found.set(id, row);
  }
  const ordered = ids.flatMap((id) => found.get(id) ?? []);
  for (let at = 0; at < ordered.length; at += PAGE) yield ordered.slice(at, at + PAGE);
}

/** A row that was ticked and is gone since is no row of the run. */
async function readRow(
  workspace: NotionWorkspace,
  id: string,
  signal: AbortSignal,
): Promise<PageObjectResponse | undefined> {
  try {
    const row = await workspace.getPage(id, signal);
    return row.in_trash ? undefined : row;
  } catch (error) {
    if (error instanceof AppError && error.code === 'notion-not-found') return undefined;
    throw error;
  }
}

function describeRow(
  run: Run,
  row: PageObjectResponse,
  ids: readonly string[],
  schemaOf: (id: string) => PropertySchema | undefined,
  now: number,
): Job<RowCheckpoint> {
  const job = createJob(run.id, 0, { id: row.id, title: titleOf(row) }, now);
  const beforeText = showCells(row, ids);
  const checkpoint: RowCheckpoint = {
    version: 1,
    readAt: now,
    cells: snapshotCells(row, ids, schemaOf),
    inputs: readInputs(run.request.options.prompt, row),
    ...(beforeText !== '' && { beforeText }),
    ...(run.trial && { decision: 'open' }),
  };
  const described: Job<RowCheckpoint> = { ...job, checkpoint };
  if (run.request.options.overwriteFilled || !allFilled(checkpoint.cells ?? [])) return described;
  return { ...described, state: 'skipped', phase: 'ended', failure: { code: 'row-filled', retry: 'never' } };
}

/** Values of the properties that the prompt names, and of no other. */
function readInputs(prompt: string, row: PageObjectResponse): Readonly<Record<string, string>> {
  const names = Object.keys(row.properties);
  const inputs: Record<string, string> = {};
  for (const typed of variablesIn(prompt)) {
    const resolved = resolveVariable(typed, names);
    if (!resolved?.startsWith('property:')) continue;
    const name = resolved.slice('property:'.length);
    const property = row.properties[name];
    if (property) inputs[name] = renderValue(property);
  }
  return inputs;
}

/** Counts what was really added: a second listing may meet the same rows again, or, with “Only empty”, others in their place. */
function addTotals(run: Run, added: readonly Job[]): Run {
  const skipped = added.filter((job) => job.state === 'skipped').length;
  return { ...run, total: run.total + added.length, skipped: run.skipped + skipped };
}

function finishListing(run: Run, now: number): Run {
  const { listing: _listing, ...listed } = run;
  const rest = withoutRowIds(listed);
  const complete = rest.done + rest.failed + rest.skipped >= rest.total;
  return complete ? { ...rest, startedAt: rest.startedAt ?? now, endedAt: now } : rest;
}

/** The ids are jobs now: a run is read and written with each of its rows, so it must stay small. */
function withoutRowIds(run: Run): Run {
  const { selection } = run.request;
  if (selection?.kind !== 'ticked') return run;
  return { ...run, request: { ...run.request, selection: { ...selection, rowIds: [] } } };
}
