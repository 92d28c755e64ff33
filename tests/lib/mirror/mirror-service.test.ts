import { beforeEach, describe, expect, it } from 'vitest';

import { putConnection, removeConnection, restoreConnection } from '../../../lib/connections/change-connections.ts';
import type { Connection } from '../../../lib/connections/connection.ts';
import { CONNECTIONS_VALUE } from '../../../lib/connections/connections-store.ts';
import { requireConfirmed } from '../../../lib/mirror/changed-prompts.ts';
import type { MirroredLooks } from '../../../lib/mirror/mirror-row.ts';
import { MirrorService } from '../../../lib/mirror/mirror-service.ts';
import { MIRROR_VALUE } from '../../../lib/mirror/mirror-store.ts';
import type { NotionWorkspace } from '../../../lib/notion/workspace.ts';
import { SETTINGS_VALUE } from '../../../lib/settings/settings-store.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { VersionedValue } from '../../../lib/storage/versioned-value.ts';
import { createFakeNotionWorkspace } from '../../fakes/fake-notion-workspace.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';
import { sampleConnection } from '../../fakes/sample-connection.ts';

const MINUTE = 60_000;

function setUp() {
  const clock = createManualClock();
  const notion = createFakeNotionWorkspace({ now: () => clock.now() });
  const store = createMemoryKeyValueStore();
  const connections = new VersionedValue(store, CONNECTIONS_VALUE);
  const settings = new VersionedValue(store, SETTINGS_VALUE);
  const looks = new Map<string, MirroredLooks>();
  const create = (workspace: NotionWorkspace = notion) =>
    new MirrorService({
      stored: new VersionedValue(store, MIRROR_VALUE),
      connections,
      settings,
      workspace: async () => workspace,
      integration: () => notion.whoAmI(),
      outputLabel: async () => 'Page body',
      keepFilled: async () => looks,
      clock,
    });
  const pageId = notion.addPage({ title: 'Home' });
  const put = (connection: Connection) => connections.update((stored) => putConnection(stored, connection));
  const list = async () => (await connections.read()).connections;
  const source = async () => {
    const stored = store.entries.get('mirror') as { value: { database: { dataSourceId: string } } };
    return stored.value.database.dataSourceId;
  };
  const rows = async () => notion.rowIds(await source());
  const names = async () => (await rows()).map((id) => notion.cellText(id, 'Name'));
  return {
    clock,
    notion,
    store,
    connections,
    settings,
    create,
    mirror: create(),
    pageId,
    put,
    list,
    source,
    rows,
    names,
    looks,
  };
}

type World = ReturnType<typeof setUp>;

