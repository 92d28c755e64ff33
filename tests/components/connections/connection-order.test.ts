import { expect, it } from 'vitest';

import { filterConnections, nextSort, sortConnections } from '../../../components/connections/connection-order.ts';
import type { Connection } from '../../../lib/connections/connection.ts';

function connection(name: string, over: Partial<Connection> = {}): Connection {
  const target = { kind: 'page', id: name, title: `Title of ${name}`, url: 'https://app.notion.com/p/1' } as const;
  return {
    id: name,
    name,
    target,
    workspaceId: 'w',
    workspaceName: 'Linden',
    options: { prompt: 'Write a poem', where: 'end', usePageContent: false },
    createdAt: 0,
    updatedAt: 0,
    stats: { rowsDone: 0, rowsFailed: 0, prompts: 0, tokens: 0, cost: 0 },
    ...over,
  };
}

const words = ({ lastRun }: Connection) => ({ type: 'Notion Page', state: lastRun?.state ?? 'not run yet' });
const namesOf = (connections: readonly Connection[]) => connections.map(({ name }) => name);
const stats = (prompts: number) => ({ rowsDone: 0, rowsFailed: 0, tokens: 0, cost: 0, prompts });

it('finds a connection by words of its name, title, prompt, workspace, type and state, in any case', () => {
  const all = [connection('Alpha'), connection('Beta', { lastRun: { runId: 'r', at: 1, state: 'Waiting' } })];
  for (const filter of ['beta', 'TITLE OF B', 'waiting notion', 'poem beta', 'linden beta']) {
    expect(namesOf(filterConnections(all, filter, words)), filter).toEqual(['Beta']);
  }
  expect(filterConnections(all, '  ', words)).toHaveLength(2);
  expect(filterConnections(all, 'beta alpha', words)).toHaveLength(0);
});

it('puts names in the order of people, numbers by their value', () => {
  const all = ['Page 10', 'page 9', 'Äpfel', 'Zebra'].map((name) => connection(name));
  const sorted = sortConnections(all, { column: 'name', direction: 'ascending' }, words);
  expect(namesOf(sorted)).toEqual(['Äpfel', 'page 9', 'Page 10', 'Zebra']);
});

it('puts the last used first and those that never ran last, equal ones by name', () => {
  const at = (time: number) => ({ lastRun: { runId: 'r', at: time, state: 'done' } });
  const all = [connection('B'), connection('Old', at(1)), connection('A'), connection('New', at(2))];
  const sorted = sortConnections(all, { column: 'lastRun', direction: 'descending' }, words);
  expect(namesOf(sorted)).toEqual(['New', 'Old', 'A', 'B']);
});

it('sorts by prompts and leaves the given list as it was', () => {
  const all = [connection('Few', { stats: stats(1) }), connection('Many', { stats: stats(20) })];
  expect(namesOf(sortConnections(all, { column: 'prompts', direction: 'descending' }, words))).toEqual(['Many', 'Few']);
  expect(namesOf(all)).toEqual(['Few', 'Many']);
});

it('turns the same column around, and starts another with what people look for first', () => {
  const start = { column: 'name', direction: 'ascending' } as const;
  expect(nextSort(start, 'name')).toEqual({ column: 'name', direction: 'descending' });
  expect(nextSort(start, 'lastRun')).toEqual({ column: 'lastRun', direction: 'descending' });
  expect(nextSort(start, 'type')).toEqual({ column: 'type', direction: 'ascending' });
});
