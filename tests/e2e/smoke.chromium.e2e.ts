import { afterAll, beforeAll, expect, it } from 'vitest';

import { createSandbox, type Sandbox } from '../../sandbox/main.ts';
import { launchChromium, type ChromiumBrowser } from './harness/chromium.ts';
import { leaksOfExtension } from './harness/leaks.ts';

let sandbox: Sandbox;
let browser: ChromiumBrowser;

beforeAll(async () => {
  sandbox = await createSandbox();
  browser = await launchChromium({ sandbox });
});
afterAll(async () => {
  await browser.close();
  await sandbox.close();
});

it('loads the built extension and opens its options page', async () => {
  const app = await browser.open('options.html');
  await expect(app.url()).resolves.toBe(`${browser.origin}/options.html`);
  await expect(app.evaluate(() => chrome.runtime.getManifest().manifest_version)).resolves.toBe(3);
});

it('reaches the sandbox under the real host name of the Notion API', async () => {
  const app = await browser.open('options.html');
  const status = await app.evaluate(async () => (await fetch('https://api.notion.com/v1/users/me')).status);
  expect(status).toBeGreaterThanOrEqual(200);
  expect(sandbox.front.requests.at(-1)).toMatchObject({ host: 'api.notion.com', path: '/v1/users/me' });
});

it('stops the service worker at once', async () => {
  await expect(browser.worker.isRunning()).resolves.toBe(true);
  await browser.worker.stop();
  await expect(browser.worker.isRunning()).resolves.toBe(false);
});

it('leaves an idle service worker to the browser, which stops it after its 30 s', async () => {
  const app = await browser.open('options.html');
  await app.evaluate(() => chrome.runtime.sendMessage('wake').catch(() => undefined)); // nobody may answer; it wakes
  await browser.worker.waitForIdleStop(50_000);
  await app.close();
});

it('keeps its id and its data over a crash', async () => {
  const before = await browser.open('options.html');
  await before.evaluate(() => chrome.storage.local.set({ kept: 'yes' }));
  await browser.restart('kill');
  await expect(browser.storage()).resolves.toMatchObject({ kept: 'yes' });
});

it('opens the real popup over a web page', async () => {
  const page = await browser.openPage('https://app.notion.com/');
  const popup = await browser.openRealPopup(page);
  await expect(popup.evaluate(() => location.pathname)).resolves.toBe('/popup.html');
});

it('lets nothing out to a host that the sandbox does not play', () => {
  expect(leaksOfExtension(sandbox.front.leaks)).toEqual([]);
});
