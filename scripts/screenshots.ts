/** `npm run screenshots`: every view, in both themes, at 360 px and in German, into docs/screenshots. Needs Chromium. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { createSandbox } from '../sandbox/main.ts';
import type { Surface } from '../tests/e2e/harness/surface.ts';
import { buildExtension } from './build.ts';
import { demoEngine, launchDemoBrowser, openDemoPage, setUp, waitForWords } from './demo-browser.ts';
import { DEMO_PROMPT } from './demo-run.ts';
import { requireBrowsers } from './require-browsers.ts';
import { ROOT } from './run-command.ts';

const FOLDER = join(ROOT, 'docs/screenshots');
const VIEWS = ['home', 'create', 'connections', 'runs', 'prompts', 'settings', 'upgrade', 'feedback'] as const;
const WIDE = { width: 1280, height: 800 };

interface Look {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly locale: string;
  readonly viewport: { readonly width: number; readonly height: number };
}

const LOOKS: readonly Look[] = [
  { name: 'light', colorScheme: 'light', locale: 'en-US', viewport: WIDE },
  { name: 'dark', colorScheme: 'dark', locale: 'en-US', viewport: WIDE },
  { name: 'narrow', colorScheme: 'light', locale: 'en-US', viewport: { width: 360, height: 740 } },
  { name: 'german', colorScheme: 'light', locale: 'de', viewport: WIDE },
];

/** Words on screen differ by language, so the job is done in English and the German look shows the views only. */
async function shootLook(look: Look): Promise<void> {
  const sandbox = await createSandbox();
  const browser = await launchDemoBrowser(sandbox, { kind: 'chromium', isHeadless: true, ...look });
  const shoot = (view: Surface, name: string): Promise<void> =>
    view.screenshot(join(FOLDER, `${name}-${look.name}.png`));
  try {
    if (browser.kind !== 'chromium') throw new Error('Screenshots are made in Chromium');
    if (look.locale !== 'de') {
      await setUp(browser, sandbox, demoEngine({}));
      await openDemoPage(browser, sandbox);
      const page = browser.context.pages().at(-1);
      if (!page) throw new Error('The Notion page is not open');
      await browser.inPageButton({ page }, 'Generate with AI').click();
      const panel = await browser.sidePanel(10_000);
      await panel.getByRole('textbox', 'AI prompt').fill(DEMO_PROMPT);
      await shoot(panel, 'panel');
      await panel.getByRole('button', 'Generate').click();
      await waitForWords(panel, /^Done/m, undefined, 120_000);
      await shoot(panel, 'panel-done');
      await page.screenshot({ path: join(FOLDER, `notion-page-${look.name}.png`) });
    }
    const app = await browser.open('options.html');
    for (const view of VIEWS) {
      await app.goto(`${browser.origin}/options.html#/${view}`);
      await app.reload();
      await waitForWords(app, /\S/, undefined);
      await shoot(app, view);
    }
  } finally {
    await browser.close();
    await sandbox.close();
  }
}

if (requireBrowsers(['chromium']).length === 0) process.exit(1);
const build = await buildExtension('chrome');
if (build.code !== 0) {
  console.error(build.output);
  process.exit(1);
}
await mkdir(FOLDER, { recursive: true });
for (const look of LOOKS) {
  console.log(`visen: ${look.name} …`);
  await shootLook(look);
}
console.log(`Screenshots are in ${FOLDER}`);