describe('the mirror', () => {
  let world: World;
  beforeEach(() => void (world = setUp()));

  async function withRow(connection = sampleConnection()): Promise<string> {
    await world.put(connection);
    await world.mirror.create(world.pageId);
    const [rowId] = await world.rows();
    if (rowId === undefined) throw new Error('no row was made');
    return rowId;
  }

  const OURS = sampleConnection().options.prompt;
  const allow = async (prompt: string) =>
    requireConfirmed((await new VersionedValue(world.store, MIRROR_VALUE).read()).changedPrompts, prompt);
  const first = async (): Promise<Connection> => {
    const [connection] = await world.list();
    if (connection === undefined) throw new Error('there is no connection');
    return connection;
  };
  const changePrompt = async (rowId: string, text: string): Promise<void> => {
    await world.clock.advance(2 * MINUTE);
    world.notion.person.setCell(rowId, 'Prompt', { rich_text: [{ text: { content: text } }] });
    await world.mirror.sync();
  };

  it('is none without a database', async () => {
    await world.put(sampleConnection());
    expect(await world.mirror.sync()).toEqual({ state: 'none', pending: 0 });
    expect(world.notion.effects).toEqual([]);
  });

  it('is made with all columns, its URL stored at once, and a row per connection', async () => {
    await world.put(sampleConnection({ id: 'c1', name: 'One' }));
    await world.put(sampleConnection({ id: 'c2', name: 'Two' }));
    const { url } = await world.mirror.create(world.pageId);
    expect((await world.settings.read()).connectionsDatabaseUrl).toBe(url);
    expect(await world.names()).toEqual(['One', 'Two']);
    const [first = ''] = await world.rows();
    expect(world.notion.cellText(first, 'Connection id')).toBe('c1');
    expect(world.notion.cellText(first, 'Prompt')).toBe('Summarise the week');
    expect(await world.mirror.view()).toEqual({ state: 'ok', url, pending: 0 });
  });

  it('writes nothing when nothing changed', async () => {
    await withRow();
    const before = world.notion.effects.length;
    await world.create().sync();
    expect(world.notion.effects).toHaveLength(before);
  });

  it('leaves connections of another workspace alone', async () => {
    await world.put(sampleConnection({ id: 'other', workspaceId: 'workspace-2' }));
    await world.mirror.create(world.pageId);
    expect(await world.rows()).toEqual([]);
    expect((await world.list()).map(({ id }) => id)).toEqual(['other']);
  });

  it('follows a change made here', async () => {
    const rowId = await withRow();
    await world.put(
      sampleConnection({
        name: 'Renamed',
        updatedAt: world.clock.now(),
        stats: { rowsDone: 3, rowsFailed: 1, prompts: 3, tokens: 900, cost: 0.12345 },
      }),
    );
    expect((await world.mirror.view()).state).toBe('behind');
    expect((await world.mirror.sync()).state).toBe('ok');
    expect(world.notion.cellText(rowId, 'Name')).toBe('Renamed');
    expect(world.notion.cell(rowId, 'Rows done')).toMatchObject({ number: 3 });
    expect(world.notion.cell(rowId, 'Cost')).toMatchObject({ number: 0.1235 });
  });

  it('takes a name and a prompt over that were changed in Notion', async () => {
    const rowId = await withRow();
    await world.clock.advance(5 * MINUTE);
    world.notion.person.setCell(rowId, 'Name', { title: [{ text: { content: 'From Notion' } }] });
    world.notion.person.setCell(rowId, 'Prompt', { rich_text: [{ text: { content: 'Other prompt' } }] });
    await world.mirror.sync();
    expect(await world.list()).toMatchObject([
      { name: 'From Notion', options: { prompt: 'Other prompt', where: 'end' } },
    ]);
  });

  it('takes no command of a stranger over without asking: a prompt from Notion is marked until the person agrees', async () => {
    const rowId = await withRow();
    await changePrompt(rowId, 'Changed there');
    expect((await world.mirror.view()).changedPrompts).toEqual([
      { connectionId: 'c1', before: OURS, at: world.clock.now() },
    ]);
    await expect(allow('Changed there')).rejects.toMatchObject({ code: 'prompt-unconfirmed' });
    await allow(OURS);
    expect((await world.mirror.decidePrompt('c1', true)).changedPrompts).toBeUndefined();
    await allow('Changed there');
  });

  it('brings back the prompt that stood here before, however often it was changed, and writes it to Notion', async () => {
    const rowId = await withRow();
    await changePrompt(rowId, 'First change');
    await changePrompt(rowId, 'Second change');
    await world.mirror.decidePrompt('c1', false);
    expect((await world.list()).map(({ options }) => options.prompt)).toEqual([OURS]);
    await world.mirror.sync();
    expect(world.notion.cellText(rowId, 'Prompt')).toBe(OURS);
    expect((await world.mirror.view()).changedPrompts).toBeUndefined();
  });

  it('asks about a prompt from Notion in a copy too, and after another database was chosen', async () => {
    const rowId = await withRow();
    await changePrompt(rowId, 'Changed there');
    await world.put({ ...(await first()), id: 'copy' });
    await world.mirror.create(world.pageId);
    expect((await world.mirror.view()).changedPrompts).toMatchObject([
      { connectionId: 'c1' },
      { connectionId: 'copy' },
    ]);
    await expect(allow('Changed there')).rejects.toMatchObject({ code: 'prompt-unconfirmed' });
  });

  it('asks no more about a prompt that was edited here', async () => {
    const rowId = await withRow();
    await changePrompt(rowId, 'Changed there');
    const connection = await first();
    await world.put({ ...connection, options: { ...connection.options, prompt: 'Changed here too' } });
    expect((await world.mirror.view()).changedPrompts).toBeUndefined();
    await allow('Changed here too');
  });

  it('puts back every other column, the link above all', async () => {
    const rowId = await withRow();
    world.notion.person.setCell(rowId, 'Link', { url: 'https://evil.example/' });
    world.notion.person.setCell(rowId, 'Connection id', { rich_text: [] });
    await world.mirror.sync();
    expect(world.notion.cell(rowId, 'Link')).toMatchObject({ url: sampleConnection().target.url });
    expect(world.notion.cellText(rowId, 'Connection id')).toBe('c1');
    expect(await world.list()).toMatchObject([{ target: sampleConnection().target }]);
  });

  it('lets the newer side win when both changed, and this one in doubt', async () => {
    const rowId = await withRow();
    const changeBoth = async (here: number, inNotion: number): Promise<string> => {
      const start = world.clock.now();
      await world.put({
        ...(await world.list())[0],
        ...sampleConnection({ name: `here ${here}`, updatedAt: start + here }),
      });
      await world.clock.advance(inNotion);
      world.notion.person.setCell(rowId, 'Name', { title: [{ text: { content: `notion ${inNotion}` } }] });
      await world.mirror.sync();
      return (await world.list())[0]?.name ?? '';
    };
    expect(await changeBoth(0, 3 * MINUTE)).toBe(`notion ${3 * MINUTE}`);
    expect(await changeBoth(20 * MINUTE, 2 * MINUTE)).toBe(`here ${20 * MINUTE}`);
    world.clock.set(Math.ceil(world.clock.now() / MINUTE + 60) * MINUTE + 10_000);
    expect(await changeBoth(0, 20_000)).toBe('here 0');
    expect(world.notion.cellText(rowId, 'Name')).toBe('here 0');
  });

  it('never takes an empty name over', async () => {
    const rowId = await withRow();
    await world.clock.advance(5 * MINUTE);
    world.notion.person.setCell(rowId, 'Name', { title: [] });
    await world.mirror.sync();
    expect(world.notion.cellText(rowId, 'Name')).toBe('Weekly notes');
  });

  it('removes a connection whose row is in the trash, and brings the row back with it', async () => {
    const rowId = await withRow();
    world.notion.person.setTrashed(rowId, true);
    const view = await world.mirror.sync();
    expect(await world.list()).toEqual([]);
    expect(view.removedInNotion).toEqual([{ id: 'c1', name: 'Weekly notes' }]);
    await world.connections.update((stored) => restoreConnection(stored, 'c1'));
    expect((await world.mirror.sync()).removedInNotion).toBeUndefined();
    expect((await world.list()).map(({ id }) => id)).toEqual(['c1']);
    expect(await world.rows()).toEqual([rowId]);
  });

  it('removes no connection because the whole database is in the trash', async () => {
    const rowId = await withRow();
    const database = (await world.notion.getDataSource(await world.source())).parent;
    world.notion.person.setTrashed((database as { database_id: string }).database_id, true);
    world.notion.person.setTrashed(rowId, true);
    expect(await world.mirror.sync()).toMatchObject({ state: 'failed', failure: { code: 'target-trashed' } });
    expect(await world.list()).toHaveLength(1);
  });

  it('loses nothing that is changed here while it looks', async () => {
    const rowId = await withRow();
    await world.clock.advance(5 * MINUTE);
    world.notion.person.setCell(rowId, 'Prompt', { rich_text: [{ text: { content: 'From Notion.' } }] });
    world.notion.hooks.afterEffect = async (method) => {
      if (method !== 'queryDataSource') return;
      delete world.notion.hooks.afterEffect;
      const [before] = await world.list();
      if (before === undefined) throw new Error('no connection');
      const options = { ...before.options, where: 'replace' } as const;
      await world.put({ ...before, name: 'Renamed here', options, updatedAt: world.clock.now() });
    };
    await world.mirror.sync();
    const [after] = await world.list();
    expect(after).toMatchObject({ name: 'Renamed here', options: { where: 'replace', prompt: 'From Notion.' } });
  });

  it('keeps the row of a connection that is restored while it looks', async () => {
    const rowId = await withRow();
    await world.connections.update((stored) => removeConnection(stored, 'c1', world.clock.now()));
    world.notion.hooks.afterEffect = async (method) => {
      if (method !== 'getPage') return;
      delete world.notion.hooks.afterEffect;
      await world.connections.update((stored) => restoreConnection(stored, 'c1'));
    };
    await world.mirror.sync();
    await world.mirror.sync();
    expect(await world.rows()).toEqual([rowId]);
  });

  it('offers Undo for a removal that came from Notion for a day, and never for one made here', async () => {
    const rowId = await withRow();
    world.notion.person.setTrashed(rowId, true);
    await world.mirror.sync();
    await world.clock.advance(25 * 60 * MINUTE);
    expect((await world.mirror.view()).removedInNotion).toBeUndefined();
    await world.put(sampleConnection({ id: 'c2' }));
    await world.mirror.sync();
    await world.connections.update((stored) => removeConnection(stored, 'c2', world.clock.now()));
    expect((await world.mirror.sync()).removedInNotion).toBeUndefined();
  });

  it('keeps one row when the browser itself sent the request for it twice', async () => {
    await world.mirror.create(world.pageId);
    await world.put(sampleConnection());
    const twice: NotionWorkspace = {
      ...world.notion,
      createPage: async (page) => {
        await world.notion.createPage(page);
        return world.notion.createPage(page);
      },
    };
    expect(await world.create(twice).sync()).toMatchObject({ state: 'ok', pending: 0 });
    expect(await world.names()).toEqual(['Weekly notes']);
    await world.mirror.sync();
    expect(await world.rows()).toHaveLength(1);
  });

  it('gives a restored connection a new row when its old one cannot be taken out of the trash', async () => {
    const rowId = await withRow();
    world.notion.person.setTrashed(rowId, true);
    await world.mirror.sync();
    await world.connections.update((stored) => restoreConnection(stored, 'c1'));
    const gone = new AppError('notion-not-found', 'never');
    world.notion.failNext({ method: 'updatePage', when: 'before', error: gone });
    expect(await world.mirror.sync()).toMatchObject({ state: 'ok', pending: 0 });
    expect(await world.rows()).toHaveLength(1);
    expect(await world.rows()).not.toContain(rowId);
  });

  it('removes nothing when the database cannot be read or the query was not complete', async () => {
    await withRow();
    world.notion.failNext({
      method: 'queryDataSource',
      when: 'before',
      error: new AppError('notion-not-found', 'never'),
    });
    expect(await world.mirror.sync()).toMatchObject({ state: 'failed', failure: { code: 'notion-not-found' } });
    world.notion.failNext({ method: 'queryDataSource', when: 'before', error: new AppError('offline', 'later') });
    expect(await world.mirror.sync()).toMatchObject({ state: 'behind', failure: { code: 'offline' } });
    expect(await world.list()).toHaveLength(1);
    expect(await world.mirror.sync()).toMatchObject({ state: 'ok' });
  });

  it('does not take a row for deleted that the query does not show yet', async () => {
    await withRow();
    const blind: NotionWorkspace = {
      ...world.notion,
      queryDataSource: async () => ({ results: [], complete: true }),
    };
    await world.create(blind).sync();
    expect(await world.list()).toHaveLength(1);
    expect(await world.rows()).toHaveLength(1);
  });

  it('puts the row of a deleted connection in the trash, and takes it out again after Undo', async () => {
    const rowId = await withRow();
    await world.connections.update((stored) => removeConnection(stored, 'c1', world.clock.now()));
    await world.mirror.sync();
    expect(world.notion.isTrashed(rowId)).toBe(true);
    await world.connections.update((stored) => restoreConnection(stored, 'c1'));
    await world.mirror.sync();
    expect(await world.rows()).toEqual([rowId]);
    expect(await world.list()).toHaveLength(1);
  });

  it.each(['after', 'late'] as const)(
    'makes a row exactly once when the answer is lost and it lands %s',
    async (when) => {
      await world.mirror.create(world.pageId);
      await world.put(sampleConnection());
      world.notion.failNext({ method: 'createPage', when });
      expect(await world.mirror.sync()).toMatchObject({ state: 'behind', pending: 1 });
      await world.clock.advance(20_000);
      const view = await world.create().sync();
      if (when === 'late') {
        expect(view).toMatchObject({ state: 'behind', failure: { code: 'notion-write-unconfirmed', retry: 'wait' } });
        world.notion.landLate();
        await world.clock.advance(MINUTE);
        await world.create().sync();
      }
      await world.clock.advance(2 * MINUTE);
      await world.create().sync();
      expect(await world.names()).toEqual(['Weekly notes']);
      expect(await world.mirror.view()).toMatchObject({ state: 'ok', pending: 0 });
    },
  );

  it('makes the row after the quarantine when the lost request never landed', async () => {
    await world.mirror.create(world.pageId);
    await world.put(sampleConnection());
    world.notion.failNext({ method: 'createPage', when: 'late' });
    await world.mirror.sync();
    await world.clock.advance(91_000);
    await world.mirror.sync();
    expect(await world.names()).toEqual(['Weekly notes']);
  });

  it('catches up with everything once, after it was offline', async () => {
    await world.mirror.create(world.pageId);
    for (let number = 1; number <= 5; number++)
      await world.put(sampleConnection({ id: `c${number}`, name: `N${number}` }));
    world.notion.failNext({
      method: 'createPage',
      when: 'before',
      error: new AppError('offline', 'later'),
      skip: 2,
      times: 1,
    });
    expect(await world.mirror.sync()).toMatchObject({ state: 'behind', pending: 3, failure: { code: 'offline' } });
    expect(await world.mirror.sync()).toMatchObject({ state: 'ok', pending: 0 });
    expect(await world.names()).toEqual(['N1', 'N2', 'N3', 'N4', 'N5']);
  });

  it('goes on with the next row when one is refused', async () => {
    await world.mirror.create(world.pageId);
    await world.put(sampleConnection({ id: 'c1', name: 'Bad' }));
    await world.put(sampleConnection({ id: 'c2', name: 'Good' }));
    world.notion.failNext({
      method: 'createPage',
      when: 'before',
      error: new AppError('notion-invalid-request', 'never'),
    });
    expect(await world.mirror.sync()).toMatchObject({ state: 'failed', pending: 1 });
    expect(await world.names()).toEqual(['Good']);
  });

  it('says what a pasted database lacks, and adds it', async () => {
    await world.put(sampleConnection());
    const { databaseId } = world.notion.addDatabase({ title: 'Mine', properties: { Prompt: { rich_text: {} } } });
    const url = `https://app.notion.com/p/${databaseId.replaceAll('-', '')}`;
    const view = await world.mirror.check(url);
    expect(view.missingColumns).toContain('Connection id');
    expect(view.missingColumns).not.toContain('Prompt');
    expect(await world.mirror.complete()).toEqual({ state: 'ok', url, pending: 0 });
    expect(await world.names()).toEqual(['Weekly notes']);
  });

  it('adopts the rows of a database that was used before, by their Connection id', async () => {
    const rowId = await withRow();
    const { url = '' } = await world.mirror.view();
    world.store.entries.delete('mirror');
    await world.create().check(url);
    await world.create().sync();
    expect(await world.rows()).toEqual([rowId]);
  });
});

