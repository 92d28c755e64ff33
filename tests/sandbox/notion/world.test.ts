import { describe, expect, it } from 'vitest';
import { seedDemo } from '../../../sandbox/notion/seed-demo.ts';
import type { Change } from '../../../sandbox/notion/model.ts';
import { World } from '../../../sandbox/notion/world.ts';
import { paragraph, startApi } from './start-api.ts';

describe('the world', () => {
  it('has the same ids on every run, shaped like current ones', () => {
    const ids = () => [...seed().world.records.keys()];
    expect(ids()).toEqual(ids());
    for (const id of ids()) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  const seed = () => {
    const world = new World({ now: () => Date.parse('2026-11-21T10:00:00Z') });
    return { world, demo: seedDemo(world) };
  };

  it('renders a page as runs and a tree', () => {
    const { world, demo } = seed();
    const page = world.render(demo.notes.id);
    expect(page).toMatchObject({ kind: 'page', title: 'Meeting notes', columns: [], inTrash: false });
    expect(page.blocks[0]).toMatchObject({ type: 'heading_2', text: 'Weekly sync' });
    expect(page.blocks[1]?.runs[0]).toMatchObject({ text: 'Present:', bold: true, href: null });
    expect(page.blocks[3]?.children[0]?.runs[1]).toMatchObject({
      text: 'design',
      href: 'https://design.acme.example/',
    });
    expect(page.blocks.find((block) => block.type === 'table')?.children[1]?.cells?.[0]?.[0]?.text).toBe('Docs');
    expect(page.blocks.find((block) => block.type === 'code')).toMatchObject({ language: 'typescript' });
  });

  it('renders a database as columns, rows and views, and its text', () => {
    const { world, demo } = seed();
    const page = world.render(demo.ideas.database.id);
    expect(page.columns.map((column) => column.type)).toEqual([
      'title',
      'checkbox',
      'rich_text',
      'status',
      'multi_select',
    ]);
    expect(page.views.map((view) => view.name)).toEqual(['Default view', 'To generate', 'A to Z']);
    expect(world.toText(demo.ideas.database.id).split('\n').at(-1)).toBe(
      'How we write release notes | No | Keep them short. | Done | ',
    );
  });

  it('has a database with every type of property', () => {
    const { world, demo } = seed();
    const types = new Set(world.render(demo.everything.database.id).columns.map((column) => column.type));
    expect(types.size).toBe(24);
  });

  it('tells the page and what lists it about each change', async () => {
    const { client, demo, world, on } = await startApi();
    const changes: Change[] = [];
    const stop = on('change', (change) => changes.push(change));
    await client.blocks.children.append({ block_id: demo.blank.id, children: [paragraph('x')] });
    expect(changes).toMatchObject([{ pageId: demo.blank.id, kind: 'block', action: 'created', by: demo.token.botId }]);
    changes.length = 0;
    const row = world.render(demo.ideas.database.id).rows[0]?.id ?? '';
    world.edit.setProperty(row, 'Content', 'by hand');
    expect(changes.map((change) => change.pageId)).toEqual([row, demo.ideas.database.id]);
    stop();
    world.edit.trash(row);
    expect(changes).toHaveLength(2);
  });

  it('lets a person edit, tick, rename, move, trash and restore', () => {
    const { world, demo } = seed();
    const [first = '', second = ''] = world.addBlocks(demo.blank.id, '- [ ] one\n\ntwo');
    world.edit.setText(first, 'changed **by hand**');
    world.edit.setChecked(first, true);
    world.edit.moveBlock(second, undefined);
    world.edit.rename(demo.blank.id, 'Renamed');
    expect(world.toText(demo.blank.id)).toBe('Renamed\ntwo\n[x] changed by hand');
    world.edit.trash(second);
    expect(world.toText(demo.blank.id)).toBe('Renamed\n[x] changed by hand');
    world.edit.restore(second);
    expect(world.toText(demo.blank.id)).toBe('Renamed\ntwo\n[x] changed by hand');
    world.edit.renameProperty(demo.ideas.dataSource.id, 'Content', 'Text');
    world.edit.removeProperty(demo.ideas.dataSource.id, 'Tags');
    expect(world.render(demo.ideas.database.id).columns.map((one) => one.name)).toEqual([
      'Topic',
      'Generate',
      'Text',
      'Status',
    ]);
    world.edit.deleteForever(demo.notes.id);
    expect(() => world.render(demo.notes.id)).toThrow();
    expect(() => world.edit.setText('nowhere', 'x')).toThrow('Nothing has the id nowhere');
  });

  it('refuses a second write to a page while the first is on its way, when requests take time', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const { raw, demo, world } = await startApi({ settings: { latency: 1 }, sleep: () => gate });
    const append = () => raw('PATCH', `blocks/${demo.blank.id}/children`, { children: [paragraph('x')] });
    const both = [append(), append()];
    expect((await Promise.race(both)).status).toBe(409);
    release();
    expect((await Promise.all(both)).map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect((await append()).status).toBe(200);
    expect(world.children(demo.blank.id)).toHaveLength(2);
  });

  it('knows its users', async () => {
    const { client, demo } = await startApi();
    expect((await client.users.list({})).results.map((user) => user.name)).toEqual(['Ada Acme', 'Visen']);
    expect(await client.users.retrieve({ user_id: demo.person.id })).toMatchObject({ type: 'person' });
    await expect(client.users.retrieve({ user_id: demo.blank.id })).rejects.toMatchObject({ status: 404 });
  });
});
