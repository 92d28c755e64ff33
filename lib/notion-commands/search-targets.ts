/** Pages and databases that the token sees, as a person tells them apart: with icon, title and the pages above them. */
import type { FoundPage } from '../notion/views.ts';
import type { DataSourceObjectResponse, PageObjectResponse } from '../notion/api-types.ts';
import { describeFound } from '../notion/describe-target.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import type { RequestOf, ResponseOf } from '../shared/command.ts';
import type { TargetCommands } from './notion-commands.ts';

type Found = PageObjectResponse | DataSourceObjectResponse;

const FOUND_AT_ONCE = 100;
/** So many that are no rows are enough for a list … */
const ENOUGH = 20;
/** … and so many answers of nothing but rows are looked through for them. */
const MOST_REQUESTS = 4;
const MOST_REMEMBERED = 5_000;
const DEEPEST = 20;

interface Place {
  readonly title: string;
  readonly parentId?: string;
}

/**
 * A search that remembers where pages stand, so that their path needs no request of its own. Rows of databases are pages too, and
 * there can be thousands: they are left out unless `rows` asks for them, or nothing else fits what was typed.
 * https://developers.notion.com/reference/post-search
 */
export function createTargetSearch() {
  const places = new Map<string, Place>();
  return async (
    workspace: NotionWorkspace,
    { query, kind, cursor, rows = false }: RequestOf<TargetCommands, 'notion.search'>,
  ): Promise<ResponseOf<TargetCommands, 'notion.search'>> => {
    const others: Found[] = [];
    const seenRows: Found[] = [];
    let next = cursor;
    for (let request = 0; request < MOST_REQUESTS; request++) {
      const { results, nextCursor } = await workspace.search({
        query,
        ...(kind !== 'any' && { kind: kind === 'page' ? ('page' as const) : ('data_source' as const) }),
        ...(next !== undefined && { cursor: next }),
        pageSize: FOUND_AT_ONCE,
      });
      for (const found of results) (isRow(found) ? seenRows : others).push(found);
      next = nextCursor;
      if (next === undefined || rows || others.length >= ENOUGH) break;
    }
    remember(places, [...others, ...seenRows]);
    const withRows = rows || (others.length === 0 && query.trim() !== '');
    return {
      results: [...others, ...(withRows ? seenRows : [])].flatMap((found) => toFoundPage(found, places) ?? []),
      ...(next !== undefined && { nextCursor: next }),
      ...(!withRows && seenRows.length > 0 && { hasRows: true }),
    };
  };
}

function isRow({ object, parent }: Found): boolean {
  return object === 'page' && parent.type === 'data_source_id';
}

function remember(places: Map<string, Place>, found: readonly Found[]): void {
  for (const one of found) {
    const parentId = parentOf(one);
    const title = describeFound(one)?.title ?? '';
    for (const id of idsOf(one)) places.set(id, { title, ...(parentId !== undefined && { parentId }) });
  }
  // Which ones go matters little: a search brings them again.
  for (const id of places.keys()) {
    if (places.size <= MOST_REMEMBERED) return;
    places.delete(id);
  }
}

/** A source stands for its database too: pages below it name either. */
function idsOf(found: Found): string[] {
  const target = describeFound(found);
  return target === undefined || target.id === found.id ? [found.id] : [found.id, target.id];
}

function parentOf(found: Found): string | undefined {
  const parent = found.object === 'page' ? found.parent : found.database_parent;
  switch (parent.type) {
    case 'page_id':
      return parent.page_id;
    case 'data_source_id':
      return parent.data_source_id;
    case 'database_id':
      return parent.database_id;
    case 'block_id':
    case 'workspace':
    default:
      return undefined;
  }
}

/** Titles from the outermost page that is known to the one right above. */
function pathOf(found: Found, places: ReadonlyMap<string, Place>): string[] {
  const path: string[] = [];
  let id = parentOf(found);
  while (id !== undefined && path.length < DEEPEST) {
    const place = places.get(id);
    if (place === undefined) break;
    path.unshift(place.title);
    id = place.parentId;
  }
  return path;
}

function toFoundPage(found: Found, places: ReadonlyMap<string, Place>): FoundPage | undefined {
  const target = describeFound(found);
  if (target === undefined) return undefined;
  const { id, kind, title, url, icon, dataSourceId } = target;
  const path = pathOf(found, places);
  return {
    id,
    kind,
    title,
    url,
    ...(icon !== undefined && { icon }),
    ...(dataSourceId !== undefined && { dataSourceId }),
    ...(path.length > 0 && { path }),
    ...(isRow(found) && { isRow: true }),
  };
}
