import { expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';

const world = useWorld();

it('leaves an idle service worker to the browser, which stops it after its 30 s', async () => {
  await expect(world.chromium.worker.isRunning()).resolves.toBe(true);
  await world.chromium.worker.waitForIdleStop(50_000);
});

it('keeps its id and its data over a crash', async () => {
  const before = await world.chromium.open('options.html');
  await before.evaluate(() => chrome.storage.local.set({ kept: 'yes' }));
  await world.chromium.restart('kill');
  await expect(world.chromium.storage()).resolves.toMatchObject({ kept: 'yes' });
});

it('opens the real popup over a web page', async () => {
  const page = await world.chromium.openPage('https://app.notion.com/');
  const popup = await world.chromium.openRealPopup(page);
  await expect(popup.evaluate(() => location.pathname)).resolves.toBe('/popup.html');
});

it('speaks the language that it was started in', async () => {
  const app = await world.chromium.open('options.html');
  await expect(app.evaluate(() => chrome.i18n.getUILanguage())).resolves.toBe('en-US');
});
