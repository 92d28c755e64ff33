/** Checks that an answer is what was asked for, before the core relies on it. */
import type { BlockObjectResponse } from '../../notion/api-types.ts';
import { renderValue, type PropertyValue } from '../../notion/property-value.ts';
import type { Listing, NotionView, WorkspaceUser } from '../../notion/workspace.ts';
import type { Integration } from '../../notion/integration.ts';
import { AppError } from '../../shared/app-error.ts';

type Answer = Record<string, unknown>;

/**
 * A whole object of this kind. Without the capability to read content Notion answers `{object, id}` only
 * (https://developers.notion.com/reference/capabilities). `mark` is a field that only whole ones have.
 */
export function readObject<T>(kind: string, mark: string, write: boolean): (answer: Answer) => T {
  return (answer) => {
    if (answer['object'] !== kind || typeof answer['id'] !== 'string') throw unreadable(write);
    if (answer[mark] === undefined) throw new AppError('notion-capability-missing', 'never');
    return answer as T;
  };
}

export function unreadable(write = false): AppError {
  return new AppError('notion-unavailable', write ? 'look' : 'later', { details: { reason: 'unreadable' } });
}

export const hasId = (item: Answer) => typeof item['id'] === 'string';
/** A page, or a data source, that can be shown: each property has its id and type, and what a page holds can be read. */
export const isPageOrSource = (item: Answer) =>
  hasId(item) && hasProperties(item) && (item['object'] === 'page' ? isReadable(item) : Array.isArray(item['title']));
export const isRow = (item: Answer) => item['object'] === 'page' && isPageOrSource(item);

function hasProperties({ properties }: Answer): boolean {
  const isProperty = (value: unknown) => isObject(value) && hasId(value) && typeof value['type'] === 'string';
  return isObject(properties) && Object.values(properties).every(isProperty);
}

/** A value without its content, or with one of another shape, would stop whoever reads it. */
function isReadable({ properties }: Answer): boolean {
  try {
    for (const value of Object.values(properties as Record<string, PropertyValue>)) renderValue(value);
    return true;
  } catch {
    return false; // counted by `readListing`, and said
  }
}

function isObject(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A page of a list. A cursor that is missing or does not move would be an endless loop: refused. One item that cannot be read (Notion
 * answers `{object, id}` alone now and then) never takes the others with it: it is left out and counted.
 */
export function readListing<T>(
  cursor: string | undefined,
  isWhole: (item: Answer) => boolean,
): (answer: Answer) => Listing<T> {
  return (answer) => {
    const { results, has_more: hasMore, next_cursor: next, request_status: status } = answer;
    if (!Array.isArray(results)) throw unreadable();
    if (hasMore === true && (typeof next !== 'string' || next === cursor)) throw unreadable();
    const whole = results.filter((item) => isObject(item) && isWhole(item));
    const left = results.length - whole.length;
    return {
      results: whole as T[],
      complete: (status as { type?: string } | undefined)?.type !== 'incomplete',
      ...(hasMore === true && { nextCursor: next as string }),
      ...(left > 0 && { unreadable: left }),
    };
  };
}

/** The pages that a relation names. https://developers.notion.com/reference/retrieve-a-page-property */
export function readRelated(cursor: string | undefined): (answer: Answer) => Listing<{ readonly id: string }> {
  const relationOf = ({ relation }: Answer) => relation as { readonly id: string };
  const readAll = readListing<Answer>(cursor, ({ relation }) => isObject(relation) && hasId(relation));
  return (answer) => {
    const { results, ...rest } = readAll(answer);
    return { ...rest, results: results.map(relationOf) };
  };
}

/** Those with a name: without the capability to read users they come as ids. https://developers.notion.com/reference/user */
export function readUsers(cursor: string | undefined): (answer: Answer) => Listing<WorkspaceUser> {
  const readAll = readListing<Answer>(cursor, (user) => hasId(user) && typeof user['name'] === 'string');
  return (answer) => {
    const { results, ...rest } = readAll(answer);
    return { ...rest, results: results.map(readUser) };
  };
}

function readUser({ id, name, type, person }: Answer): WorkspaceUser {
  const email = isObject(person) ? person['email'] : undefined;
  return {
    id: String(id),
    name: String(name),
    kind: type === 'bot' ? 'bot' : 'person',
    ...(typeof email === 'string' && { email }),
  };
}

/**
 * A page of blocks: they keep their places, so one that cannot be read stands there as Notion's own `unsupported`. Where none can be
 * read, the token may not read content.
 * @throws AppError `notion-capability-missing`
 */
export function readBlocks(cursor: string | undefined): (answer: Answer) => Listing<BlockObjectResponse> {
  const readAll = readListing<Answer>(cursor, hasId);
  return (answer) => {
    const listing = readAll(answer);
    const isWhole = ({ type }: Answer) => typeof type === 'string';
    if (listing.results.length > 0 && !listing.results.some(isWhole))
      throw new AppError('notion-capability-missing', 'never');
    const results = listing.results.map((block) => (isWhole(block) ? block : { ...block, ...UNSUPPORTED }));
    return { ...listing, results: results as unknown as BlockObjectResponse[] };
  };
}

const UNSUPPORTED = { type: 'unsupported', unsupported: {}, has_children: false, in_trash: false };

/** `GET /v1/users/me`. A personal access token's bot belongs to a person. https://developers.notion.com/reference/get-self */
export function readIntegration(answer: Answer, checkedAt: number): Integration {
  const bot = (answer['bot'] ?? {}) as { owner?: { type?: string }; workspace_id?: string; workspace_name?: string };
  if (answer['object'] !== 'user' || typeof bot.workspace_id !== 'string') throw unreadable();
  return {
    workspaceId: bot.workspace_id,
    workspaceName: bot.workspace_name ?? '',
    integrationName: typeof answer['name'] === 'string' ? answer['name'] : '',
    kind: bot.owner?.type === 'user' ? 'personal' : 'internal',
    checkedAt,
  };
}

export function readView(answer: Answer): NotionView {
  if (typeof answer['id'] !== 'string') throw unreadable();
  const parent = answer['parent'] as { database_id?: string } | undefined;
  const source = answer['data_source_id'];
  return {
    id: answer['id'],
    name: typeof answer['name'] === 'string' ? answer['name'] : '',
    type: typeof answer['type'] === 'string' ? answer['type'] : 'table',
    ...(parent?.database_id !== undefined && { databaseId: parent.database_id }),
    ...(typeof source === 'string' && { dataSourceId: source }),
    ...(answer['filter'] != null && { filter: answer['filter'] }),
    ...(Array.isArray(answer['sorts']) && { sorts: answer['sorts'] as readonly unknown[] }),
  };
}
