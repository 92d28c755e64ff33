/** `npm run screenshots`: every view, in both themes, at 360 px and in German, into docs/screenshots. Needs Chromium. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { createSandbox, webUrl, type Sandbox } from '../sandbox/main.ts';
import type { ChromiumBrowser } from '../tests/e2e/harness/chromium.ts';
import { launchChromium } from '../tests/e2e/harness/chromium.ts';
import type { Surface } from '../tests/e2e/harness/surface.ts';
import { buildExtension } from './build.ts';
import { waitForWords } from './demo-browser.ts';
import { requireBrowsers } from './require-browsers.ts';
import { ROOT } from './run-command.ts';
import { DATABASE_CONNECTION, fillWorkspace, PAGE_CONNECTION, ROWS_RUN } from './screenshot-content.ts';

const FOLDER = join(ROOT, 'docs/screenshots');
const WIDE = { width: 1280, height: 800 };

/** Where each picture is taken. All of a view's content comes from the background, so its heading alone is no sign. */
const ROUTES = {
  home: '#/home',
  create: '#/create',
  'create-page': `#/create/${PAGE_CONNECTION}`,
  'create-database': `#/create/${DATABASE_CONNECTION}`,
  connections: '#/connections',
  connection: `#/connections/${PAGE_CONNECTION}`,
  runs: '#/runs',
  run: `#/runs/${ROWS_RUN}`,
  prompts: '#/prompts',
  settings: '#/settings',
  upgrade: '#/upgrade',
  feedback: '#/feedback',
} as const;
type View = keyof typeof ROUTES;
const ALL = Object.keys(ROUTES) as View[];

interface Look {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly locale: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly views: readonly View[];
  /** The Notion page and the panel too; their words are looked for in English. */
  readonly hasPanel: boolean;
}

const LOOKS: readonly Look[] = [
  { name: 'light', colorScheme: 'light', locale: 'en-US', viewport: WIDE, views: ALL, hasPanel: true },
  {
    name: 'dark',
    colorScheme: 'dark',
    locale: 'en-US',
    viewport: WIDE,
    views: ['home', 'create-page', 'create-database', 'connections', 'settings'],
    hasPanel: true,
  },
  {
    name: 'narrow',
    colorScheme: 'light',
    locale: 'en-US',
    viewport: { width: 360, height: 740 },
    views: ['home', 'create-page', 'create-database', 'connections', 'settings'],
    hasPanel: false,
  },
  {
    name: 'german',
    colorScheme: 'light',
    locale: 'de',
    viewport: WIDE,
    views: ['home', 'create-database', 'settings', 'upgrade'],
    hasPanel: false,
  },
];

const file = (name: string, look: Look): string => join(FOLDER, `${name}-${look.name}.png`);

async function shootLook(look: Look): Promise<void> {
  const sandbox = await createSandbox({ models: { chunkDelayMs: 3 } });
  const { colorScheme, locale, viewport } = look;
  const browser = await launchChromium({ sandbox, isHeadless: true, colorScheme, locale, viewport });
  try {
    const app = await fillWorkspace(browser, sandbox);
    for (const view of look.views) {
      await app.goto(`${browser.origin}/options.html${ROUTES[view]}`);
      await app.reload();
      await settle(app);
      await app.screenshot(file(view, look));
    }
    if (look.hasPanel) await shootPanel(browser, sandbox, look);
  } finally {
    await browser.close();
    await sandbox.close();
  }
}

/** Until the words have stood still for a moment. */
async function settle(view: Surface): Promise<void> {
  let before = '';
  for (let quiet = 0; quiet < 4;) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    const text = await view.evaluate(() => document.body.innerText);
    quiet = text === before && text !== '' ? quiet + 1 : 0;
    before = text;
  }
}

async function shootPanel(browser: ChromiumBrowser, sandbox: Sandbox, look: Look): Promise<void> {
  const tab = await browser.openPage(webUrl(sandbox.demo.blank.id));
  await browser.inPageButton(tab, 'Generate with AI').click();
  const panel = await browser.sidePanel(10_000);
  await panel.getByRole('textbox', 'AI prompt').fill('Write a short article about why small teams ship faster.');
  await settle(panel);
  await panel.screenshot(file('panel', look));
  await panel.getByRole('button', 'Generate').click();
  await waitForWords(panel, /^Done/m, undefined, 120_000);
  await settle(panel);
  await panel.screenshot(file('panel-done', look));
  await tab.reload();
  await settle(tab);
  await tab.screenshot(file('notion-page', look));
}

if (requireBrowsers(['chromium']).length === 0) process.exit(1);
const build = await buildExtension('chrome');
if (build.code !== 0) {
  console.error(build.output);
  process.exit(1);
}
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
for (const look of LOOKS) {
  console.log(`visen: ${look.name} …`);
  await shootLook(look);
}
console.log(`Screenshots are in ${FOLDER}`);
