/** 300 rows, ticked and by “Only empty”, in a real Chromium while everything fails now and then and the worker is stopped every few seconds. */
import { runRowsStress, stressScript } from '../tests/e2e/rows-stress.ts';
import { buildForChromium, inChromium } from './in-chromium.ts';

const ROWS = 300;
/** Of each query, so that rows are written while others are still listed (ms). */
const LATENCY_MS = 150;

/** @returns whether every row that was to be filled was listed, and ended in the truth */
export async function runStressBench(): Promise<boolean> {
  if (!(await buildForChromium())) return false;
  const ticked = await runChoice('ticked');
  return (await runChoice('empty')) && ticked;
}

async function runChoice(choice: 'ticked' | 'empty'): Promise<boolean> {
  return inChromium({ models: { script: stressScript(), chunkDelayMs: 60 } }, async (world) => {
    world.sandbox.notion.limiter.limit = 100_000;
    world.sandbox.notion.settings.latency = LATENCY_MS;
    const report = await runRowsStress(world, {
      rows: ROWS,
      choice,
      seed: 11,
      stopEveryMs: 4_000,
      timeoutMs: 900_000,
    });
    console.log(`choice: ${choice}`, report);
    const { rows, listed, done, failed, skipped, untrue, writtenTwice, touchedOutside, prompts } = report;
    const wrong = untrue.length + writtenTwice.length + touchedOutside.length;
    return wrong === 0 && listed === rows && done + failed + skipped === rows && prompts === done;
  });
}
