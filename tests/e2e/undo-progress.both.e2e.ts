/** Undo as a person sees it: how far it is, Stop, and going on where it left off. */
import { afterEach, beforeAll, expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { addPage, generate, openCreate, PARAGRAPHS, setUpOnce, waitForState } from './page-scenes.ts';

const OLD = ['Old one.', 'Old two.'];
const script: AnswerScript = {
  take: () => ({ text: PARAGRAPHS.join('\n\n') }),
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });

beforeAll(() => setUpOnce(world));
afterEach(() => {
  world.sandbox.notion.settings.latency = 0;
});

async function writePage(title: string) {
  const page = addPage(world, title, OLD.join('\n\n'));
  const app = await openCreate(world, page);
  await generate(app, 'Write it');
  await waitForState(app, 'Done');
  expect(page.texts()).toEqual([...OLD, ...PARAGRAPHS]);
  world.sandbox.notion.settings.latency = 500;
  return { page, app };
}

const says = (app: Surface, words: RegExp) =>
  expect.poll(() => app.evaluate(() => document.body.innerText), { timeout: 60_000, interval: 50 }).toMatch(words);

it('shows each block that Undo takes back, stops when asked, and goes on where it left off', async () => {
  const { page, app } = await writePage('Undo in steps');
  await app.getByRole('button', 'Undo').click();
  await app.getByRole('progressbar', 'Progress of Undo').waitFor();
  await says(app, /Undoing: [2-6] of 8 blocks/);
  await app.getByRole('button', 'Stop').click();
  await says(app, /Undo stopped after \d of 8 blocks/);
  // The request that was on its way may still end.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const left = page.texts().length;
  expect(left).toBeGreaterThan(OLD.length);
  expect(left).toBeLessThan(OLD.length + PARAGRAPHS.length);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(page.texts()).toHaveLength(left);
  await app.getByRole('button', 'Undo').click();
  await says(app, /Undone: the page is as it was/);
  expect(page.texts()).toEqual(OLD);
}, 180_000);

it('goes on by itself when the worker is stopped in the midst of Undo', async () => {
  const { page, app } = await writePage('Undo of a stopped worker');
  await app.getByRole('button', 'Undo').click();
  await says(app, /Undoing: [2-6] of 8 blocks/);
  await world.browser.worker.stop();
  await says(app, /Undone: the page is as it was/);
  expect(page.texts()).toEqual(OLD);
}, 180_000);
