import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeEach, expect, it } from 'vitest';

import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();

interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly failure?: unknown;
}

/** Sends a command as a surface does. */
async function call(app: Surface, name: string, request: unknown): Promise<Answer> {
  return app.evaluate((message: unknown) => chrome.runtime.sendMessage(message) as Promise<Answer>, {
    type: 'command',
    name,
    request,
  });
}

/** A view of the App, set up with a token and a key. */
async function openApp(hash: string): Promise<Surface> {
  const app = await world.browser.open(`options.html${hash}`);
  const secrets = { notion: world.sandbox.demo.token.token, gemini: 'gemini-key-0123456789' };
  expect(await call(app, 'settings.save', { settings: { engine: 'gemini' }, secrets })).toMatchObject({ ok: true });
  expect(await call(app, 'settings.testNotion', {})).toMatchObject({ value: { outcome: 'ok' } });
  return app;
}

async function allowGemini(app: Surface): Promise<void> {
  await world.browser.grantHost('https://generativelanguage.googleapis.com');
  await app.evaluate(() => chrome.permissions.request({ origins: ['https://generativelanguage.googleapis.com/*'] }));
}

async function connect(app: Surface, id: string, name: string, pageId: string): Promise<void> {
  const target = (await call(app, 'target.resolveId', { pageId })).value;
  const options = { prompt: `Write about ${name}`, where: 'end', usePageContent: false };
  expect(await call(app, 'connections.save', { id, name, target, options })).toMatchObject({ ok: true });
}

/** Names of the connections in the order on screen. */
async function names(app: Surface): Promise<string[]> {
  return app.evaluate(() =>
    [...document.querySelectorAll('a.list-name')].map((link) => link.textContent?.trim() ?? ''),
  );
}

const goTo = (app: Surface, hash: string) => app.evaluate((to: string) => void (location.hash = to), hash);

function appTab() {
  const page = world.chromium.context.pages().find((tab) => tab.url().includes('/options.html'));
  if (!page) throw new Error('The App is not open');
  return page;
}

/** What axe finds in the App, as it is now. */
async function objections(): Promise<string[]> {
  const page = appTab();
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
}

beforeEach(async () => {
  const app = await openApp('#/home');
  expect(await call(app, 'settings.clear', {})).toMatchObject({ ok: true });
  await app.close();
});

it('lists all connections, finds them by a word and turns their order around by a column', async () => {
  const { demo } = world.sandbox;
  const app = await openApp('#/connections');
  await app.getByText(/No connections yet/).waitFor();
  await connect(app, 'a', 'Alpha page', demo.notes.id);
  await connect(app, 'b', 'Beta rows', demo.ideas.database.id);
  await connect(app, 'c', 'Gamma page', demo.blank.id);
  await app.getByRole('link', 'Gamma page').waitFor();
  await app.getByRole('button', 'Name').click();
  await expect.poll(() => names(app)).toEqual(['Alpha page', 'Beta rows', 'Gamma page']);
  await app.getByRole('button', 'Name').click();
  await expect.poll(() => names(app)).toEqual(['Gamma page', 'Beta rows', 'Alpha page']);
  expect(await app.evaluate(() => document.querySelector('th')?.getAttribute('aria-sort'))).toBe('descending');
  await app.getByRole('searchbox', 'Filter connections').fill('database');
  await expect.poll(() => names(app)).toEqual(['Beta rows']);
  await app.getByRole('searchbox', 'Filter connections').fill('no such thing');
  await app.getByText(/No matches for/).waitFor();
});

it('shows what a connection is set to and wrote, links to Notion, and goes on where it was left', async () => {
  const { demo } = world.sandbox;
  const app = await openApp('#/connections');
  await allowGemini(app);
  await connect(app, 'a', 'Autumn letter', demo.blank.id);
  const target = (await call(app, 'target.resolveId', { pageId: demo.blank.id })).value;
  const options = { prompt: 'Write about small teams', where: 'end', usePageContent: false };
  const request = { kind: 'page', target, options };
  const started = await call(app, 'runs.start', { id: 'run-1', request, connectionId: 'a' });
  expect(started).toMatchObject({ ok: true });
  await app.getByRole('link', 'Autumn letter').click();
  await app.getByRole('heading', 'Autumn letter').waitFor();
  await app.getByText('Write about small teams').waitFor();
  await app.getByRole('region', 'Last content').waitForText(/Demo text written by rules/, 30_000);
  const href = await app.getByRole('link', 'Open in Notion').attribute('href');
  expect(href).toContain(demo.blank.id.replaceAll('-', ''));
  await expect
    .poll(() => app.evaluate(() => document.body.innerText), { timeout: 30_000 })
    .toContain('Prompts used 1 of 10');
  await app.getByRole('button', 'Continue').click();
  await expect.poll(() => app.url()).toContain('#/create/a');
  expect(await app.getByRole('textbox', 'AI prompt').value()).toBe('Write about small teams');
});

