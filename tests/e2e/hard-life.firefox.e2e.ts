/** What happens to Firefox in the midst of a run: the computer sleeps, the extension is updated, access and storage are taken away. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import { BUILT_FIREFOX } from './harness/firefox.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import {
  addPage,
  CHUNK_DELAY_MS,
  generate,
  openCreate,
  PARAGRAPHS,
  setUpOnce,
  SLOW_ANSWER,
  waitForState,
  type TestPage,
} from './page-scenes.ts';

const script: AnswerScript = {
  take: () => ({ text: SLOW_ANSWER.join(''), chunks: SLOW_ANSWER }),
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: CHUNK_DELAY_MS } } });
const next = await mkdtemp(join(tmpdir(), 'visen-next-'));
const NEXT_VERSION = '99.0.0';

beforeAll(async () => {
  await cp(BUILT_FIREFOX, next, { recursive: true });
  const path = join(next, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...manifest, version: NEXT_VERSION }));
  await setUpOnce(world);
});
afterAll(() => rm(next, { recursive: true, force: true }));

async function startRun(title: string): Promise<{ app: Surface; page: TestPage }> {
  const page = addPage(world, title);
  const app = await openCreate(world, page);
  await generate(app, 'Write slowly');
  await blocks(page, 1);
  return { app, page };
}

const blocks = (page: TestPage, count: number) =>
  expect.poll(() => page.texts().length, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(count);
const whole = (page: TestPage) => expect.poll(() => page.texts(), { timeout: 60_000 }).toEqual(PARAGRAPHS);

it('goes on after the computer slept and the extension was updated, and writes every block once', async () => {
  const { front } = world.sandbox;
  const { page } = await startRun('Slept and updated');
  const wake = world.firefox.suspend();
  for (const host of ['api.notion.com', 'api.openai.com']) {
    front.cut(host);
    front.mend(host);
  }
  wake();
  await blocks(page, 2);
  await world.firefox.update(next);
  // The page that was open went with the version before.
  await expect.poll(() => world.firefox.installedVersion(), { timeout: 30_000 }).toBe(NEXT_VERSION);
  const opened = await world.browser.open('options.html#/runs');
  await opened.getByRole('link', /Slept and updated/).waitFor();
  await whole(page);
});

it('is paused when access to Notion is withdrawn, and goes on once it is allowed', async () => {
  const { app, page } = await startRun('Withdrawn');
  await app.evaluate(() => chrome.permissions.remove({ origins: ['https://api.notion.com/*'] }));
  await app.getByText(/Your browser keeps Visen from reaching Notion/).waitFor();
  await waitForState(app, 'Paused');
  expect(page.texts().length).toBeLessThan(PARAGRAPHS.length);
  await app.getByRole('button', 'Allow access').click();
  await waitForState(app, 'Done', 60_000);
  await whole(page);
});

it('ends a run whose storage is cleared, and begins nothing anew', async () => {
  const { app, page } = await startRun('Cleared');
  await app.evaluate(async () => {
    await chrome.storage.local.clear();
    for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  });
  const again = await world.browser.open('options.html#/home');
  await again.getByText(/Notion is not connected yet/).waitFor();
  const before = page.texts();
  await again.close();
  await setUpOnce(world);
  const { page: other } = await startRun('After it');
  await whole(other);
  expect(page.texts()).toEqual(before);
});
