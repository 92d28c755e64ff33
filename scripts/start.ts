/**
 * `npm start`: the whole product without any account. Builds the extension, starts the sandbox, opens a browser with the
 * extension set up and a Notion page in front. Without a display (or with --headless) does one job by itself and prints
 * what was written. Options: --headless, --browser chromium|firefox.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { createSandbox } from '../sandbox/main.ts';
import { buildExtension } from './build.ts';
import { demoEngine, launchDemoBrowser, openDemoPage, setUp } from './demo-browser.ts';
import { DEMO_PROMPT, runDemo } from './demo-run.ts';
import { canInstallPackages, findBrowser, howToGetBrowser, type BrowserKind } from './find-browser.ts';
import { requireBrowsers } from './require-browsers.ts';
import { ROOT } from './run-command.ts';

const { values } = parseArgs({ options: { headless: { type: 'boolean' }, browser: { type: 'string' } } });

function chooseBrowser(): BrowserKind {
  const asked = values.browser;
  if (asked !== undefined && asked !== 'chromium' && asked !== 'firefox') {
    throw new Error(`--browser takes chromium or firefox, not ${asked}.`);
  }
  const order: readonly BrowserKind[] = asked ? [asked] : ['chromium', 'firefox'];
  const there = order.find((kind) => findBrowser(kind));
  if (there) return there;
  const [first = 'chromium'] = order;
  if (!canInstallPackages() || requireBrowsers([first]).length === 0) throw new Error(howToGetBrowser(first));
  return first;
}

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

async function start(): Promise<void> {
  const kind = chooseBrowser();
  const isHeadless = values.headless === true || !hasDisplay();
  console.log('visen: building the extension …');
  const build = await buildExtension(kind === 'firefox' ? 'firefox' : 'chrome');
  if (build.code !== 0) throw new Error(`The build failed:\n${build.output}`);

  const engine = demoEngine(process.env);
  const sandbox = await createSandbox({ models: { env: process.env } });
  const browser = await launchDemoBrowser(sandbox, { kind, isHeadless });
  const folder = join(ROOT, 'test-results/start');
  try {
    console.log(`visen: ${kind} is open; ${engine.writer} writes.`);
    if (isHeadless) {
      const { text, screenshots } = await runDemo(browser, sandbox, engine, folder);
      console.log(`\nWritten into the sandbox's Notion page:\n\n${text}\n`);
      console.log(`Screenshots:\n${screenshots.map((path) => `  ${path}`).join('\n')}`);
      return;
    }
    await setUp(browser, sandbox, engine);
    await openDemoPage(browser, sandbox);
    console.log(`
Everything is set up; nothing leaves this machine but calls to an engine whose key you gave.
  1. In the Notion page choose “Generate with AI” (top right).
  2. Type a prompt, for example: ${DEMO_PROMPT}
  3. Choose “Generate” and watch the page.
Close the browser, or press Ctrl-C here, to end.`);
    await browser.closed();
  } catch (error) {
    await mkdir(folder, { recursive: true });
    await browser.capture(folder);
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${said}\nWhat was open is in ${folder}.`, { cause: error });
  } finally {
    await browser.close();
    await sandbox.close();
  }
}

try {
  await start();
} catch (error) {
  console.error(`visen: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
