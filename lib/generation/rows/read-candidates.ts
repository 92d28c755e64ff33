/** Whom and what a model may name: the people of the workspace, and the pages of related databases. */
import type { PageObjectResponse } from '../../notion/api-types.ts';
import { mergePeople, type Person, personLabels } from '../../notion/match-person.ts';
import type { Candidates, OutputField } from '../../notion/output-schema.ts';
import { pageTitle } from '../../notion/rich-text-to-plain.ts';
import type { NotionWorkspace, WorkspaceUser } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';

/** Pages of the list of users: 2,000 people. */
const MOST_LISTS = 20;
/** More names than a model is told. */
const MOST_NAMES = 200;
const TITLE_ID = 'title';

/**
 * Everybody that Notion names: members by the list of users, which some tokens may not read and which has no guests, and whoever stands
 * in the rows that were made last. @throws what the workspace throws, but for a list that may not be read
 */
export async function readPeople(workspace: NotionWorkspace, dataSourceId: string): Promise<readonly Person[]> {
  const users = [...(await listUsers(workspace)), ...(await usersInRows(workspace, dataSourceId))];
  return mergePeople(users);
}

/** Members and bots; none where the token may not list them. @throws what else the workspace throws */
export async function listUsers(workspace: NotionWorkspace): Promise<readonly WorkspaceUser[]> {
  const users: WorkspaceUser[] = [];
  let cursor: string | undefined;
  try {
    for (let at = 0; at < MOST_LISTS; at += 1) {
      const page = await workspace.listUsers(cursor);
      users.push(...page.results);
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }
  } catch (error) {
    // The rows still name some.
    if (!(error instanceof AppError && error.code === 'notion-capability-missing')) throw error;
  }
  return users;
}

async function usersInRows(workspace: NotionWorkspace, dataSourceId: string): Promise<readonly WorkspaceUser[]> {
  const sorts = [{ timestamp: 'created_time', direction: 'descending' }];
  const { results } = await workspace.queryDataSource(dataSourceId, { sorts });
  return results.flatMap((row) => [row.created_by, row.last_edited_by, ...peopleOf(row)].flatMap(readUser));
}

function peopleOf({ properties }: PageObjectResponse): readonly unknown[] {
  return Object.values(properties).flatMap((value): readonly unknown[] => {
    if (value.type === 'people') return value.people;
    if (value.type === 'created_by') return [value.created_by];
    return value.type === 'last_edited_by' ? [value.last_edited_by] : [];
  });
}

/** Users often come as ids alone. https://developers.notion.com/reference/user */
function readUser(user: unknown): readonly WorkspaceUser[] {
  const { id, name, type, person } = user as { id: string; name?: unknown; type?: string; person?: { email?: string } };
  if (typeof name !== 'string') return [];
  const email = person?.email;
  return [{ id, name, kind: type === 'bot' ? 'bot' : 'person', ...(email !== undefined && { email }) }];
}

/** Titles of the pages that were made last, one request; of a database that may not be read, none. */
export async function readRelatedTitles(workspace: NotionWorkspace, dataSourceId: string): Promise<Candidates> {
  const sorts = [{ timestamp: 'created_time', direction: 'descending' }];
  try {
    const page = await workspace.queryDataSource(dataSourceId, { sorts, propertyIds: [TITLE_ID] });
    const titles = page.results.map((row) => pageTitle(row).trim()).filter((title) => title !== '');
    return { names: [...new Set(titles)], hasMore: page.nextCursor !== undefined };
  } catch (error) {
    if (error instanceof AppError && error.code === 'notion-not-found') return { names: [], hasMore: false };
    throw error;
  }
}

/** How each is read; asked again for the same id, the answer may be a kept one. */
export interface ReadCandidates {
  readonly people: () => Promise<readonly Person[]>;
  readonly related: (dataSourceId: string) => Promise<Candidates>;
}

export type CandidatesById = Readonly<Record<string, Candidates>>;

/** By property id, for those of the fields that name people or pages. */
export async function candidatesFor(fields: readonly OutputField[], read: ReadCandidates): Promise<CandidatesById> {
  const found: Record<string, Candidates> = {};
  for (const { property } of fields) {
    if (property.type === 'people') {
      const labels = personLabels(await read.people());
      found[property.id] = { names: labels.slice(0, MOST_NAMES), hasMore: labels.length > MOST_NAMES };
    }
    if (property.type === 'relation') found[property.id] = await read.related(property.relation.data_source_id);
  }
  return found;
}
