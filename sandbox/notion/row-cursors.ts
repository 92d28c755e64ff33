import { invalid } from './api-error.ts';
import type { JsonObject } from './json.ts';
import type { DataSourceRecord, PageRecord } from './model.ts';
import { type PageOf, pageOf, pagingOf } from './paging.ts';
import type { Settings } from './settings.ts';

/** A wiki holds data sources among its pages. */
type Row = PageRecord | DataSourceRecord;

/** Stored lists of rows, for cursors of the kind `snapshot`. */
export type RowSnapshots = (readonly Row[])[];

export interface RowList {
  /** The rows that fit now, in order. */
  readonly rows: Row[];
  /** All rows of the source in the same order, whether they fit or not. */
  readonly all: () => readonly Row[];
  readonly snapshots: RowSnapshots;
}

/** One page of a query's rows. What a cursor means is not known of the real API: `settings.cursors` chooses. */
export function pageOfRows(list: RowList, request: JsonObject, kind: Settings['cursors']): PageOf<Row> {
  if (kind === 'offset') return pageOf(list.rows, request);
  const { size, cursor } = pagingOf(request);
  const given = cursor === undefined ? undefined : decode(cursor, kind);
  if (kind === 'snapshot') return pageOfSnapshot(list, size, kind, given);
  const from = given === undefined ? 0 : firstRow(list, given, kind);
  const items = list.rows.slice(from, from + size);
  const following = list.rows[from + size];
  const next = following === undefined ? undefined : kind === 'row' ? following.id : items.at(-1)?.id;
  return { items, next: next === undefined ? null : encode(kind, next) };
}

/** `row`: the cursor names the first row of the page. `keyset`: it names the last row before it. */
function firstRow({ rows, all }: RowList, given: string, kind: 'row' | 'keyset'): number {
  if (kind === 'row') {
    const from = rows.findIndex(({ id }) => id === given);
    if (from < 0) throw invalid(`The start_cursor provided is invalid: ${given}`);
    return from;
  }
  const places = new Map(all().map(({ id }, place) => [id, place]));
  const from = rows.findIndex(({ id }) => (places.get(id) ?? 0) > (places.get(given) ?? -1));
  return from < 0 ? rows.length : from;
}

function pageOfSnapshot(
  { rows, snapshots }: RowList,
  size: number,
  kind: Settings['cursors'],
  given: string | undefined,
): PageOf<Row> {
  const [at = snapshots.push(rows) - 1, from = 0] = given?.split(':').map(Number) ?? [];
  const kept = snapshots[at] ?? [];
  const items = kept.slice(from, from + size).filter(({ inTrash }) => !inTrash);
  return { items, next: from + size < kept.length ? encode(kind, `${at}:${from + size}`) : null };
}

const encode = (kind: Settings['cursors'], place: string) => Buffer.from(`${kind}:${place}`).toString('base64url');

function decode(cursor: string, kind: Settings['cursors']): string {
  const [given, ...rest] = Buffer.from(cursor, 'base64url').toString().split(':');
  if (given !== kind) throw invalid(`The start_cursor provided is invalid: ${cursor}`);
  return rest.join(':');
}
