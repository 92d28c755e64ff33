/** Scrolling through 10,000 rows in a real Chromium: the slowest pair of frames, beside a limit that a hand still calls smooth. */
import { createSandbox } from '../sandbox/main.ts';
import { buildExtension } from '../scripts/build.ts';
import { requireBrowsers } from '../scripts/require-browsers.ts';
import { launchChromium } from '../tests/e2e/harness/chromium.ts';
import { addTopics, openCreate, scrollThroughRows, setUpApp } from '../tests/e2e/rows-app.ts';

const ROWS = 10_000;
const ALLOWED_MS = 300;

/** @returns whether no step took longer than allowed */
export async function runScrollBench(): Promise<boolean> {
  if (requireBrowsers(['chromium']).length === 0) return false;
  const { code, output } = await buildExtension('chrome');
  if (code !== 0) throw new Error(output);
  const sandbox = await createSandbox({});
  sandbox.notion.limiter.enabled = false;
  const browser = await launchChromium({ sandbox });
  try {
    const world = { sandbox, browser };
    const topics = addTopics(
      world,
      Array.from({ length: ROWS }, (_, at) => ({ Topic: `Topic ${at + 1}` })),
    );
    const app = await setUpApp(world);
    const started = performance.now();
    await openCreate(app, topics.databaseId);
    await app.getByText('0 of 10,000 rows ticked').waitFor('visible', 60_000);
    const readMs = performance.now() - started;
    const { most, slowestMs } = await scrollThroughRows(app);
    console.log({
      rows: ROWS,
      readMs: Math.round(readMs),
      mostInDocument: most,
      slowestMs,
      ratio: slowestMs / ALLOWED_MS,
    });
    return slowestMs <= ALLOWED_MS;
  } finally {
    await browser.close();
    await sandbox.close();
  }
}
