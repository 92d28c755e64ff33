import { afterAll, beforeAll, expect, it } from 'vitest';

import { createSandbox, type Sandbox } from '../../sandbox/main.ts';
import { launchFirefox, type FirefoxBrowser } from './harness/firefox.ts';
import { leaksOfExtension } from './harness/leaks.ts';

let sandbox: Sandbox;
let browser: FirefoxBrowser;

beforeAll(async () => {
  sandbox = await createSandbox();
  browser = await launchFirefox({ sandbox });
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

it('stops the background and sees it stopped', async () => {
  await browser.worker.stop();
  await expect(browser.worker.isRunning()).resolves.toBe(false);
});

it('lets nothing out to a host that the sandbox does not play', () => {
  expect(leaksOfExtension(sandbox.front.leaks)).toEqual([]);
});
