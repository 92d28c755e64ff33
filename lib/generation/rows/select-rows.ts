/** Which rows a run is about, read page by page as Notion gives them. */
import type { GenerationOptions } from '../../run-request/generation-options.ts';
import { type Output, propertyIdsOf } from '../../run-request/output.ts';
import type { RowSelection } from '../../run-request/row-selection.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from '../../notion/api-types.ts';
import { meetsConditions } from '../../notion/meets-conditions.ts';
import type { PropertySchema } from '../../notion/property-value.ts';
import { emptyIn, queryRows, queryViewRowIds, type RowsQuery } from '../../notion/query-rows.ts';
import { conditionFilter, conditionsFilter, requireConditions } from '../../notion/row-conditions.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';

/** So few rows are read one by one when they are not on the first page of the query. */
const FEW = 5;
/** So many are read by their ids when the first page of the query holds none: the model need not wait for the others. */
const HEAD = 3;
/** As many as an answer of Notion holds. */
const PART = 100;

export interface ChosenRows {
  readonly selection: RowSelection;
  readonly conditions?: GenerationOptions['conditions'];
  readonly output: Output;
  /** The person's day, `2026-12-01`: what `today` means in a condition. */
  readonly today: string;
}

/** How a list of rows is gone through. */
export type Sweep = Pick<RowsQuery, 'newestFirst' | 'onMore'>;

/** Whether the list goes by what rows hold: a row that is written leaves it, and the rows behind it move. */
export function isChangedByWriting({ selection, conditions = [], output }: ChosenRows): boolean {
  if (isById(selection)) return false;
  return conditions.length > 0 || (selection.kind === 'empty' && propertyIdsOf(output).length > 0);
}

/**
 * Rows that are chosen and meet the conditions, up to 100 at a time, each as soon as it is read. All and empty ones come oldest first;
 * rows chosen by id come in the order of the ids within each part.
 * @throws AppError `property-missing`, `property-changed` or `message-invalid` for a condition that cannot be used
 */
export async function* selectRows(
  { selection, conditions = [], output, today }: ChosenRows,
  source: DataSourceObjectResponse,
  workspace: NotionWorkspace,
  signal?: AbortSignal,
  sweep: Sweep = {},
): AsyncGenerator<readonly PageObjectResponse[]> {
  const schemas = Object.values(source.properties);
  requireConditions(conditions, schemas);
  const filter = conditionsFilter(conditions, schemas);
  const query = { ...(filter !== undefined && { filter }) };
  // What a query's filter has said is not asked again; rows chosen by id may come without one.
  const unfiltered = conditions.filter((condition) => !isFiltered(condition, schemas));
  const tested = isById(selection) ? conditions : unfiltered;
  const parts = isById(selection)
    ? readChosen(await chosenIds(selection, workspace, signal), source, workspace, signal)
    : queryRows(
        workspace,
        source,
        { ...query, ...sweep, ...(selection.kind === 'empty' && { onlyEmpty: propertyIdsOf(output) }) },
        signal,
      );
  for await (const rows of parts) {
    const kept = rows.filter((row) => meetsConditions(row, tested, schemas, today));
    if (kept.length > 0) yield kept;
  }
}

export interface KnownRowsFrom {
  readonly source: DataSourceObjectResponse;
  readonly workspace: NotionWorkspace;
  readonly signal?: AbortSignal;
}

/** As `selectRows` without conditions, out of rows that are known, oldest first; those that are not are read. */
export async function* selectKnownRows(
  { selection, output }: Pick<ChosenRows, 'selection' | 'output'>,
  known: ReadonlyMap<string, PageObjectResponse>,
  { source, workspace, signal }: KnownRowsFrom,
): AsyncGenerator<readonly PageObjectResponse[]> {
  if (isById(selection)) {
    const ids = await chosenIds(selection, workspace, signal);
    yield* inParts(ids.flatMap((id) => known.get(id) ?? []));
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length > 0) yield* readChosen(unknown, source, workspace, signal);
    return;
  }
  const isMeant = emptyIn(source, selection.kind === 'empty' ? propertyIdsOf(output) : []);
  yield* inParts([...known.values()].filter(isMeant));
}

function* inParts(rows: readonly PageObjectResponse[]): Generator<readonly PageObjectResponse[]> {
  for (let from = 0; from < rows.length; from += PART) yield rows.slice(from, from + PART);
}

function isFiltered(condition: Parameters<typeof conditionFilter>[0], schemas: readonly PropertySchema[]): boolean {
  const schema = schemas.find(({ id }) => id === condition.propertyId);
  return schema !== undefined && conditionFilter(condition, schema) !== undefined;
}

type ById = Extract<RowSelection, { kind: 'ticked' | 'outdated' | 'view' }>;

/** Whether the rows are chosen by their ids, which a view gives too. */
export function isById(selection: RowSelection): selection is ById {
  return selection.kind === 'ticked' || selection.kind === 'outdated' || selection.kind === 'view';
}

async function chosenIds(selection: ById, workspace: NotionWorkspace, signal: AbortSignal | undefined) {
  return selection.kind === 'view' ? queryViewRowIds(workspace, selection.viewId, signal) : selection.rowIds;
}

/** Rows by id: out of the query where many are wanted, one by one where few are left. */
async function* readChosen(
  ids: readonly string[],
  source: DataSourceObjectResponse,
  workspace: NotionWorkspace,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly PageObjectResponse[]> {
  const order = new Map(ids.map((id, index) => [id, index]));
  const wanted = new Set(ids);
  const read = async (some: readonly string[]) => {
    const rows: PageObjectResponse[] = [];
    for (const id of some) {
      wanted.delete(id);
      const row = await readRow(workspace, id, signal);
      if (row) rows.push(row);
    }
    return rows;
  };
  if (wanted.size > 1) {
    let isFirst = true;
    for await (const rows of queryRows(workspace, source, {}, signal)) {
      const found = rows.filter((row) => wanted.delete(row.id));
      if (found.length > 0) yield found.sort((a, b) => order.get(a.id)! - order.get(b.id)!);
      if (wanted.size <= FEW) break;
      if (isFirst && found.length === 0) yield await read([...wanted].slice(0, HEAD));
      isFirst = false;
    }
  }
  yield await read([...wanted]);
}

/** A row that was ticked and is gone since is no row of the run. */
async function readRow(
  workspace: NotionWorkspace,
  id: string,
  signal: AbortSignal | undefined,
): Promise<PageObjectResponse | undefined> {
  try {
    const row = await workspace.getPage(id, signal);
    return row.in_trash ? undefined : row;
  } catch (error) {
    if (error instanceof AppError && error.code === 'notion-not-found') return undefined;
    throw error;
  }
}