describe('Keep filled in the mirror', () => {
  it('has its columns from the first connection on that has it, with its last look, and says when it is over', async () => {
    const { mirror, notion, put, pageId, rows, looks, source, clock } = setUp();
    await put(sampleConnection());
    await mirror.create(pageId);
    const columns = async () => Object.keys((await notion.getDataSource(await source())).properties);
    expect(await columns()).not.toContain('Keep filled');
    looks.set('c1', { standing: 'On', at: clock.now() });
    expect(await mirror.sync()).toMatchObject({ state: 'ok' });
    const [row] = await rows();
    expect(await columns()).toEqual(expect.arrayContaining(['Keep filled', 'Last look']));
    const shown = async () => (await notion.getPage(row!)).properties;
    const properties = await shown();
    expect(properties['Keep filled']).toMatchObject({ select: { name: 'On' } });
    const { date } = properties['Last look'] as { date?: { start: string } };
    expect(Date.parse(date?.start ?? '')).toBe(clock.now());
    looks.clear();
    await mirror.sync();
    expect((await shown())['Keep filled']).toMatchObject({ select: null });
    // Nothing is said to be missing, and nothing is written that stands there.
    const before = notion.effects.length;
    expect(await mirror.sync()).not.toHaveProperty('missingColumns');
    expect(notion.effects).toHaveLength(before);
  });

  it('leaves a column of the person’s own of that name alone', async () => {
    const { mirror, notion, put, pageId, looks, source, clock } = setUp();
    await put(sampleConnection());
    await mirror.create(pageId);
    await notion.updateDataSource(await source(), { properties: { 'Keep filled': { checkbox: {} } } });
    looks.set('c1', { standing: 'Paused', at: clock.now() });
    expect(await mirror.sync()).toMatchObject({ state: 'ok' });
    const { properties } = await notion.getDataSource(await source());
    expect(properties['Keep filled']!.type).toBe('checkbox');
    expect(properties['Last look']!.type).toBe('date');
  });
});
