import { beforeEach, expect, it } from 'vitest';

import { World } from '../../../sandbox/notion/world.ts';
import type { PageSource, RenderedBlock } from '../../../sandbox/web/page-source.ts';
import { createWorldPages } from '../../../sandbox/web/world-pages.ts';

let world: World;
let pages: PageSource;

const BLOCKS = `# Title
Some **bold** and [a link](https://example.com/)
- one
  - inside
- [x] done
> said
\`\`\`javascript
let x = 1;
\`\`\`
| a | b |
| --- | --- |
| 1 | 2 |
---`;

beforeEach(() => {
  world = new World();
  const workspace = world.addWorkspace({ name: 'Acme' });
  world.addUser({ name: 'Ada', type: 'person', workspaceId: workspace.id });
  pages = createWorldPages(world);
});

function addTasks() {
  const home = world.addPage({ title: 'Home' });
  return world.addDatabase({
    title: 'Tasks',
    parent: home.id,
    properties: {
      Name: { title: {} },
      Done: { checkbox: {} },
      Kind: { select: { options: [{ name: 'Big', color: 'red' }] } },
    },
    rows: [{ Name: 'First', Done: true, Kind: 'Big' }, { Name: 'Second' }],
  });
}

it('shows a page with its blocks as they are nested and marked', () => {
  const page = world.addPage({ title: 'Notes', blocks: BLOCKS });
  const shown = pages.render(page.id);
  const byType = (type: string) => shown?.blocks.find((block) => block.type === type) as RenderedBlock;
  expect(shown).toMatchObject({ kind: 'page', title: 'Notes', path: [] });
  expect(byType('paragraph').runs).toEqual([
    { text: 'Some ' },
    { text: 'bold', bold: true },
    { text: ' and ' },
    { text: 'a link', href: 'https://example.com/' },
  ]);
  expect(byType('bulleted_list_item').children[0]?.runs).toEqual([{ text: 'inside' }]);
  expect(byType('to_do').checked).toBe(true);
  expect(byType('code').language).toBe('javascript');
  expect(byType('table').children[1]?.cells).toEqual([[{ text: '1' }], [{ text: '2' }]]);
});

it('shows a database with its columns beside the title, its rows, and its views', () => {
  const { database, view } = addTasks();
  const shown = pages.render(database.id);
  expect(shown?.path.map((step) => step.title)).toEqual(['Home']);
  expect(shown?.columns?.map((column) => column.name)).toEqual(['Done', 'Kind']);
  const [first] = shown?.rows ?? [];
  expect(first?.title).toBe('First');
  expect(Object.values(first?.cells ?? {})).toEqual([
    { text: '', checked: true },
    { text: 'Big', tags: [{ name: 'Big', color: 'red' }] },
  ]);
  expect(shown?.views?.map((one) => one.id)).toEqual([view.id]);
});

it("shows a row's page with its properties, and where it is", () => {
  const { database, dataSource } = addTasks();
  const row = pages.render(dataSource.rowIds[0] ?? '');
  expect(row?.properties?.map((property) => property.name)).toEqual(['Done', 'Kind']);
  expect(row?.path.at(-1)).toEqual({ id: database.id, title: 'Tasks' });
});

it('has nothing for an unknown id, or for what is in the trash', () => {
  const page = world.addPage({ title: 'Gone' });
  world.edit.trash(page.id);
  expect(pages.render(page.id)).toBeUndefined();
  expect(pages.render('nonsense')).toBeUndefined();
  expect(pages.sidebar().items).toEqual([]);
});

it('tells of a changed row for the row and for its database', () => {
  const { database, dataSource } = addTasks();
  const told: string[] = [];
  const stop = pages.onChange((id) => told.push(id));
  const row = dataSource.rowIds[0] ?? '';
  world.edit.setProperty(row, 'Done', false);
  expect(told).toEqual(expect.arrayContaining([row, database.id]));
  stop();
  told.length = 0;
  world.edit.setProperty(row, 'Done', true);
  expect(told).toEqual([]);
});

it('takes what a person types, ticks and renames', () => {
  const page = world.addPage({ title: 'Notes', blocks: 'Old\n\n- [ ] task' });
  const [text, task] = pages.render(page.id)?.blocks ?? [];
  pages.edit?.({ kind: 'text', blockId: text?.id ?? '', text: 'New' });
  pages.edit?.({ kind: 'check', blockId: task?.id ?? '', checked: true });
  pages.edit?.({ kind: 'title', pageId: page.id, text: 'Renamed' });
  const shown = pages.render(page.id);
  expect([shown?.title, shown?.blocks[0]?.runs[0]?.text, shown?.blocks[1]?.checked]).toEqual(['Renamed', 'New', true]);
});
