import { expect, it } from 'vitest';

import { webUrl } from '../../sandbox/main.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { call, goTo, mirrorRows, waitForRunState, waitForText, waitForUsage } from './behaviours-steps.ts';

const world = useWorld({ sandbox: { models: { chunkDelayMs: 1 } } });
const TOKEN_FIELD = 'Notion internal integration secret key';

const app = (route: string): Promise<Surface> => world.browser.open(`options.html${route}`);
const settings = (view: Surface) => call<Record<string, unknown>>(view, 'settings.save', { settings: {}, secrets: {} });

it('sets up by the form: the chosen engine’s key is the one that is asked for, each service says how it is', async () => {
  await world.browser.grantHost('https://generativelanguage.googleapis.com');
  const view = await app('#/settings');
  await view.getByRole('combobox', 'AI engine').select('GPT');
  await view.getByRole('button', 'Save').click();
  await waitForText(view, 'OpenAI API key is missing');
  await view.getByRole('combobox', 'AI engine').select('Gemini');
  await waitForText(view, 'Gemini API key is missing');
  await view.getByLabel(TOKEN_FIELD).fill(world.sandbox.demo.token.token);
  await view.getByLabel('Gemini API key').fill('sandbox-demo-key-GEMI');
  await view.getByRole('button', 'Save').click();
  await view.getByRole('status').waitForText(/Settings saved/);
  await view.getByRole('status').waitForText(/Notion:\s+works.*Workspace Acme, as Visen\./);
  await view.getByRole('status').waitForText(/AI engine:\s+works/);
  const main = view.getByRole('navigation', 'Main');
  await expect.poll(() => main.text()).toMatch(/Acme\s+Visen\s+Prompts used 0 of 10/);
});

it('makes the connections database from Settings and keeps its URL at once, without Save', async () => {
  const view = await app('#/settings');
  await view.getByRole('button', 'Create connections database').click();
  const dialog = view.getByRole('dialog', 'Choose a page');
  await dialog.getByRole('searchbox', 'Search pages').fill('meet');
  await dialog.getByRole('option', 'Meeting notes').click();
  await dialog.getByRole('button', 'Create here').click();
  await dialog.waitFor('hidden');
  const url = await view.getByRole('textbox', 'Connections database').value();
  expect(mirrorRows(world, url)).toEqual([]);
  await view.reload();
  await expect.poll(() => view.getByRole('textbox', 'Connections database').value()).toBe(url);
});

it('keeps a connection by name, type and URL, writes the page with one click and counts one prompt', async () => {
  const { sandbox } = world;
  const view = await app('#/create');
  await view.getByRole('textbox', 'Name').fill('First page');
  await view.getByRole('combobox', 'Type').select('Notion Page');
  await view.getByRole('textbox', 'URL').fill(webUrl(sandbox.demo.blank.id));
  await view.getByRole('button', 'Next').click();
  await view.getByRole('textbox', 'AI prompt').fill('Write me a blog on Notion in 100 words');
  await waitForUsage(view, 'Prompts used 0 of 10');
  await view.getByRole('button', 'Generate').click();
  await waitForRunState(view, 'Done');
  await waitForUsage(view, 'Prompts used 1 of 10');
  const text = sandbox.notion.world.toText(sandbox.demo.blank.id);
  expect(text.split('\n').length).toBeGreaterThan(3);
  await view.getByRole('button', 'Generate').waitFor('enabled');

  await goTo(view, '#/connections');
  await view.getByRole('link', 'First page').click();
  await waitForText(view, /Last content/);
  expect(await view.getByRole('link', 'Open in Notion').attribute('href')).toContain(
    sandbox.demo.blank.id.replaceAll('-', ''),
  );
});

it('has everything again after the browser was closed, with the keys shown by their ends only', async () => {
  await world.browser.restart();
  const view = await app('#/settings');
  await waitForText(view, 'Saved, ends in GEMI.');
  expect(await view.getByLabel('Gemini API key').value()).toBe('');
  expect(await view.getByRole('combobox', 'AI engine').value()).toBe('gemini');
  expect(await view.getByRole('textbox', 'Connections database').value()).toMatch(/^https:\/\/app\.notion\.com\//);
  await goTo(view, '#/connections');
  await view.getByRole('link', 'First page').waitFor();
  await waitForUsage(view, 'Prompts used 1 of 10');
});

it('Clear erases everything on this device and leaves Notion as it is', async () => {
  const { sandbox } = world;
  const before = sandbox.notion.world.toText(sandbox.demo.blank.id);
  const view = await app('#/settings');
  await view.getByRole('button', 'Clear').click();
  await view.getByRole('dialog', 'Clear all data?').getByRole('button', 'Cancel').click();
  await waitForText(view, 'Saved, ends in GEMI.');
  await view.getByRole('button', 'Clear').click();
  await view.getByRole('dialog', 'Clear all data?').getByRole('button', 'Clear everything').click();
  await waitForText(view, 'Everything on this device was erased.');
  await expect.poll(() => view.getByRole('textbox', 'Connections database').value()).toBe('');
  expect((await settings(view))['missing']).toContain('notion-token');
  const stored = JSON.stringify(await world.browser.storage());
  for (const trace of ['"ct"', 'First page', 'Acme', sandbox.demo.token.token]) expect(stored).not.toContain(trace);
  await goTo(view, '#/connections');
  await waitForText(view, 'No connections yet.');
  expect(sandbox.notion.world.toText(sandbox.demo.blank.id)).toBe(before);
});
