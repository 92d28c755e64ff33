import { invalid } from './api-error.ts';
import type { Json, JsonObject } from './json.ts';

export interface PageOf<T> {
  items: T[];
  next: string | null;
}

/** The `page_size` and `start_cursor` of a query string or a body. */
export function pagingOf(source: URLSearchParams | JsonObject): { size: number; cursor: string | undefined } {
  const read = (key: string): Json | undefined =>
    source instanceof URLSearchParams ? (source.get(key) ?? undefined) : source[key];
  const where = source instanceof URLSearchParams ? 'query' : 'body';
  const given = read('page_size');
  const size = given === undefined ? 100 : Number(given);
  if (!Number.isInteger(size) || size < 1) {
    throw invalid(
      `${where} failed validation: ${where}.page_size should be ≥ \`1\`, instead was \`${JSON.stringify(given)}\`.`,
    );
  }
  if (size > 100) {
    throw invalid(`${where} failed validation: ${where}.page_size should be ≤ \`100\`, instead was \`${size}\`.`);
  }
  const cursor = read('start_cursor');
  return { size, cursor: typeof cursor === 'string' ? cursor : undefined };
}

/** Cursors cannot be read: clients must not look into them. They count, so what changes before them shifts what follows. */
const encode = (offset: number) => Buffer.from(`next:${offset}`).toString('base64url');

function decode(cursor: string): number {
  const offset = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (offset === undefined) throw invalid(`The start_cursor provided is invalid: ${cursor}`);
  return Number(offset);
}

export function pageOf<T>(all: T[], source: URLSearchParams | JsonObject): PageOf<T> {
  const { size, cursor } = pagingOf(source);
  const from = cursor === undefined ? 0 : decode(cursor);
  return { items: all.slice(from, from + size), next: from + size < all.length ? encode(from + size) : null };
}

export function listAnswer(type: string, page: PageOf<Json>): JsonObject {
  return {
    object: 'list',
    results: page.items,
    next_cursor: page.next,
    has_more: page.next !== null,
    type,
    [type]: {},
  };
}
