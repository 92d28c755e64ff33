/** Which connections are shown, and in which order. */
import type { Connection } from '../../lib/connections/connection.ts';
import type { SortDirection } from '../ui/sort-header.tsx';

export const CONNECTION_COLUMNS = ['name', 'type', 'lastRun', 'state', 'prompts'] as const;

export type ConnectionColumn = (typeof CONNECTION_COLUMNS)[number];

export interface ConnectionSort {
  readonly column: ConnectionColumn;
  readonly direction: SortDirection;
}

/** The words of a connection as they stand on screen. */
export interface ConnectionWords {
  readonly type: string;
  readonly state: string;
}

export type WordsOf = (connection: Connection) => ConnectionWords;

/** Another column starts with the direction that people look for first; the same one turns around. */
export function nextSort(now: ConnectionSort, column: ConnectionColumn): ConnectionSort {
  if (now.column === column) {
    return { column, direction: now.direction === 'ascending' ? 'descending' : 'ascending' };
  }
  return { column, direction: column === 'lastRun' || column === 'prompts' ? 'descending' : 'ascending' };
}

/** Connections that have every word of the filter in their name, title, workspace, prompt, type or state. */
export function filterConnections(connections: readonly Connection[], filter: string, wordsOf: WordsOf): Connection[] {
  const wanted = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...connections];
  return connections.filter((connection) => {
    const { type, state } = wordsOf(connection);
    const { name, target, workspaceName, options } = connection;
    const text = [name, target.title, workspaceName, options.prompt, type, state].join('\n').toLocaleLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Equal ones stand by name, so that the order is always the same. */
export function sortConnections(
  connections: readonly Connection[],
  { column, direction }: ConnectionSort,
  wordsOf: WordsOf,
): Connection[] {
  const byName = (a: Connection, b: Connection) => collator.compare(a.name, b.name);
  const compare: Readonly<Record<ConnectionColumn, (a: Connection, b: Connection) => number>> = {
    name: byName,
    type: (a, b) => collator.compare(wordsOf(a).type, wordsOf(b).type),
    lastRun: (a, b) => (a.lastRun?.at ?? 0) - (b.lastRun?.at ?? 0),
    state: (a, b) => collator.compare(wordsOf(a).state, wordsOf(b).state),
    prompts: (a, b) => a.stats.prompts - b.stats.prompts,
  };
  const sign = direction === 'ascending' ? 1 : -1;
  return [...connections].sort((a, b) => sign * compare[column](a, b) || byName(a, b));
}
