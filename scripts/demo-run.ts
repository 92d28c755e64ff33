/** One click on Generate with nobody watching: the same job that a person does by hand. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Sandbox } from '../sandbox/main.ts';
import type { Surface } from '../tests/e2e/harness/surface.ts';
import { openDemoPage, setUp, waitForWords, type DemoBrowser, type DemoEngine } from './demo-browser.ts';

export const DEMO_PROMPT = 'Write a short article about why small teams ship faster.';

export interface DemoResult {
  /** The page as the sandbox's Notion has it. */
  readonly text: string;
  readonly screenshots: readonly string[];
}

/** @throws Error with what a view said, when a step does not come to its end */
export async function runDemo(
  browser: DemoBrowser,
  sandbox: Sandbox,
  engine: DemoEngine,
  folder: string,
): Promise<DemoResult> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const screenshots: string[] = [];
  const shoot = async (view: Surface, name: string): Promise<void> => {
    const path = join(folder, `${screenshots.length + 1}-${name}.png`);
    await view.screenshot(path);
    screenshots.push(path);
  };

  await shoot(await setUp(browser, sandbox, engine), 'settings');
  const page = await openDemoPage(browser, sandbox);
  const panel = await openPanel(browser, page);
  await panel.getByRole('textbox', 'AI prompt').fill(DEMO_PROMPT);
  await shoot(page, 'notion-page');
  await panel.getByRole('button', 'Generate').click();
  await waitForWords(panel, /^Done/m, undefined, 120_000);
  await shoot(panel, 'panel-done');
  await page.reload();
  await shoot(page, 'notion-page-written');

  const text = sandbox.notion.world.toText(sandbox.demo.blank.id);
  if (text.split('\n').length < 2) throw new Error(`The run says Done, but the page is empty:\n${text}`);
  return { text, screenshots };
}

/** The panel for the page, by the click on the button in Notion's top bar. */
async function openPanel(browser: DemoBrowser, page: Surface): Promise<Surface> {
  if (browser.kind === 'firefox') {
    await page.getByRole('button', 'Generate with AI').click();
    return browser.openedPopup();
  }
  const tab = browser.context.pages().at(-1);
  if (!tab) throw new Error('The Notion page is not open');
  await browser.inPageButton({ page: tab }, 'Generate with AI').click();
  return browser.sidePanel(10_000);
}
