/** Notion's objects as targets: what a person sees of them. */
import type { Target } from '../run-request/target.ts';
import type { DatabaseObjectResponse, DataSourceObjectResponse, PageObjectResponse } from './api-types.ts';
import { pageTitle, richTextToPlain } from './rich-text-to-plain.ts';

type Icon = PageObjectResponse['icon'];

/** An emoji, or nothing: addresses of uploaded icons expire, and loading others would tell a third party. */
function emojiOf(icon: Icon | undefined): { icon: string } | undefined {
  return icon?.type === 'emoji' ? { icon: icon.emoji } : undefined;
}

export function describePage(page: PageObjectResponse): Target {
  return { kind: 'page', id: page.id, title: pageTitle(page), url: page.url, ...emojiOf(page.icon) };
}

/** A database with the source that its rows are in. A database with several is named with the source. */
export function describeDatabase(
  database: DatabaseObjectResponse,
  source: { readonly id: string; readonly name: string },
): Target {
  const title = richTextToPlain(database.title);
  const several = database.data_sources.length > 1 && source.name !== '' && source.name !== title;
  return {
    kind: 'database',
    id: database.id,
    dataSourceId: source.id,
    title: several ? `${title} / ${source.name}` : title || source.name,
    url: database.url,
    ...emojiOf(database.icon),
  };
}

/** A data source as search finds it. Undefined if it is no table of a database. */
export function describeDataSource(source: DataSourceObjectResponse): Target | undefined {
  if (source.parent.type !== 'database_id') return undefined;
  return {
    kind: 'database',
    id: source.parent.database_id,
    dataSourceId: source.id,
    title: richTextToPlain(source.title),
    url: source.url,
    ...emojiOf(source.icon),
  };
}

/** A result of search as a target. */
export function describeFound(found: PageObjectResponse | DataSourceObjectResponse): Target | undefined {
  return found.object === 'page' ? describePage(found) : describeDataSource(found);
}
