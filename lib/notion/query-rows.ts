/**
 * All rows of a data source, or the rows of a view. One query gives at most 10,000 rows; what follows is asked for by a window
 * of created_time. https://developers.notion.com/guides/data-apis/query-large-data-sources
 */
import { AppError } from '../shared/app-error.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from './api-types.ts';
import { onlyEmptyFilter } from './empty-filter.ts';
import { isEmptyValue, type PropertySchema } from './property-value.ts';
import type { Listing, NotionWorkspace } from './workspace.ts';

export interface RowsPageRequest {
  readonly dataSourceId: string;
  readonly filter?: unknown;
  /** Only these properties are read. */
  readonly propertyIds?: readonly string[];
  /** From the newest row back; a cursor goes on in its own direction only. */
  readonly newestFirst?: boolean;
}

/** Where to go on: plain data, to be stored between two requests. */
export interface RowsCursor {
  readonly cursor?: string;
  /** Start of the window (ISO); absent: the first one. */
  readonly from?: string;
  /** created_time of the last row seen. */
  readonly last?: string;
  /** The cursor was refused once at this place. */
  readonly restarted?: boolean;
}

export interface RowsPage {
  readonly rows: readonly PageObjectResponse[];
  /** Absent: that was all. */
  readonly next?: RowsCursor;
  /** More than 10,000 rows have the same created_time (whole minutes): some of them were not listed. */
  readonly missed?: boolean;
  /** Rows of this page that Notion did not give whole. */
  readonly unreadable?: number;
}

type Querying = Pick<NotionWorkspace, 'queryDataSource'>;

/**
 * Up to 100 rows from `at` on, oldest first unless asked otherwise. Windows overlap by a minute, so a row may come twice: the caller keeps ids.
 * A cursor that Notion no longer takes is given up for a new window. Throws AppErrors of the workspace.
 */
export async function readRowsPage(
  workspace: Querying,
  request: RowsPageRequest,
  at: RowsCursor = {},
  signal?: AbortSignal,
): Promise<RowsPage> {
  const listing = await queryWindow(workspace, request, at, signal);
  if (listing === 'cursor-refused') {
    const from = at.last ?? at.from;
    return { rows: [], next: { ...(from !== undefined && { from, last: from }), restarted: true } };
  }
  const { results, nextCursor, complete, unreadable } = listing;
  const last = results.at(-1)?.created_time ?? at.last;
  const seen = { ...(at.from !== undefined && { from: at.from }), ...(last !== undefined && { last }) };
  const page = { rows: results, ...(unreadable !== undefined && { unreadable }) };
  if (nextCursor !== undefined) return { ...page, next: { ...seen, cursor: nextCursor } };
  if (complete || last === undefined) return page;
  if (last !== at.from) return { ...page, next: { from: last, last } };
  const later = new Date(Date.parse(last) + (request.newestFirst ? -60_000 : 60_000)).toISOString();
  return { ...page, missed: true, next: { from: later } };
}

async function queryWindow(
  workspace: Querying,
  { dataSourceId, filter, propertyIds, newestFirst = false }: RowsPageRequest,
  at: RowsCursor,
  signal: AbortSignal | undefined,
): Promise<Listing<PageObjectResponse> | 'cursor-refused'> {
  const window = at.from === undefined ? undefined : createdFrom(at.from, newestFirst);
  const whole = window && filter !== undefined ? both(window, filter) : (window ?? filter);
  try {
    return await workspace.queryDataSource(
      dataSourceId,
      {
        sorts: [{ timestamp: 'created_time', direction: newestFirst ? 'descending' : 'ascending' }],
        ...(whole !== undefined && { filter: whole }),
        ...(propertyIds && { propertyIds }),
        ...(at.cursor !== undefined && { cursor: at.cursor }),
      },
      signal,
    );
  } catch (error) {
    const isCursor = error instanceof AppError && error.code === 'notion-invalid-request' && at.cursor !== undefined;
    if (isCursor && at.restarted !== true) return 'cursor-refused';
    throw error;
  }
}

/** Filters nest two levels deep only: an `and` is widened instead of wrapped. */
function both(window: object, filter: unknown): unknown {
  const parts = (filter as { and?: unknown }).and;
  return { and: [window, ...(Array.isArray(parts) ? (parts as unknown[]) : [filter])] };
}

