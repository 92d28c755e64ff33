/** Runs over a page that last some seconds, for what happens in their midst. */
import { expect } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { Surface } from './harness/surface.ts';
import type { World } from './harness/world.ts';
import { addPage, generate, openCreate, PARAGRAPHS, SLOW_ANSWER, type TestPage } from './page-scenes.ts';

/** The slow answer, however often it is asked for: a cut one is asked for again. */
export const SLOW_SCRIPT: AnswerScript = {
  take: () => ({ text: SLOW_ANSWER.join(''), chunks: SLOW_ANSWER }),
  push: () => undefined,
  pending: () => 0,
};

/** A run over a page of its own, with so many blocks written. */
export async function startSlowRun(
  world: World,
  title: string,
  blocks = 0,
): Promise<{ readonly app: Surface; readonly page: TestPage }> {
  const page = addPage(world, title);
  const app = await openCreate(world, page);
  await generate(app, 'Write slowly');
  await hasBlocks(page, blocks);
  return { app, page };
}

export async function hasBlocks(page: TestPage, count: number): Promise<void> {
  await expect.poll(() => page.texts().length, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(count);
}

/** Every block once, and in order. */
export async function isWhole(page: TestPage): Promise<void> {
  await expect.poll(() => page.texts(), { timeout: 60_000 }).toEqual(PARAGRAPHS);
}

/** All that Visen keeps is gone, as when a person clears the data of the browser. */
export async function clearStorage(app: Surface): Promise<void> {
  await app.evaluate(async () => {
    await chrome.storage.local.clear();
    for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  });
}
