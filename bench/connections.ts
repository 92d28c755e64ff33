/** The view Connections with 1,000 of them beside the one with a single one, in a real Chromium: when its controls are there, and what it draws. */
import { createSandbox } from '../sandbox/main.ts';
import { buildExtension } from '../scripts/build.ts';
import { demoEngine, setUp } from '../scripts/demo-browser.ts';
import { requireBrowsers } from '../scripts/require-browsers.ts';
import { launchChromium, type ChromiumBrowser } from '../tests/e2e/harness/chromium.ts';
import { until } from '../tests/e2e/harness/until.ts';
import { growHistory, writeOnce } from './history.ts';
import { median } from './median.ts';

const ROUNDS = 11;
const WARM_UP = 2;
const HISTORY = { connections: 1_000, runs: 0 };
const ALLOWED = { ratio: 2, nodes: 1_500 };
const TIMEOUT_MS = 10_000;
/** Tells in `usableAt` when the list can be used (ms since the page began to load). */
const WATCH = `new MutationObserver((_, watch) => {
  if (!document.querySelector('main table button, main table a')) return;
  watch.disconnect();
  window.usableAt = performance.now();
}).observe(document, { childList: true, subtree: true })`;

/** @returns whether the long list is there soon enough beside the short one, and draws no more than what is seen */
export async function runConnectionsBench(): Promise<boolean> {
  if (requireBrowsers(['chromium']).length === 0) return false;
  const { code, output } = await buildExtension('chrome');
  if (code !== 0) throw new Error(output);
  const sandbox = await createSandbox({});
  const browser = await launchChromium({ sandbox });
  try {
    const app = await setUp(browser, sandbox, demoEngine({}));
    const { id } = sandbox.notion.world.addPage({ title: 'A page' });
    sandbox.demo.token.shared.add(id);
    await writeOnce(app, id);
    const one = await measure(browser);
    await growHistory(app, HISTORY);
    const many = await measure(browser);
    const ratio = Math.round((many.ms / one.ms) * 100) / 100;
    console.log({ one, many, ratio, allowed: ALLOWED });
    return ratio <= ALLOWED.ratio && many.nodes <= ALLOWED.nodes;
  } finally {
    await browser.close();
    await sandbox.close();
  }
}

async function measure(browser: ChromiumBrowser): Promise<{ readonly ms: number; readonly nodes: number }> {
  const times: number[] = [];
  let nodes = 0;
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const page = await browser.context.newPage();
    await page.addInitScript(WATCH);
    await page.goto(`${browser.origin}/options.html#/connections`);
    let ms: number | undefined;
    await until(
      async () => (ms = await page.evaluate<number | undefined>('window.usableAt')) !== undefined,
      TIMEOUT_MS,
      () => 'the list of connections',
    );
    nodes = Math.max(nodes, await page.evaluate<number>(`document.querySelectorAll('*').length`));
    if (round >= 0) times.push(ms ?? NaN);
    await page.close();
  }
  return { ms: median(times), nodes };
}
