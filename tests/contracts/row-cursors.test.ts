/** The fake and the sandbox mean the same by each kind of cursor, though nobody knows which kind Notion has. */
import { afterEach, describe, expect, it } from 'vitest';

import { createNotionWorkspace } from '../../lib/adapters/notion/notion-workspace.ts';
import { createRequestGate } from '../../lib/notion/request-gate.ts';
import type { NotionWorkspace } from '../../lib/notion/workspace.ts';
import type { Clock } from '../../lib/shared/clock.ts';
import { serveNotionApi } from '../../sandbox/notion/serve.ts';
import { createFakeNotionWorkspace, type CursorKind } from '../fakes/fake-notion-workspace.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const SCHEMA = { Name: { title: {} }, Text: { rich_text: {} } };
const clock: Clock = {
  now: () => Date.now(),
  sleep: (_ms, signal) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('stopped')))),
};

interface Rows {
  readonly workspace: NotionWorkspace;
  readonly sourceId: string;
  readonly close?: () => Promise<void>;
}

const open: Rows[] = [];
afterEach(async () => {
  for (const { close } of open.splice(0)) await close?.();
});

const WORLDS: Record<string, (cursors: CursorKind) => Promise<Rows>> = {
  'the fake workspace': async (cursors) => {
    const workspace = createFakeNotionWorkspace({ cursors });
    const { dataSourceId } = workspace.addDatabase({ properties: SCHEMA });
    for (const name of NAMES) workspace.addRow(dataSourceId, { Name: { title: [{ text: { content: name } }] } });
    return { workspace, sourceId: dataSourceId };
  },
  'the sandbox': async (cursors) => {
    const { api, url, close } = await serveNotionApi({ settings: { cursors } });
    api.world.addWorkspace({ name: 'Acme' });
    const rows = NAMES.map((Name) => ({ Name }));
    const { database, dataSource } = api.world.addDatabase({ title: 'Rows', properties: SCHEMA, rows });
    const { token } = api.world.addToken({ token: 'ntn_cursors', shared: [database.id] });
    const fetchHere = (address: string, init?: RequestInit) =>
      fetch(address.replace('https://api.notion.com', url), init);
    const workspace = createNotionWorkspace({ token, clock, gate: createRequestGate(), fetch: fetchHere });
    return { workspace, sourceId: dataSource.id, close };
  },
};

describe.each(Object.entries(WORLDS))('cursors of %s', (_name, openWorld) => {
  async function openRows(cursors: CursorKind) {
    const rows = await openWorld(cursors);
    open.push(rows);
    const { workspace, sourceId } = rows;
    const { properties } = await workspace.getDataSource(sourceId);
    const text = properties['Text']?.id ?? '';
    const list = async (cursor?: string) => {
      const { results, nextCursor } = await workspace.queryDataSource(sourceId, {
        filter: { property: text, rich_text: { is_empty: true } },
        sorts: [{ timestamp: 'created_time', direction: 'ascending' }],
        pageSize: 2,
        ...(cursor !== undefined && { cursor }),
      });
      return { ids: results.map(({ id }) => id), nextCursor };
    };
    const fill = (id: string) =>
      workspace.updatePage(id, { properties: { [text]: { rich_text: [{ text: { content: 'full' } }] } } });
    return { list, fill };
  }

  it.each<CursorKind>(['offset', 'keyset', 'row', 'snapshot'])(
    'give each row once while nothing changes (%s)',
    async (kind) => {
      const { list } = await openRows(kind);
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(cursor);
        ids.push(...page.ids);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(new Set(ids).size).toBe(NAMES.length);
      expect(ids).toHaveLength(NAMES.length);
    },
  );

  it.each([
    ['offset', 3],
    ['keyset', 2],
    ['row', 2],
    ['snapshot', 2],
  ] as const)('go on from what they mean after a row before them left the list (%s)', async (kind, nextIs) => {
    const { list, fill } = await openRows(kind);
    const all = [...(await list()).ids];
    const rest = await list((await list()).nextCursor);
    all.push(...rest.ids, ...(await list(rest.nextCursor)).ids);
    const first = await list();
    await fill(all[0]!);
    expect((await list(first.nextCursor)).ids[0]).toBe(all[nextIs]);
  });

  it('are refused once the row that they name has left the list (row)', async () => {
    const { list, fill } = await openRows('row');
    const first = await list();
    const second = await list(first.nextCursor);
    await fill(second.ids[0]!);
    await expect(list(first.nextCursor)).rejects.toMatchObject({ code: 'notion-invalid-request', retry: 'never' });
  });
});
