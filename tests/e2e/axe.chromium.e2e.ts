/** Every view and dialog of the App, in both themes, wide, at 360 px and at twice the text size. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';

import { webUrl } from '../../sandbox/main.ts';
import { call, goTo, openReady, waitForText } from './behaviours-steps.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld({ sandbox: { models: { chunkDelayMs: 1 } } });
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** How each view or dialog is reached, and what is there when it is complete. */
interface Scene {
  readonly name: string;
  readonly route: string;
  readonly ready: RegExp;
  readonly open?: (page: Page) => Promise<void>;
}

const press = (name: string) => async (page: Page) => page.getByRole('button', { name, exact: true }).click();
/** Where there is little room, what is beside the prompt stands behind a button. */
const unfold = async (page: Page) => {
  const options = page.getByRole('button', { name: 'More settings', exact: true });
  if (await options.isVisible()) await options.click();
};
const SCENES: readonly Scene[] = [
  { name: 'Home', route: '#/home', ready: /Continue where you left off/ },
  { name: 'Create', route: '#/create', ready: /Meeting notes/ },
  { name: 'a page’s prompt step', route: '#/create/page', ready: /Use page content/ },
  { name: 'a database’s prompt step', route: '#/create/rows', ready: /Add row/ },
  { name: 'a database with its run', route: '#/create/rows', ready: /Done[^]*rows done/ },
  { name: 'Connections', route: '#/connections', ready: /Weekly letter/ },
  { name: 'a connection', route: '#/connections/page', ready: /Last content/ },
  { name: 'Runs', route: '#/runs', ready: /Weekly letter/ },
  { name: 'a run', route: '#/runs/run-a', ready: /Done/ },
  { name: 'Prompts', route: '#/prompts', ready: /Built in/ },
  { name: 'Settings', route: '#/settings', ready: /Saved, ends in/ },
  { name: 'Upgrade', route: '#/upgrade', ready: /Usage in/ },
  { name: 'Feedback', route: '#/feedback', ready: /Message/ },
  {
    name: 'Settings with all its disclosures',
    route: '#/settings',
    ready: /Saved, ends in/,
    open: (page) =>
      page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true))),
  },
  { name: 'the dialog of Clear', route: '#/settings', ready: /Saved, ends in/, open: press('Clear') },
  {
    name: 'the dialog Choose a page',
    route: '#/settings',
    ready: /Saved, ends in/,
    open: async (page) => {
      await press('Create connections database')(page);
      await page.getByRole('dialog').getByRole('option', { name: 'Meeting notes' }).click();
    },
  },
  {
    name: 'the dialog of a sample',
    route: '#/create',
    ready: /Meeting notes/,
    open: async (page) => {
      await press('Create sample database')(page);
      await page.getByRole('dialog').getByRole('option', { name: 'Meeting notes' }).waitFor();
    },
  },
  {
    name: 'the menu of a connection',
    route: '#/connections',
    ready: /Weekly letter/,
    open: press('More actions for Weekly letter'),
  },
  {
    name: 'the dialog of Rename',
    route: '#/connections',
    ready: /Weekly letter/,
    open: async (page) => {
      await press('More actions for Weekly letter')(page);
      await page.getByRole('menuitem', { name: 'Rename' }).click();
    },
  },
  { name: 'the dialog of a prompt', route: '#/prompts', ready: /Built in/, open: press('New prompt') },
  {
    name: 'the dialog of Replace',
    route: '#/create/page',
    ready: /Use page content/,
    open: async (page) => {
      await page.getByRole('combobox', { name: 'Where' }).selectOption({ label: 'Replace the page' });
      await press('Generate')(page);
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'several properties of a database',
    route: '#/create/rows',
    ready: /Add row/,
    open: async (page) => {
      await unfold(page);
      await page.getByRole('combobox', { name: 'Output' }).selectOption({ label: 'Several properties' });
      await page.getByRole('group', { name: 'Properties' }).waitFor();
    },
  },
  {
    name: 'a trial',
    route: '#/create/tried',
    ready: /Add row/,
    open: async (page) => {
      const acceptAll = page.getByRole('button', { name: 'Accept all' });
      // It was begun in an earlier scene, and waits.
      if (await acceptAll.isVisible()) return;
      await unfold(page);
      await page.getByRole('combobox', { name: 'Output' }).selectOption({ label: 'Content' });
      await page.getByRole('checkbox', { name: 'Overwrite filled cells' }).check();
      await page.getByRole('checkbox', { name: 'Select all rows' }).check();
      await page.getByRole('textbox', { name: 'AI prompt' }).fill('One sentence about it');
      await press('Try on 3 rows')(page);
      await page.getByRole('region', { name: 'Trial' }).getByRole('button', { name: 'Accept all' }).waitFor();
    },
  },
  {
    name: 'a refused Create',
    route: '#/create',
    ready: /Meeting notes/,
    open: async (page) => {
      await page.getByRole('textbox', { name: 'URL' }).fill('https://example.com/');
      await press('Next')(page);
      await page.getByText('This is not a Notion URL').waitFor();
    },
  },
  {
    name: 'More options',
    route: '#/create/page',
    ready: /Use page content/,
    open: (page) =>
      page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true))),
  },
];

