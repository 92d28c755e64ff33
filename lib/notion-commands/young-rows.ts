/** Rows that were created a short while ago, by their titles: to tell a row of ours from others, and from its own double. */
import type { PageObjectResponse } from '../notion/api-types.ts';
import { readRowsPage, type RowsCursor } from '../notion/query-rows.ts';
import { renderValue } from '../notion/property-value.ts';
import { pageTitle } from '../notion/rich-text-to-plain.ts';
import type { NotionWorkspace, PropertyValues } from '../notion/workspace.ts';

/** How far back a row is looked for; clocks differ. */
const YOUNG_MS = 60 * 60_000;
/** Titles in one filter. */
const AT_ONCE = 50;
/** `created_time` is told in whole minutes. */
const MINUTE_MS = 60_000;

type Querying = Pick<NotionWorkspace, 'queryDataSource'>;

export interface RowsOfSource {
  readonly dataSourceId: string;
  readonly titlePropertyId: string;
}

/** Rows with one of these titles, created since about `sentAt` (epoch ms), oldest first. */
export async function findYoungRows(
  workspace: Querying,
  { dataSourceId, titlePropertyId }: RowsOfSource,
  titles: readonly string[],
  sentAt: number,
): Promise<readonly PageObjectResponse[]> {
  const since = new Date(sentAt - YOUNG_MS).toISOString();
  const unique = [...new Set(titles)];
  const found: PageObjectResponse[] = [];
  for (let at = 0; at < unique.length; at += AT_ONCE) {
    const parts = unique.slice(at, at + AT_ONCE).map((title) => ({
      property: titlePropertyId,
      title: title === '' ? { is_empty: true } : { equals: title },
    }));
    const filter = {
      and: [
        { timestamp: 'created_time', created_time: { on_or_after: since } },
        ...(parts.length === 1 ? parts : [{ or: parts }]),
      ],
    };
    let cursor: RowsCursor | undefined = {};
    while (cursor) {
      const page: Awaited<ReturnType<typeof readRowsPage>> = await readRowsPage(
        workspace,
        { dataSourceId, filter },
        cursor,
      );
      found.push(...page.rows);
      cursor = page.next;
    }
  }
  return found;
}

/**
 * Rows that are the same request carried out twice (a browser sends a POST again by itself when a kept-alive connection breaks): made
 * by the same hand in the same minutes, with the same values, and not edited by anybody else since.
 */
export function findDoubles(
  row: PageObjectResponse,
  properties: PropertyValues,
  others: readonly PageObjectResponse[],
): readonly PageObjectResponse[] {
  return others.filter(
    (other) =>
      other.id !== row.id &&
      other.created_by.id === row.created_by.id &&
      other.last_edited_by.id === row.created_by.id &&
      Math.abs(Date.parse(other.created_time) - Date.parse(row.created_time)) <= MINUTE_MS &&
      pageTitle(other) === pageTitle(row) &&
      Object.keys(properties).every((id) => shown(other, id) === shown(row, id)),
  );
}

function shown(row: PageObjectResponse, propertyId: string): string {
  const value = Object.values(row.properties).find(({ id }) => id === propertyId);
  return value ? renderValue(value) : '';
}
