import { expect, it } from 'vitest';

import { webUrl } from '../../sandbox/main.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();

it('loads the built extension and opens its options page', async () => {
  const app = await world.browser.open('options.html');
  expect(await app.url()).toMatch(`${world.browser.origin}/options.html`);
  await expect(app.evaluate(() => chrome.runtime.getManifest().manifest_version)).resolves.toBe(3);
});

it('reaches the sandbox under the real host name of the Notion API', async () => {
  const app = await world.browser.open('options.html');
  await app.evaluate(async () => (await fetch('https://api.notion.com/v1/users/me')).status);
  const { requests } = world.sandbox.front;
  expect(requests.some((it) => it.host === 'api.notion.com' && it.path === '/v1/users/me')).toBe(true);
});

it('shows a page of the sandbox workspace in the stand-in of the web app', async () => {
  const page = await world.browser.openPage(webUrl(world.sandbox.demo.notes.id));
  await page.getByText('Weekly sync').waitFor();
});

it('stops the background at once, and a message wakes it', async () => {
  await world.browser.closeTabs(); // an open surface would wake it again
  await world.browser.worker.stop();
  await expect(world.browser.worker.isRunning()).resolves.toBe(false);
  const app = await world.browser.open('options.html');
  // Nobody may answer this; delivering it is what wakes the background.
  await app.evaluate(() => chrome.runtime.sendMessage('wake').catch(() => undefined));
  await expect.poll(() => world.browser.worker.isRunning()).toBe(true);
});

it('keeps its address and its data over a restart', async () => {
  const app = await world.browser.open('options.html');
  await app.evaluate(() => chrome.storage.local.set({ kept: 'yes' }));
  await world.browser.restart();
  await expect(world.browser.storage()).resolves.toMatchObject({ kept: 'yes' });
});