let page: Page;

beforeAll(async () => {
  const { demo } = world.sandbox;
  const app = await openReady(world);
  await call(app, 'settings.save', { settings: {}, secrets: { openai: 'sk-sandbox-0123456789' } });
  const target = await call(app, 'target.resolveId', { pageId: demo.notes.id });
  const options = { prompt: 'Write a letter about tea', where: 'end', usePageContent: true };
  await call(app, 'connections.save', { id: 'page', name: 'Weekly letter', target, options });
  const rows = await call<{ id: string }>(app, 'target.resolve', {
    url: webUrl(demo.ideas.database.id),
    kind: 'database',
  });
  await call(app, 'connections.save', { id: 'rows', name: 'Blog ideas', target: rows });
  await call(app, 'connections.save', { id: 'tried', name: 'Blog ideas, tried', target: rows });
  await call(app, 'mirror.create', { parentPageId: demo.notes.id });
  await call(app, 'runs.start', {
    id: 'run-a',
    request: { kind: 'page', target, options },
    connectionId: 'page',
  });
  await goTo(app, '#/runs/run-a');
  await waitForText(app, /Done/);
  await call(app, 'plan.choose', { plan: 'unlimited' });
  const { presetOutput } = await call<{ presetOutput: unknown }>(app, 'database.open', { databaseId: rows.id });
  await call(app, 'runs.start', {
    id: 'run-rows',
    request: { kind: 'rows', target: rows, options: { ...options, output: presetOutput }, selection: { kind: 'all' } },
    connectionId: 'rows',
  });
  await goTo(app, '#/runs/run-rows');
  await waitForText(app, /rows done/);
  await world.browser.closeTabs();
});

async function show(scene: Scene): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${world.browser.origin}/options.html${scene.route}`);
  await page.waitForFunction((ready) => new RegExp(ready).test(document.body.innerText), scene.ready.source);
  await scene.open?.(page);
}

async function findings(where: string): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: { run(on: unknown, options: unknown): Promise<AxeResult> } };
    return (await axe.run(document, { runOnly: tags, resultTypes: ['violations'] })).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
    );
  }, RULES);
  return violations.map((violation) => `${where}: ${violation}`);
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** How far it scrolls sideways, and what sticks out. */
async function tooWide(where: string): Promise<string[]> {
  const found = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return undefined;
    const outside = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 0.5,
    );
    return `${scrollWidth - clientWidth} px: ${outside[0]?.outerHTML.slice(0, 160) ?? ''}`;
  });
  return found === undefined ? [] : [`${where}: ${found}`];
}

async function openPage(size: { width: number; height: number }): Promise<void> {
  page = (await world.chromium.open('options.html#/home')).page;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize(size);
}

it('gives axe nothing to object to in light and in dark, with one main landmark and one first heading', async () => {
  await openPage({ width: 1280, height: 800 });
  const found: string[] = [];
  for (const scene of SCENES) {
    await show(scene);
    if (scene.open === undefined) {
      expect(await page.locator('h1').count(), scene.name).toBe(1);
      expect(await page.getByRole('main').count(), scene.name).toBe(1);
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await findings(`${scene.name}, ${colorScheme}`)));
    }
  }
  expect(found).toEqual([]);
}, 120_000);

it('never scrolls sideways at 360 px, nor at twice the text size', async () => {
  await openPage({ width: 360, height: 700 });
  const found: string[] = [];
  for (const scene of SCENES) {
    await page.setViewportSize({ width: 360, height: 700 });
    await show(scene);
    found.push(...(await tooWide(`${scene.name} at 360 px`)));
    // 1280 px wide at 200 % is 640 px; and text alone twice as large, as a browser's own setting makes it.
    await page.setViewportSize({ width: 640, height: 400 });
    found.push(...(await tooWide(`${scene.name} at 200 %`)));
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    found.push(...(await tooWide(`${scene.name} with text at 200 %`)));
  }
  expect(found).toEqual([]);
}, 120_000);
