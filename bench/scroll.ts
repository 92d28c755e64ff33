/** Scrolling through 10,000 rows in a real Chromium: the slowest pair of frames, beside a limit that a hand still calls smooth. */
import { addTopics, openCreate, scrollThroughRows, setUpApp } from '../tests/e2e/rows-app.ts';
import { buildForChromium, inChromium } from './in-chromium.ts';

const ROWS = 10_000;
const ALLOWED_MS = 300;

/** @returns whether no step took longer than allowed */
export async function runScrollBench(): Promise<boolean> {
  if (!(await buildForChromium())) return false;
  return inChromium({}, async (world) => {
    world.sandbox.notion.limiter.enabled = false;
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
  });
}
