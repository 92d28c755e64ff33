/** Checks that an answer is what was asked for, before the core relies on it. */
import type { Listing, NotionView } from '../../notion/workspace.ts';
import type { Integration } from '../../settings/settings.ts';
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

export const isBlock = (item: Answer) => typeof item['type'] === 'string';
export const hasProperties = (item: Answer) => item['properties'] !== undefined;

/** A page of a list. A cursor that is missing or does not move would be an endless loop: refused. */
export function readListing<T>(
  cursor: string | undefined,
  isWhole: (item: Answer) => boolean,
): (answer: Answer) => Listing<T> {
  return (answer) => {
    const { results, has_more: hasMore, next_cursor: next, request_status: status } = answer;
    if (!Array.isArray(results)) throw unreadable();
    if (hasMore === true && (typeof next !== 'string' || next === cursor)) throw unreadable();
    if (!(results as Answer[]).every(isWhole)) throw new AppError('notion-capability-missing', 'never');
    return {
      results: results as T[],
      complete: (status as { type?: string } | undefined)?.type !== 'incomplete',
      ...(hasMore === true && { nextCursor: next as string }),
    };
  };
}

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
