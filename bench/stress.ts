/** 300 rows in a real Chromium while everything fails now and then and the worker is stopped every few seconds. */
import { createSandbox } from '../sandbox/main.ts';
import { buildExtension } from '../scripts/build.ts';
import { requireBrowsers } from '../scripts/require-browsers.ts';
import { launchChromium } from '../tests/e2e/harness/chromium.ts';
import { runRowsStress, stressScript } from '../tests/e2e/rows-stress.ts';

const ROWS = 300;

/** @returns whether every row ended in the truth */
export async function runStressBench(): Promise<boolean> {
  if (requireBrowsers(['chromium']).length === 0) return false;
  const { code, output } = await buildExtension('chrome');
  if (code !== 0) throw new Error(output);
  const sandbox = await createSandbox({ models: { script: stressScript(), chunkDelayMs: 60 } });
  sandbox.notion.limiter.limit = 100_000;
  const browser = await launchChromium({ sandbox });
  try {
    const report = await runRowsStress(
      { sandbox, browser },
      { rows: ROWS, seed: 11, stopEveryMs: 4_000, timeoutMs: 900_000 },
    );
    console.log(report);
    const { done, failed, skipped, untrue, writtenTwice, touchedOutside, prompts } = report;
    const wrong = untrue.length + writtenTwice.length + touchedOutside.length;
    return wrong === 0 && done + failed + skipped === ROWS && prompts === done;
  } finally {
    await browser.close();
    await sandbox.close();
  }
}