function createdFrom(time: string, newestFirst: boolean): object {
  return { timestamp: 'created_time', created_time: { [newestFirst ? 'on_or_before' : 'on_or_after']: time } };
}

export interface RowsQuery {
  /** Only rows where at least one of these properties is empty (see `isEmptyValue`). */
  readonly onlyEmpty?: readonly string[];
  readonly filter?: unknown;
  readonly propertyIds?: readonly string[];
  readonly newestFirst?: boolean;
  /** Told before the rows of an answer that is not the last. */
  readonly onMore?: () => void;
  /** Told when more than 10,000 rows share a minute and some were not listed. */
  readonly onMissed?: () => void;
}

/** Every row once, oldest first unless asked otherwise, as Notion's answers come: up to 100 at a time. */
export async function* queryRows(
  workspace: Querying,
  source: Pick<DataSourceObjectResponse, 'id' | 'properties'>,
  selection: RowsQuery = {},
  signal?: AbortSignal,
): AsyncGenerator<readonly PageObjectResponse[]> {
  const schemas = chosenSchemas(source, selection.onlyEmpty ?? []);
  const isMeant = emptyIn(source, selection.onlyEmpty ?? []);
  const emptyFilter = onlyEmptyFilter(schemas);
  const parts = [selection.filter, emptyFilter].filter((part) => part !== undefined);
  const request: RowsPageRequest = {
    dataSourceId: source.id,
    ...(parts.length > 0 && { filter: parts.length === 1 ? parts[0] : { and: parts } }),
    ...(selection.propertyIds && { propertyIds: selection.propertyIds }),
    ...(selection.newestFirst && { newestFirst: true }),
  };
  const seen = new Set<string>();
  let at: RowsCursor | undefined = {};
  while (at) {
    const page: RowsPage = await readRowsPage(workspace, request, at, signal);
    if (page.missed) selection.onMissed?.();
    if (page.next) selection.onMore?.();
    const rows = page.rows.filter((row) => {
      const isNew = !seen.has(row.id);
      seen.add(row.id);
      return isNew && isMeant(row);
    });
    if (rows.length > 0) yield rows;
    at = page.next;
  }
}

/** Tells whether a row has at least one of these properties empty; without any, every row does. */
export function emptyIn(
  source: Pick<DataSourceObjectResponse, 'properties'>,
  propertyIds: readonly string[],
): (row: Pick<PageObjectResponse, 'properties'>) => boolean {
  const schemas = chosenSchemas(source, propertyIds);
  return ({ properties }) => schemas.length === 0 || schemas.some((schema) => isEmptyIn(properties, schema));
}

function chosenSchemas(source: Pick<DataSourceObjectResponse, 'properties'>, ids: readonly string[]): PropertySchema[] {
  return Object.values(source.properties).filter(({ id }) => ids.includes(id));
}

function isEmptyIn(properties: PageObjectResponse['properties'], schema: PropertySchema): boolean {
  const value = Object.values(properties).find(({ id }) => id === schema.id);
  return value === undefined || isEmptyValue(value, schema);
}

/**
 * Ids of a view's rows in its own order, with its own filter. Notion keeps a query for some 15 minutes; one that has ended is begun
 * again and what was given is left out. https://developers.notion.com/reference/create-view-query
 */
export async function queryViewRowIds(
  workspace: Pick<NotionWorkspace, 'queryView'>,
  viewId: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const seen = new Set<string>();
  let at: { queryId: string; cursor: string } | undefined;
  let seenAtRestart = -1;
  for (;;) {
    let listing;
    try {
      listing = await workspace.queryView(viewId, at, signal);
    } catch (error) {
      const hasEnded = error instanceof AppError && error.retry === 'never' && at !== undefined;
      if (!hasEnded || seen.size === seenAtRestart) throw error;
      seenAtRestart = seen.size;
      at = undefined;
      continue;
    }
    for (const { id } of listing.results) seen.add(id);
    if (listing.nextCursor === undefined) return [...seen];
    at = { queryId: listing.queryId, cursor: listing.nextCursor };
  }
}
