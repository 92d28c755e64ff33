import { afterAll, beforeAll, expect, it } from 'vitest';

import { toUndashedId } from '../../lib/notion/page-id.ts';
import { createFront, type Front } from '../../sandbox/front/front.ts';
import type { Sandbox } from '../../sandbox/main.ts';
import { createNotionWebApp } from '../../sandbox/web/notion-web-app.ts';
import { STATIC_IDS, StaticPages } from '../../sandbox/web/static-pages.ts';
import { launchFirefox, type FirefoxBrowser } from './harness/firefox.ts';
import type { Surface } from './harness/surface.ts';

const pageUrl = (host: string, id: string) => `https://${host}/p/acme/Doc-${toUndashedId(id)}`;

let front: Front;
let browser: FirefoxBrowser;
let page: Surface;
const web = createNotionWebApp({ pages: new StaticPages() });
const button = () => page.getByRole('button', 'Generate with AI');
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

beforeAll(async () => {
  const hosts = ['app.notion.com', 'www.notion.so'];
  front = await createFront(Object.fromEntries(hosts.map((host) => [host, web.handle])));
  browser = await launchFirefox({ sandbox: { front } as Sandbox });
});
afterAll(async () => {
  await browser.close();
  web.close();
  await front.close();
});

it.each(['app.notion.com', 'www.notion.so'])('shows one button on %s, also after moves in the app', async (host) => {
  page = await browser.openPage(pageUrl(host, STATIC_IDS.page));
  await button().waitFor();
  for (const id of [STATIC_IDS.long, STATIC_IDS.database, STATIC_IDS.page]) {
    await page.evaluate(
      (path: string) => (window as unknown as Fixture).__fixture.navigate(path),
      new URL(pageUrl(host, id)).pathname,
    );
    await pause(400);
    expect(await button().count()).toBe(1);
  }
  const stats = await page.evaluate(() => (window as unknown as Fixture).__fixture.stats());
  expect(stats).toMatchObject({ crashed: false, reverts: 0, foreignNodesTotal: 1 });
});

interface Fixture {
  readonly __fixture: { navigate(path: string): Promise<void>; stats(): Record<string, unknown> };
}

interface Privileged {
  readonly ChromeUtils: {
    importESModule(path: string): {
      AddonManager: { getAddonByID(id: string): Promise<{ disable(): Promise<void>; enable(): Promise<void> }> };
    };
  };
}

it('does not leave a dead button when the extension is switched off, and shows one again when it is back', async () => {
  await browser.inChrome(async () => {
    const { ChromeUtils } = globalThis as unknown as Privileged;
    const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
    await (await AddonManager.getAddonByID('visen@visen.app')).disable();
  });
  await button().waitFor('hidden', 15_000);
  await browser.inChrome(async () => {
    const { ChromeUtils } = globalThis as unknown as Privileged;
    const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
    await (await AddonManager.getAddonByID('visen@visen.app')).enable();
  });
  await button().waitFor('visible', 5_000);
  expect(await page.evaluate(() => document.getElementsByTagName('visen-button').length)).toBe(1);
});
