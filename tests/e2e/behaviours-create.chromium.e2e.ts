import { beforeAll, expect, it } from 'vitest';

import { webUrl } from '../../sandbox/main.ts';
import type { World as Notion } from '../../sandbox/notion/world.ts';
import { call, fillCreate, goTo, openReady, waitForText } from './behaviours-steps.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();
/** An integration that is not called like the product: sentences must name the one that the person made. */
const TOKEN = 'ntn_scribe000000000000000000000000000000000000VISEN';
const SCHEMA = { Topic: { title: {} }, Content: { rich_text: {} } };

let notion: Notion;

beforeAll(() => {
  notion = world.sandbox.notion.world;
  const { demo } = world.sandbox;
  notion.addToken({ token: TOKEN, botName: 'Office scribe', shared: [demo.notes.id, demo.ideas.database.id] });
});

async function openCreate(token = TOKEN): Promise<Surface> {
  const app = await openReady(world);
  await call(app, 'settings.save', { settings: {}, secrets: { notion: token } });
  await call(app, 'settings.testNotion', {});
  await goTo(app, '#/create');
  return app;
}

it('says what is wrong with each address and what to click', async () => {
  const { demo } = world.sandbox;
  const shared = { parent: demo.notes.id };
  const trashed = notion.addPage({ title: 'Old', ...shared });
  notion.edit.trash(trashed.id);
  const original = notion.addDatabase({ title: 'Original', properties: SCHEMA, ...shared });
  const linked = notion.addDatabase({ title: 'Linked', linkedTo: original.dataSource.id, ...shared });
  const several = notion.addDatabase({ title: 'Several', properties: SCHEMA, ...shared });
  notion.addDataSource({ databaseId: several.database.id, title: 'Second', properties: SCHEMA });
  const page = 'Notion Page' as const;
  const database = 'Notion Database' as const;
  const wrong = [
    ['https://example.com/p/0123456789abcdef0123456789abcdef', page, /not a Notion URL[^]*Share → Copy link/],
    ['https://www.notion.so/', page, /does not lead to a page[^]*Share → Copy link/],
    [webUrl(demo.ideas.database.id), page, /This is a database, not a page/],
    [webUrl(demo.notes.id), database, /This is a page, not a database/],
    [webUrl(trashed.id), page, /trash[^]*Restore it in Notion, then try again/],
    [webUrl(linked.database.id), database, /linked view[^]*••• on the view → View database/],
    [webUrl(several.database.id), database, /several data sources[^]*••• → Copy link/],
  ] as const;
  const app = await openCreate();
  for (const [url, type, sentence] of wrong) {
    await fillCreate(app, { url, type });
    await waitForText(app, sentence);
    expect(await app.url()).toMatch(/#\/create$/);
  }
  await app.getByRole('textbox', 'URL').fill('');
  await app.getByRole('button', 'Next').click();
  await waitForText(app, 'There is no URL yet.');
});

it('sets the type right with one click', async () => {
  const app = await openCreate();
  await fillCreate(app, { name: 'Ideas', url: webUrl(world.sandbox.demo.ideas.database.id) });
  await app.getByRole('button', 'Change to Notion Database').click();
  await app.getByRole('button', 'Next').click();
  await app.getByRole('heading', 'Ideas').waitFor();
  await waitForText(app, /rows? ticked/);
});

it('names the integration in the path to share a page, and goes on with Try again; once is enough', async () => {
  const page = notion.addPage({ title: 'Private plans' });
  const app = await openCreate();
  await fillCreate(app, { name: 'Plans', url: webUrl(page.id) });
  await waitForText(app, /••• → Connections → Office scribe/);
  await app.getByRole('button', 'Try again').click();
  await waitForText(app, /••• → Connections → Office scribe/);
  notion.edit.share(TOKEN, page.id);
  await app.getByRole('button', 'Try again').click();
  await app.getByRole('heading', 'Plans').waitFor();
  await fillCreate(app, { name: 'Plans again', url: webUrl(page.id) });
  await app.getByRole('heading', 'Plans again').waitFor();
});

it('takes every form of a Notion address, and a peeked page or its database as the type says', async () => {
  const { demo } = world.sandbox;
  const id = demo.notes.id.replaceAll('-', '');
  const row = notion.dataSource(demo.ideas.dataSource.id)?.rowIds[0] ?? '';
  const peeked = `${webUrl(demo.ideas.database.id)}?v=${demo.ideas.database.viewIds[0]?.replaceAll('-', '')}&p=${row.replaceAll('-', '')}`;
  const app = await openCreate();
  const addresses = [
    ['one', `https://www.notion.so/Meeting-notes-${id}`, 'Notion Page', 'Meeting notes'],
    ['two', `https://app.notion.com/acme/Meeting-notes-${id}?pvs=4`, 'Notion Page', 'Meeting notes'],
    ['three', peeked, 'Notion Page', 'Why small teams ship faster'],
    ['four', peeked, 'Notion Database', 'Blog ideas'],
  ] as const;
  for (const [name, url, type, title] of addresses) {
    await fillCreate(app, { name, url, type });
    await app.getByRole('heading', name).waitFor();
    await waitForText(app, title);
  }
});

it('finds pages in a searchable list, also one that Notion’s search learns of only later', async () => {
  const { settings } = world.sandbox.notion;
  settings.searchLag = 600_000;
  const app = await openCreate();
  await app.getByRole('option', 'Meeting notes').waitFor();
  notion.addPage({ title: 'Travel plan', parent: world.sandbox.demo.notes.id });
  await app.getByRole('button', 'Refresh').click();
  await app.getByRole('textbox', 'URL').fill('travel');
  await waitForText(app, 'No page is called “travel”');
  notion.moveTime(700_000);
  await app.getByRole('button', 'Refresh').click();
  // An entry goes on at once, as Next does.
  await app.getByRole('option', 'Travel plan').click();
  await app.getByRole('heading', 'Travel plan').waitFor();
  settings.searchLag = 0;
});

it('makes a sample page and a sample database with their columns under a page that is picked', async () => {
  const app = await openCreate();
  for (const kind of ['page', 'database'] as const) {
    await goTo(app, '#/create');
    await app.getByRole('button', `Create sample ${kind}`).click();
    const dialog = app.getByRole('dialog', 'Choose a page');
    await dialog.getByRole('option', 'Meeting notes').click();
    await dialog.getByRole('button', 'Create here').click();
    await dialog.waitFor('hidden');
    expect(await app.getByRole('textbox', 'URL').value()).toMatch(/^https:\/\/app\.notion\.com\//);
    await app.getByRole('button', 'Next').click();
    await app.getByRole('textbox', 'AI prompt').waitFor();
  }
  const columns = [...notion.records.values()].flatMap((record) =>
    record.kind === 'data_source' ? [record.schema.map(({ name }) => name)] : [],
  );
  expect(columns).toContainEqual(expect.arrayContaining(['Topic', 'Generate', 'Content', 'Status']));
});

it('says how to share a page when the token sees none, and lists it after Refresh', async () => {
  const token = 'ntn_alone0000000000000000000000000000000000000VISEN';
  notion.addToken({ token, botName: 'Newcomer', shared: [] });
  const app = await openCreate(token);
  await goTo(app, '#/settings');
  await app.getByRole('button', 'Create connections database').click();
  const dialog = app.getByRole('dialog', 'Choose a page');
  await waitForText(app, /••• → Connections → Newcomer/);
  notion.edit.share(token, world.sandbox.demo.blank.id);
  await dialog.getByRole('button', 'Refresh').click();
  await dialog.getByRole('option', 'Visen demo').waitFor();
});

it('offers a private page to a personal access token', async () => {
  const token = 'ntn_personal00000000000000000000000000000000VISEN';
  notion.addToken({ token, kind: 'pat', botName: 'Ada’s token' });
  const app = await openCreate(token);
  await app.getByRole('button', 'Create sample page').click();
  await app.getByRole('dialog').getByRole('button', 'Private page').click();
  await app.getByRole('dialog').waitFor('hidden');
  expect(await app.getByRole('textbox', 'URL').value()).toMatch(/^https:\/\/app\.notion\.com\//);
});
