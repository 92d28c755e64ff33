/** What happens to a browser in the midst of a run: laptops sleep, extensions are reloaded and updated, storage and access are taken away. */
import { cp, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { BUILT_CHROME } from './harness/chromium.ts';
import { useWorld } from './harness/world.ts';
import { putStoreBack } from './old-store.ts';
import { CHUNK_DELAY_MS, PARAGRAPHS, send, setUpOnce, waitForState } from './page-scenes.ts';
import { clearStorage, isWhole, SLOW_SCRIPT, startSlowRun } from './slow-runs.ts';

/** The build with the version before: what an update takes the place of. */
const previous = await makePrevious();
const world = useWorld({
  sandbox: { models: { script: SLOW_SCRIPT, chunkDelayMs: CHUNK_DELAY_MS } },
  chromium: { extensionDir: previous },
});

beforeAll(async () => {
  await setUpOnce(world);
  const app = await world.browser.open('options.html#/home');
  expect(await send(app, 'plan.choose', { plan: 'unlimited' })).toMatchObject({ ok: true });
});
afterAll(() => rm(previous, { recursive: true, force: true }));

async function makePrevious(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'visen-previous-')));
  await cp(BUILT_CHROME, folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { version: string };
  await writeFile(path, JSON.stringify({ ...manifest, version: '0.0.9' }));
  return folder;
}

/** `settings.v1.json` */
const versionOf = (name: string): number => Number(/\.v(\d+)\./.exec(name)?.[1]);
const startRun = (title: string) => startSlowRun(world, title, 2);

it('goes on when the computer slept and the connections are gone', async () => {
  const { app, page } = await startRun('Slept');
  const wake = await world.chromium.suspend();
  world.sandbox.front.cut('api.notion.com');
  world.sandbox.front.cut('api.openai.com');
  const before = page.texts().length;
  world.sandbox.front.mend('api.notion.com');
  world.sandbox.front.mend('api.openai.com');
  expect(page.texts()).toHaveLength(before);
  wake();
  await waitForState(app, 'Done', 60_000);
  await isWhole(page);
});

it('is paused at the next request when access to Notion is withdrawn, and goes on by itself once it is back', async () => {
  const { app, page } = await startRun('Withdrawn');
  await world.chromium.setHostAccess('ON_CLICK');
  await app.getByText(/Your browser keeps Visen from reaching Notion/).waitFor();
  await waitForState(app, 'Paused');
  const before = page.texts().length;
  expect(before).toBeLessThan(PARAGRAPHS.length);
  await world.chromium.setHostAccess('ON_ALL_SITES');
  await waitForState(app, 'Done', 60_000);
  await isWhole(page);
});

it('goes on after an update, with runs and values that the version before stored', async () => {
  const { app, page } = await startRun('Updated');
  await app.close();
  // A page of the extension without a script of ours: nothing there wakes the worker.
  const still = await world.browser.open('third-party-notices.txt');
  await world.browser.worker.stop();
  expect(await putStoreBack(still)).toBeGreaterThan(0);
  await world.chromium.reload(BUILT_CHROME);
  await isWhole(page);
  const opened = await world.browser.open('options.html#/runs');
  await opened.getByRole('link', /Updated/).waitFor();
  expect(await opened.evaluate(() => chrome.runtime.getManifest().version)).not.toBe('0.0.9');
});

it('goes on after the extension was reloaded in the midst of a run', async () => {
  const { page } = await startRun('Reloaded');
  await world.chromium.reload();
  await isWhole(page);
});

it('opens every value that any version before stored', async () => {
  const folder = join(import.meta.dirname, '../fixtures/storage');
  const frozen = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const newest = Math.max(...frozen.map(versionOf));
  const still = await world.browser.open('third-party-notices.txt');
  const mine = await still.evaluate(() => chrome.storage.local.get());
  let app = still;
  // The first versions last: they are what the views then show.
  for (let version = newest; version > 0; version -= 1) {
    const names = frozen.filter((name) => versionOf(name) === version);
    const values = await Promise.all(
      names.map(async (name) => [
        name.split('.')[0],
        JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown,
      ]),
    );
    const old = Object.fromEntries(values) as Record<string, unknown>;
    await app.evaluate(async (stored) => chrome.storage.local.set(stored), old);
    await world.chromium.reload();
    app = await world.browser.open('options.html#/connections');
    await expect.poll(() => app.getByRole('link', 'Weekly notes').count(), { timeout: 30_000 }).toBeGreaterThan(0);
  }
  const faults: unknown[] = [];
  for (const view of ['Prompts', 'Runs', 'Settings', 'Upgrade', 'Home']) {
    await app.getByRole('link', view).click();
    await expect.poll(() => app.evaluate(() => document.title)).toBe(`${view} · Visen`);
    faults.push(...Array.from({ length: await app.getByText(/could not be (?:shown|read)/).count() }, () => view));
  }
  const keys = await app.evaluate(async () => Object.keys(await chrome.storage.local.get()));
  await app.evaluate((before) => chrome.storage.local.set(before), mine);
  expect(faults).toEqual([]);
  expect(keys.filter((key) => key.endsWith('.corrupt'))).toEqual([]);
});

it('ends a run whose storage is cleared, and begins nothing anew', async () => {
  const { app, page } = await startRun('Cleared');
  await clearStorage(app);
  const again = await world.browser.open('options.html#/home');
  await again.getByRole('textbox', /Notion internal integration secret key/).waitFor();
  const before = page.texts();
  await again.close();
  await setUpOnce(world);
  const { page: other } = await startRun('After it');
  await isWhole(other);
  // Nobody took the lost run up again, and what it wrote before stands.
  expect(page.texts()).toEqual(before);
});
