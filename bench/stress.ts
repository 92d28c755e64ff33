/** 300 rows, ticked and by “Only empty”, in a real Chromium while everything fails now and then and the worker is stopped every few seconds. */
import { createSandbox } from '../sandbox/main.ts';
import { buildExtension } from '../scripts/build.ts';
import { requireBrowsers } from '../scripts/require-browsers.ts';
import { launchChromium } from '../tests/e2e/harness/chromium.ts';
import { runRowsStress, stressScript } from '../tests/e2e/rows-stress.ts';

const ROWS = 300;
/** Of each query, so that rows are written while others are still listed (ms). */
const LATENCY_MS = 150;

/** @returns whether every row that was to be filled was listed, and ended in the truth */
export async function runStressBench(): Promise<boolean> {
  if (requireBrowsers(['chromium']).length === 0) return false;
  const { code, output } = await buildExtension('chrome');
  if (code !== 0) throw new Error(output);
  const ticked = await runChoice('ticked');
  return (await runChoice('empty')) && ticked;
}

async function runChoice(choice: 'ticked' | 'empty'): Promise<boolean> {
  const sandbox = await createSandbox({ models: { script: stressScript(), chunkDelayMs: 60 } });
  sandbox.notion.limiter.limit = 100_000;
  sandbox.notion.settings.latency = LATENCY_MS;
  const browser = await launchChromium({ sandbox });
  try {
    const report = await runRowsStress(
      { sandbox, browser },
      { rows: ROWS, choice, seed: 11, stopEveryMs: 4_000, timeoutMs: 900_000 },
    );
    console.log(`choice: ${choice}`, report);
    const { rows, listed, done, failed, skipped, untrue, writtenTwice, touchedOutside, prompts } = report;
    const wrong = untrue.length + writtenTwice.length + touchedOutside.length;
    return wrong === 0 && listed === rows && done + failed + skipped === rows && prompts === done;
  } finally {
    await browser.close();
    await sandbox.close();
  }
}
