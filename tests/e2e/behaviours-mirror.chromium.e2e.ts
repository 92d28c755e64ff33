import { beforeAll, expect, it } from 'vitest';

import { webUrl } from '../../sandbox/main.ts';
import type { World as Notion } from '../../sandbox/notion/world.ts';
import {
  call,
  generate,
  goTo,
  mirrorRows,
  openNewPage,
  openReady,
  waitForRunState,
  waitForText,
} from './behaviours-steps.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld({ sandbox: { models: { chunkDelayMs: 1 } } });
let notion: Notion;

beforeAll(() => {
  notion = world.sandbox.notion.world;
});

/** Set up with an empty connections database. */
async function openWithMirror(): Promise<{ app: Surface; url: string }> {
  const app = await openReady(world);
  await call(app, 'settings.clear', {});
  await app.close();
  const fresh = await openReady(world);
  const { url } = await call<{ url: string }>(fresh, 'mirror.create', { parentPageId: world.sandbox.demo.notes.id });
  return { app: fresh, url };
}

/** Goes to Connections and waits until both sides agree. */
async function sync(app: Surface): Promise<void> {
  await goTo(app, '#/connections');
  await call(app, 'mirror.sync', {});
  await waitForText(app, 'The connections database in Notion is up to date.');
}

const titles = (url: string) => mirrorRows(world, url).map(({ title }) => title);
const cell = (rowId: string, column: string, url: string): string => {
  const databaseId = mirrorDatabaseId(url);
  const { columns, rows } = notion.render(databaseId);
  const id = columns.find(({ name }) => name === column)?.id ?? '';
  return rows.find((row) => row.id === rowId)?.cells[id]?.text ?? '';
};

function mirrorDatabaseId(url: string): string {
  const source = [...notion.records.values()].find(
    (record) => record.kind === 'database' && url.replaceAll('-', '').includes(record.id.replaceAll('-', '')),
  );
  return source?.id ?? '';
}

it('keeps a row per connection: made, renamed and run here, each shows there', async () => {
  const { app, url } = await openWithMirror();
  await openNewPage(world, app, 'Kept in Notion');
  await generate(app, 'Write about tea');
  await waitForRunState(app, 'Done');
  const shown = async (): Promise<string[]> => {
    await sync(app);
    const [row] = mirrorRows(world, url);
    return ['Type', 'Prompt', 'Prompts', 'Status'].map((column) => cell(row?.id ?? '', column, url));
  };
  // What changed after a look is written at the next one, up to 15 s later.
  await expect.poll(shown, { timeout: 60_000 }).toEqual(['Notion Page', 'Write about tea', '1', 'Done']);
  expect(titles(url)).toEqual(['Kept in Notion']);
  await app.getByRole('button', 'More actions for Kept in Notion').click();
  await app.getByRole('menuitem', 'Rename').click();
  await app.getByRole('textbox', 'Name').fill('Renamed here');
  await app.getByRole('dialog').getByRole('button', 'Rename').click();
  await app.getByRole('link', 'Renamed here').waitFor();
  await sync(app);
  expect(titles(url)).toEqual(['Renamed here']);
});

