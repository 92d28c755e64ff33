/**
 * Walks the surfaces of the playground in a real Chromium: axe-core on each, in light and dark, at full width and 360 px, in
 * both languages; and the main paths by keyboard alone. `node tests/playground/walk.ts`; exits 1 on a finding.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createServer } from 'vite';

import { findBrowser, howToGetBrowser } from '../../scripts/find-browser.ts';

const AXE = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const ROUTES = [
  '?state=fresh#/home',
  '#/home',
  '#/settings',
  '#/create',
  '#/create/c1',
  '#/create/c2',
  '#/create/c5',
  '#/create/c6',
  '#/connections',
  '#/runs',
  '#/prompts',
  '#/upgrade',
  '#/feedback',
  '?surface=popup',
  '?surface=popup&state=elsewhere',
  '?surface=popup&state=fresh',
  '?surface=popup&state=database',
  '?surface=sidepanel&state=used-up',
  '?surface=sidepanel&state=locked',
];
const LOOKS: readonly (BrowserContextOptions & { readonly name: string })[] = [
  { name: 'light', colorScheme: 'light', locale: 'en-US', viewport: { width: 1100, height: 800 } },
  { name: 'dark', colorScheme: 'dark', locale: 'en-US', viewport: { width: 1100, height: 800 } },
  { name: 'narrow German', colorScheme: 'light', locale: 'de-DE', viewport: { width: 360, height: 700 } },
];

const found = findBrowser('chromium');
if (!found) throw new Error(howToGetBrowser('chromium'));
const server = await createServer({
  configFile: new URL('vite.config.ts', import.meta.url).pathname,
  server: { port: 4180 },
});
await server.listen();
const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-gpu'] });
const findings: string[] = [];
try {
  for (const look of LOOKS) await checkLook(browser, look);
  await walkByKeyboard(browser);
} finally {
  await browser.close();
  await server.close();
}
for (const finding of findings) console.error(finding);
console.log(`${ROUTES.length * LOOKS.length} views looked at, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;

async function checkLook(open: Browser, { name, ...options }: (typeof LOOKS)[number]): Promise<void> {
  const context = await open.newContext({ ...options, reducedMotion: 'reduce' });
  for (const route of ROUTES) {
    const page = await openPage(await context.newPage(), route);
    await checkPage(page, `${name} ${route}`);
    await page.close();
  }
  await context.close();
}

async function openPage(page: Page, route: string): Promise<Page> {
  page.on('pageerror', (error) => findings.push(`${route}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') findings.push(`${route}: ${message.text()}`);
  });
  await page.goto(`http://127.0.0.1:4180/${route}`);
  await page.locator('h1').first().waitFor();
  await page.waitForTimeout(350);
  return page;
}

/** axe, one heading of the first level, and no sideways scrolling. */
async function checkPage(page: Page, where: string): Promise<void> {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResult> } };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
  findings.push(...violations.map((violation) => `${where}: ${violation}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) findings.push(`${where}: scrolls sideways by ${wide} px`);
  const headings = await page.locator('h1').count();
  if (headings !== 1) findings.push(`${where}: ${headings} headings of the first level`);
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

async function walkByKeyboard(open: Browser): Promise<void> {
  const context = await open.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
  const walks = { saveSettings, pickAPage, useMenu, generateAndUndo, replaceAndCancel, keepDraftTarget };
  for (const [name, walk] of Object.entries(walks)) {
    const page = await context.newPage();
    try {
      await walk(page);
    } catch (error) {
      findings.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    await page.close();
  }
  await context.close();
}

/** Presses Tab until the focus is on an element of that name. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      const label = element?.labels?.[0]?.textContent ?? '';
      return [element?.getAttribute('aria-label') ?? '', label, element?.textContent ?? ''].map((text) => text.trim());
    });
    if (at.includes(name)) return;
  }
  throw new Error(`Tab never reached “${name}”`);
}

async function saveSettings(page: Page): Promise<void> {
  await openPage(page, '?state=fresh#/settings');
  await tabTo(page, 'Notion internal integration secret key');
  await page.keyboard.type('ntn_secret');
  await tabTo(page, 'Show key');
  await page.keyboard.press('Enter');
  assert.equal(await page.getByLabel('Notion internal integration secret key').getAttribute('type'), 'text');
  await tabTo(page, 'Gemini API key');
  await page.keyboard.type('gemini-key-1234');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('Settings saved').waitFor();
  await page.getByRole('status').getByText('Linden & Co').waitFor();
  await page.getByText('Saved, ends in 1234.').waitFor();
  assert.equal(await page.getByLabel('Gemini API key').inputValue(), '');
}

async function pickAPage(page: Page): Promise<void> {
  await openPage(page, '#/settings');
  await tabTo(page, 'Create connections database');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Choose a page' });
  await dialog.getByRole('option', { name: 'Meeting notes' }).waitFor();
  assert.equal(await dialog.getByLabel('Search pages').evaluate((field) => field === document.activeElement), true);
  await page.keyboard.type('meet');
  await dialog.getByRole('option', { name: 'Autumn newsletter' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await tabTo(page, 'Pages');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Create here');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  assert.match(await page.getByLabel('Connections database').inputValue(), /^https:\/\/app\.notion\.com/);
  const focused = await page.evaluate(() => document.activeElement?.textContent);
  assert.equal(focused, 'Create connections database', 'the focus goes back to the button');
}

async function useMenu(page: Page): Promise<void> {
  await openPage(page, '?surface=popup');
  await tabTo(page, 'Saved prompts');
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Saved prompts');
  await page.keyboard.press('Enter');
  await page.keyboard.press('t');
  await page.keyboard.press('Enter');
  assert.match(await page.getByLabel('AI prompt').inputValue(), /^Translate/);
}

async function generateAndUndo(page: Page): Promise<void> {
  await openPage(page, '?surface=sidepanel&pace=5');
  await tabTo(page, 'AI prompt');
  await page.keyboard.type('Write');
  await page.keyboard.press('Enter');
  await page.keyboard.type('more');
  assert.equal(await page.getByLabel('AI prompt').inputValue(), 'Write\nmore');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('progressbar').waitFor();
  await page.getByRole('status').getByText('Writing').waitFor();
  await checkPage(page, 'while writing');
  await page.getByRole('status').getByText('Done', { exact: true }).waitFor();
  const started = await page.evaluate(
    () => (globalThis as unknown as Playground).playground.calls.filter(({ name }) => name === 'runs.start').length,
  );
  assert.equal(started, 1, 'a second press while it runs starts nothing');
  await tabTo(page, 'Undo');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('Undone').waitFor();
}

async function replaceAndCancel(page: Page): Promise<void> {
  await openPage(page, '?surface=sidepanel');
  await page.getByLabel('AI prompt').fill('Write');
  await page.getByLabel('Where').selectOption({ label: 'Replace the page' });
  await tabTo(page, 'Generate');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('2 comments').waitFor();
  await checkPage(page, 'replace dialog');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('progressbar').count(), 0);
}

async function keepDraftTarget(page: Page): Promise<void> {
  await openPage(page, '?surface=sidepanel');
  await page.getByLabel('AI prompt').fill('About the first page');
  await page.evaluate(() =>
    (globalThis as unknown as Playground).playground.moveTo('22222222-2222-4222-8222-222222222222'),
  );
  await page.getByRole('button', { name: 'Go to the page that is open' }).waitFor();
  assert.equal(await page.getByLabel('AI prompt').inputValue(), 'About the first page');
  await page.getByRole('button', { name: 'Go to the page that is open' }).click();
  await page.getByText('Notion database').waitFor();
}

interface Playground {
  readonly playground: { readonly calls: readonly { readonly name: string }[]; moveTo(pageId: string): void };
}
