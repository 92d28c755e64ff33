import type { Clock } from '../shared/clock.ts';
import { AppError } from '../shared/app-error.ts';
import type { PageObjectResponse } from '../notion/api-types.ts';
import { readRowsPage, type RowsCursor } from '../notion/query-rows.ts';
import { pageTitle } from '../notion/rich-text-to-plain.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { listUsers } from '../generation/rows/read-candidates.ts';

/** A name that is told wrongly for so long is no harm. */
const KEPT_MS = 10 * 60_000;
/** Requests for the titles of one related database, a hundred titles each. */
const MOST_LISTS = 3;
const TITLE_ID = 'title';

interface Kept {
  readonly at: number;
  readonly names: Promise<ReadonlyMap<string, string>>;
}

/** What people and related pages are called, of which rows tell the ids alone. Read once in a while, and only where rows need it. */
export class NameBook {
  readonly #now: Clock['now'];
  readonly #kept = new Map<string, Kept>();

  constructor(now: Clock['now']) {
    this.#now = now;
  }

  /** By id. Those that cannot be found out are left out: the ids stand there then. */
  async namesFor(
    workspace: NotionWorkspace,
    dataSourceId: string,
    rows: readonly PageObjectResponse[],
  ): Promise<ReadonlyMap<string, string>> {
    const values = rows.flatMap(({ properties }) => Object.values(properties));
    const isNameless = (user: object) => !('name' in user && user.name !== null);
    const needsPeople = values.some((value) => value.type === 'people' && value.people.some(isNameless));
    const relations = new Set(values.flatMap((value) => (isRelated(value) ? [value.id] : [])));
    const found: ReadonlyMap<string, string>[] = [];
    if (needsPeople) found.push(await this.#keep('people', () => readUserNames(workspace)));
    if (relations.size > 0) {
      const sources = await this.#keep(`relations ${dataSourceId}`, () => readRelatedSources(workspace, dataSourceId));
      const wanted = new Set([...relations].flatMap((id) => sources.get(id) ?? []));
      for (const id of wanted) found.push(await this.#keep(`titles ${id}`, () => readTitles(workspace, id)));
    }
    return new Map(found.flatMap((names) => [...names]));
  }

  async #keep(key: string, read: () => Promise<ReadonlyMap<string, string>>): Promise<ReadonlyMap<string, string>> {
    const known = this.#kept.get(key);
    const age = known ? this.#now() - known.at : Infinity;
    const names = known && age >= 0 && age < KEPT_MS ? known.names : read();
    this.#kept.set(key, { at: known?.names === names ? known.at : this.#now(), names });
    try {
      return await names;
    } catch (error) {
      this.#kept.delete(key);
      // Rows are shown without: who may not be named, or while Notion is busy. Any other error is one of ours.
      if (error instanceof AppError) return new Map();
      throw error;
    }
  }
}

function isRelated(value: PageObjectResponse['properties'][string]): boolean {
  return value.type === 'relation' && value.relation.length > 0;
}

async function readUserNames(workspace: NotionWorkspace): Promise<ReadonlyMap<string, string>> {
  return new Map((await listUsers(workspace)).map(({ id, name }) => [id, name]));
}

/** The related database of each relation, by the relation's id. */
async function readRelatedSources(
  workspace: NotionWorkspace,
  dataSourceId: string,
): Promise<ReadonlyMap<string, string>> {
  const { properties } = await workspace.getDataSource(dataSourceId);
  return new Map(
    Object.values(properties).flatMap((property) =>
      property.type === 'relation' ? [[property.id, property.relation.data_source_id] as const] : [],
    ),
  );
}

async function readTitles(workspace: NotionWorkspace, dataSourceId: string): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>();
  let at: RowsCursor | undefined = {};
  for (let lists = 0; lists < MOST_LISTS && at !== undefined; lists += 1) {
    const page = await readRowsPage(workspace, { dataSourceId, propertyIds: [TITLE_ID], newestFirst: true }, at);
    for (const row of page.rows) titles.set(row.id, pageTitle(row));
    at = page.next;
  }
  return titles;
}