it('takes over a new name and prompt from Notion, and puts every other column back', async () => {
  const { app, url } = await openWithMirror();
  await openNewPage(world, app, 'Made here');
  await sync(app);
  const rowId = mirrorRows(world, url)[0]?.id ?? '';
  const link = cell(rowId, 'Link', url);
  notion.edit.setProperty(rowId, 'Name', 'Named there');
  notion.edit.setProperty(rowId, 'Prompt', 'Asked there');
  notion.edit.setProperty(rowId, 'Link', 'https://elsewhere.example/');
  await goTo(app, '#/home');
  await sync(app);
  await app.getByRole('link', 'Named there').click();
  await waitForText(app, 'Asked there');
  expect(cell(rowId, 'Link', url)).toBe(link);
  await app.getByRole('button', 'Continue').click();
  await waitForText(app, /This prompt was changed in Notion/);
  // Before the person agrees nothing is asked of the model.
  await app.getByRole('button', 'Generate').click();
  await waitForText(app, /you haven't agreed to it yet/);
  await app.getByRole('button', 'Restore the earlier one').click();
  await app.getByRole('button', 'Restore the earlier one').waitFor('hidden');
  await expect.poll(() => app.getByRole('textbox', 'AI prompt').value()).toBe('');
  await sync(app);
  expect(cell(rowId, 'Prompt', url)).toBe('');
  notion.edit.setProperty(rowId, 'Prompt', 'Write about tea');
  await sync(app);
  await app.getByRole('link', 'Named there').click();
  await app.getByRole('button', 'Use this prompt').click();
  await app.getByRole('button', 'Use this prompt').waitFor('hidden');
  await app.getByRole('button', 'Continue').click();
  await app.getByRole('button', 'Generate').click();
  await waitForRunState(app, 'Done');
});

it('removes a connection whose row was deleted in Notion when Connections is opened, and brings both back by Undo', async () => {
  const { app, url } = await openWithMirror();
  const pageId = await openNewPage(world, app, 'Deleted there');
  await sync(app);
  const rowId = mirrorRows(world, url)[0]?.id ?? '';
  await goTo(app, '#/home');
  notion.edit.trash(rowId);
  const again = await world.browser.open('options.html#/connections');
  await waitForText(again, 'Deleted there was deleted in the connections database in Notion');
  await waitForText(again, 'No connections yet.');
  expect(notion.isTrashed(pageId)).toBe(false);
  await again.getByRole('button', 'Undo').click();
  await again.getByRole('link', 'Deleted there').waitFor();
  await sync(again);
  expect(mirrorRows(world, url).map(({ id }) => id)).toEqual([rowId]);
});

it('never holds up a run while its database cannot be reached, and catches up exactly once', async () => {
  const { app, url } = await openWithMirror();
  const { faults } = world.sandbox.notion;
  faults.next({ match: { path: /\/data_sources\/[^/]+\/query$/, count: 50 }, fault: { type: 'unavailable' } });
  const pageId = await openNewPage(world, app, 'Written all the same');
  await generate(app, 'Write about tea');
  await waitForRunState(app, 'Done');
  expect(notion.toText(pageId)).toMatch(/tea/i);
  await goTo(app, '#/connections');
  await waitForText(app, /not reached the connections database yet/);
  expect(titles(url)).toEqual([]);
  faults.clear();
  // The answer to the first row is lost on its way: it must not be made a second time.
  faults.next({ match: { method: 'POST', path: /\/v1\/pages$/ }, fault: { type: 'drop', when: 'after' } });
  await app.getByRole('button', 'Sync now').click();
  await expect.poll(() => titles(url)).toEqual(['Written all the same']);
  await sync(app);
  expect(titles(url)).toEqual(['Written all the same']);
});

it('checks a database whose URL is pasted, and adds the columns that it lacks', async () => {
  const app = await openReady(world, '#/settings');
  await app.reload();
  const { database, dataSource } = notion.addDatabase({
    title: 'My own list',
    parent: world.sandbox.demo.notes.id,
    properties: { Name: { title: {} }, Prompt: { rich_text: {} } },
  });
  await app.getByRole('textbox', 'Connections database').fill(webUrl(database.id));
  await app.getByRole('button', 'Save').click();
  await waitForText(app, /This database lacks the columns/);
  expect(notion.dataSource(dataSource.id)?.schema).toHaveLength(2);
  await app.getByRole('button', 'Add what is missing').click();
  await expect
    .poll(() =>
      notion
        .dataSource(dataSource.id)
        ?.schema.map(({ name }) => name)
        .toSorted(),
    )
    .toEqual(
      [
        ...['Name', 'Type', 'Link', 'Prompt', 'Engine', 'Output', 'Status', 'Last run', 'Rows done', 'Rows failed'],
        ...['Prompts', 'Tokens', 'Cost', 'Connection id'],
      ].toSorted(),
    );
  await app.getByRole('button', 'Add what is missing').waitFor('hidden');
});