it('deletes a connection at once, leaves Notion alone, and brings it back by the keyboard', async () => {
  const { demo } = world.sandbox;
  const app = await openApp('#/connections');
  await connect(app, 'a', 'Alpha', demo.notes.id);
  const before = world.sandbox.notion.world.toText(demo.notes.id);
  await app.getByRole('button', 'More actions for Alpha').press('Enter');
  await app.getByRole('menu', 'More actions for Alpha').waitFor();
  await app.press('End');
  await app.press('Enter');
  await expect.poll(() => names(app)).toEqual([]);
  await app.getByText(/Alpha was deleted here/).waitFor();
  expect(world.sandbox.notion.world.toText(demo.notes.id)).toBe(before);
  await expect.poll(() => app.evaluate(() => document.activeElement?.textContent)).toBe('Undo');
  await app.press('Enter');
  await expect.poll(() => names(app)).toEqual(['Alpha']);
});

it('opens a connection in Notion, renames and duplicates it from its menu', async () => {
  const { notes } = world.sandbox.demo;
  const app = await openApp('#/connections');
  await connect(app, 'a', 'Alpha', notes.id);
  const opened = world.chromium.context.waitForEvent('page');
  await app.getByRole('button', 'More actions for Alpha').click();
  await app.getByRole('menuitem', 'Open in Notion').click();
  const tab = await opened;
  await tab.waitForURL((url) => url.href.includes(notes.id.replaceAll('-', '')));
  await tab.close();
  await app.getByRole('button', 'More actions for Alpha').click();
  await app.getByRole('menuitem', 'Rename').click();
  await app.getByRole('textbox', 'Name').fill('Omega');
  await app.getByRole('dialog').getByRole('button', 'Rename').click();
  await app.getByRole('button', 'More actions for Omega').click();
  await app.getByRole('menuitem', 'Duplicate').click();
  await expect.poll(async () => (await names(app)).toSorted()).toEqual(['Omega', 'Omega 2']);
});

it('shows who is signed in, starts with ten prompts and takes another plan and cap at once', async () => {
  const app = await openApp('#/upgrade');
  const words = () => app.evaluate(() => document.querySelector('.sidebar')?.textContent ?? '');
  await expect.poll(words).toContain('Prompts used 0 of 10');
  await expect.poll(words).toContain(world.sandbox.demo.workspace.name);
  await app.getByRole('button', 'Current plan').waitFor();
  // The button that a pointer is over stays the same one while the numbers come in.
  const isKept = () =>
    app.evaluate(() => {
      const kept = window as { kept?: Element };
      kept.kept ??= [...document.querySelectorAll('button')].find(
        (button) => button.textContent === 'Choose Unlimited',
      )!;
      return kept.kept.isConnected;
    });
  expect(await isKept()).toBe(true);
  await app.getByLabel('Prompts a month').fill('50');
  await app.getByRole('button', 'Choose Personal').click();
  await expect.poll(words).toContain('Prompts used 0 of 50');
  expect(await isKept()).toBe(true);
  await app.getByLabel('Spending cap').fill('2.5');
  await app.getByRole('button', 'Choose Unlimited').click();
  await app.getByText('Unlimited is your plan now.').waitFor();
  expect(await app.getByRole('button', 'Choose Starter').count()).toBe(1);
  await app.reload();
  await app.getByRole('button', 'Choose Personal').waitFor();
  expect(await app.getByLabel('Spending cap').value()).toBe('2.5');
});

it('keeps a page run in the history, with its text and an Undo that takes it back', async () => {
  const { demo } = world.sandbox;
  const app = await openApp('#/runs');
  await app.getByText(/No runs yet/).waitFor();
  await allowGemini(app);
  const before = world.sandbox.notion.world.toText(demo.notes.id);
  const target = (await call(app, 'target.resolveId', { pageId: demo.notes.id })).value;
  const options = { prompt: 'Write about tea', where: 'end', usePageContent: false };
  await call(app, 'runs.start', { id: 'run-2', request: { kind: 'page', target, options } });
  await goTo(app, '#/runs/run-2');
  await app.getByRole('region', 'Text so far').waitForText(/Demo text written by rules/, 30_000);
  expect(await objections()).toEqual([]);
  await app.getByRole('button', 'Undo').click();
  await app.getByText(/Undone/).waitFor('visible', 30_000);
  expect(world.sandbox.notion.world.toText(demo.notes.id)).toBe(before);
  await goTo(app, '#/runs');
  await app.getByRole('combobox', 'State').select('Failed');
  await app.getByText(/No run is in the state Failed/).waitFor();
});

