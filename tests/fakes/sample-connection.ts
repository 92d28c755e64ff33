import type { Connection } from '../../lib/connections/connection.ts';

/** A connection to a page, as it is after it was saved. */
export function sampleConnection(change: Partial<Connection> = {}): Connection {
  const id = change.id ?? 'c1';
  return {
    id,
    name: 'Weekly notes',
    target: {
      kind: 'page',
      id: `page-${id}`,
      title: 'Notes',
      url: 'https://app.notion.com/p/0123456789abcdef0123456789abcdef',
    },
    workspaceId: 'workspace-1',
    workspaceName: 'Fake workspace',
    options: { prompt: 'Summarise the week', where: 'end', usePageContent: true },
    createdAt: 1_000,
    updatedAt: 1_000,
    stats: { rowsDone: 0, rowsFailed: 0, prompts: 0, tokens: 0, cost: 0 },
    ...change,
  };
}
