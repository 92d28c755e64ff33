import { afterEach, describe, expect, it } from 'vitest';
import { createDatabaseCommands } from '../../../lib/notion-commands/database-commands.ts';
import { addDatabase, addView } from '../../../sandbox/notion/world-build.ts';
import { JustRead } from '../../../lib/notion-commands/just-read.ts';
import { createTargetCommands } from '../../../lib/notion-commands/target-commands.ts';
import { ReadRows } from '../../../lib/notion/read-rows.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';
import { MemoryRunStore } from '../../fakes/memory-run-store.ts';
import { openSandboxWorkspace } from './sandbox-workspace.ts';

describe('opening a database of 230 rows that 60 views elsewhere are linked to', () => {
  let close = () => Promise.resolve();
  afterEach(() => close());

  async function open() {
    const opened = await openSandboxWorkspace();
    close = opened.close;
    const { world, home, workspace, clock } = opened;
    const { database, dataSource } = addDatabase(world, {
      title: 'Plants',
      parent: home.id,
      properties: { Name: { title: {} }, Done: { checkbox: {} } },
      rows: Array.from({ length: 230 }, (_, index) => ({ Name: `Plant ${index}` })),
    });
    for (let index = 0; index < 60; index += 1)
      addDatabase(world, { title: `Linked ${index}`, parent: home.id, linkedTo: dataSource.id });
    const ids = { databaseId: database.id, dataSourceId: dataSource.id };
    addView(world, { ...ids, name: 'By month', type: 'chart' });
    const commands = createDatabaseCommands(
      () => Promise.resolve(workspace),
      new MemoryRunStore(),
      clock.now,
      createMemoryKeyValueStore(),
    );
    return { ...opened, commands, ids };
  }

  it('takes three requests and one for each hundred rows', async () => {
    const { commands, sent, ids } = await open();
    const { first } = await commands['database.open'](ids);
    const rows = [...(first?.rows ?? [])];
    let cursor = first?.nextCursor;
    while (cursor !== undefined) {
      const page = await commands['database.rows']({ dataSourceId: ids.dataSourceId, cursor });
      rows.push(...page.rows);
      cursor = page.nextCursor;
    }
    expect(new Set(rows.map(({ title }) => title)).size).toBe(230);
    expect(sent().sort()).toEqual([
      'GET /v1/data_sources/…',
      'GET /v1/databases/…',
      'GET /v1/views',
      ...Array<string>(3).fill('POST /v1/data_sources/…/query'),
    ]);
  });

  it('does not read the database a second time where its address was looked up a moment ago', async () => {
    const { workspace, clock, sent, ids } = await open();
    const justRead = new JustRead(clock.now);
    const anyWorkspace = () => Promise.resolve(workspace);
    const targets = createTargetCommands(anyWorkspace, justRead);
    const session = createMemoryKeyValueStore();
    const readRows = new ReadRows(clock.now);
    const commands = createDatabaseCommands(anyWorkspace, new MemoryRunStore(), clock.now, session, readRows, justRead);
    const url = `https://app.notion.com/p/${ids.databaseId.replaceAll('-', '')}`;
    await targets['target.resolve']({ url, kind: 'database' });
    expect(sent()).toEqual(['GET /v1/databases/…']);
    await commands['database.open'](ids);
    expect(sent()).not.toContain('GET /v1/databases/…');
    await commands['database.open'](ids);
    expect(sent()).toContain('GET /v1/databases/…');
  });

  it('names its own views afterwards, by one request each', async () => {
    const { commands, sent, ids } = await open();
    const { views, viewIds = [] } = await commands['database.open'](ids);
    expect([views, viewIds.length]).toEqual([[], 2]);
    sent();
    const named = await commands['database.views']({ dataSourceId: ids.dataSourceId, viewIds });
    expect(named.views).toEqual([{ id: viewIds[0], name: 'Default view' }]);
    expect(sent()).toEqual(['GET /v1/views/…', 'GET /v1/views/…']);
  });

  it('leaves out a row that Notion gives without its properties, and says so', async () => {
    const { commands, ids, api, world } = await open();
    api.partialRows.add(world.dataSource(ids.dataSourceId)?.rowIds[3] ?? '');
    const { first } = await commands['database.open'](ids);
    expect([first?.rows.length, first?.unreadable]).toEqual([99, 1]);
  });
});
