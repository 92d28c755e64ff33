/** What happens to Firefox in the midst of a run: the computer sleeps, the extension is updated, access and storage are taken away. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { BUILT_FIREFOX } from './harness/firefox.ts';
import { useWorld } from './harness/world.ts';
import { CHUNK_DELAY_MS, PARAGRAPHS, setUpOnce, waitForState } from './page-scenes.ts';
import { clearStorage, hasBlocks, isWhole, SLOW_SCRIPT, startSlowRun } from './slow-runs.ts';

const world = useWorld({ sandbox: { models: { script: SLOW_SCRIPT, chunkDelayMs: CHUNK_DELAY_MS } } });
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

const startRun = (title: string) => startSlowRun(world, title, 1);

it('goes on after the computer slept and the extension was updated, and writes every block once', async () => {
  const { front } = world.sandbox;
  const { page } = await startRun('Slept and updated');
  const wake = world.firefox.suspend();
  for (const host of ['api.notion.com', 'api.openai.com']) {
    front.cut(host);
    front.mend(host);
  }
  wake();
  await hasBlocks(page, 2);
  await world.firefox.update(next);
  // The page that was open went with the version before.
  await expect.poll(() => world.firefox.installedVersion(), { timeout: 30_000 }).toBe(NEXT_VERSION);
  const opened = await world.browser.open('options.html#/runs');
  await opened.getByRole('link', /Slept and updated/).waitFor();
  await isWhole(page);
});

it('is paused when access to Notion is withdrawn, and goes on once it is allowed', async () => {
  const { app, page } = await startRun('Withdrawn');
  await app.evaluate(() => chrome.permissions.remove({ origins: ['https://api.notion.com/*'] }));
  await app.getByText(/Your browser keeps Visen from reaching Notion/).waitFor();
  await waitForState(app, 'Paused');
  expect(page.texts().length).toBeLessThan(PARAGRAPHS.length);
  await app.getByRole('button', 'Allow access').click();
  await waitForState(app, 'Done', 60_000);
  await isWhole(page);
});

it('ends a run whose storage is cleared, and begins nothing anew', async () => {
  const { app, page } = await startRun('Cleared');
  await clearStorage(app);
  const again = await world.browser.open('options.html#/home');
  await again.getByText(/Notion is not connected yet/).waitFor();
  const before = page.texts();
  await again.close();
  await setUpOnce(world);
  const { page: other } = await startRun('After it');
  await isWhole(other);
  expect(page.texts()).toEqual(before);
});