it('shows a run of rows as it goes on: counts aloud and as a bar, and each row with its answer', async () => {
  const { database } = world.sandbox.demo.ideas;
  const app = await openApp('#/runs');
  await allowGemini(app);
  const target = (await call(app, 'target.resolveId', { pageId: database.id })).value;
  expect(target).toMatchObject({ kind: 'database' });
  const output = { kind: 'body', where: 'end' };
  const options = { prompt: 'One sentence', where: 'end', usePageContent: false, output };
  const request = { kind: 'rows', target, options, selection: { kind: 'all' } };
  expect(await call(app, 'runs.start', { id: 'run-3', request })).toMatchObject({ ok: true });
  await goTo(app, '#/runs/run-3');
  await app.getByRole('progressbar', 'Progress of the run').waitFor();
  await app.getByRole('status').waitForText(/(\d+) of \1 rows done/, 60_000);
  const states = () =>
    app.evaluate(() => [...document.querySelectorAll('.job-state')].map((state) => state.textContent));
  await expect.poll(async () => (await states()).length).toBeGreaterThan(1);
  await expect.poll(async () => new Set(await states()), { timeout: 30_000 }).toEqual(new Set(['Done']));
  expect(await objections()).toEqual([]);
  const download = appTab().waitForEvent('download');
  await app.getByRole('button', 'Export').click();
  await app.getByRole('menuitem', 'CSV').click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  expect(await readFile(await (await download).path(), 'utf8')).toMatch(/done/i);
  await app.getByRole('combobox', 'Show').select('Failed');
  await app.getByText('No rows in this state.').waitFor();
  await app.getByRole('button', 'Undo').click();
  await app.getByRole('status').waitForText(/Undone/, 30_000);
});

it('saves a prompt of the person’s own, finds it, deletes it and takes the deletion back', async () => {
  const app = await openApp('#/prompts');
  await app.getByRole('button', 'New prompt').click();
  await app.getByRole('textbox', 'Name').fill('Haiku');
  await app.getByRole('textbox', 'Prompt').fill('Write a haiku about {{title}}.');
  await app.getByRole('button', 'Save').click();
  await app.getByRole('searchbox', 'Search prompts').fill('haiku');
  await app.getByRole('button', 'Delete Haiku').click();
  await app.getByText(/Haiku was deleted/).waitFor();
  await app.getByRole('button', 'Undo').click();
  await app.getByRole('button', 'Edit Haiku').waitFor();

  // Used from there, it is what the next connection begins with; every prompt box offers it, and saves what stands in it.
  await app.getByRole('link', 'Use Haiku').click();
  await app.getByText('Starting with “Haiku”. Choose where to write.').waitFor();
  await app.getByRole('option', 'Visen demo').click();
  const prompt = app.getByRole('textbox', 'AI prompt');
  await expect.poll(() => prompt.value()).toBe('Write a haiku about {{title}}.');
  await prompt.fill('Write a limerick.');
  await app.getByRole('button', 'Saved prompts').click();
  await app.getByText('Write a haiku about {{title}}.').waitFor();
  await app.getByRole('menuitem', 'Save this prompt').click();
  await app.getByRole('dialog', 'Save this prompt').getByRole('button', 'Save').click();
  await app.getByRole('dialog', 'Save this prompt').waitFor('hidden');
  await app.getByRole('button', 'Saved prompts').click();
  await app.getByRole('menuitem', 'Write a limerick.').waitFor();
});

it('offers to copy feedback or save it as a file where the build has no address, and shows the diagnostics first', async () => {
  const app = await openApp('#/feedback');
  await app.getByText(/no address to send to/).waitFor();
  await app.getByRole('combobox', 'Kind').select('Praise');
  await app.getByRole('textbox', 'Message').fill('Thank you');
  await app.getByRole('checkbox', 'Include diagnostics').check();
  await app.getByRole('region', 'Diagnostics').waitForText(/Visen \d/);
  await app.getByRole('button', 'Save as file').click();
  await app.getByText('Saved').waitFor();
  expect(await app.getByRole('button', 'Copy').count()).toBe(1);
  expect(await app.getByRole('button', 'Send').count()).toBe(0);
});

it('has nothing that axe objects to in any of these views', async () => {
  const app = await openApp('#/connections');
  await connect(app, 'a', 'Alpha', world.sandbox.demo.notes.id);
  const headings = {
    connections: 'Connections',
    'connections/a': 'Alpha',
    runs: 'Runs',
    prompts: 'Prompts',
    upgrade: 'Upgrade',
    feedback: 'Feedback',
  };
  for (const [view, heading] of Object.entries(headings)) {
    await goTo(app, `#/${view}`);
    await app.getByRole('heading', heading).waitFor();
    expect(await objections(), view).toEqual([]);
  }
});
