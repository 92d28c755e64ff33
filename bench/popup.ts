/**
 * The popup's way from its first byte to a Generate that can be clicked, in a real Chromium: for a page that Visen has never seen and for
 * one that it writes to, with a living worker and a stopped one, with nothing behind it and with 1,000 connections and 2,000 runs.
 * A folder behind the name is an older build, to be measured beside this one: `npm run bench -- popup /tmp/before`.
 */
import { createSandbox, webUrl, type Sandbox } from '../sandbox/main.ts';
import { buildExtension } from '../scripts/build.ts';
import { demoEngine, setUp } from '../scripts/demo-browser.ts';
import { requireBrowsers } from '../scripts/require-browsers.ts';
import { launchChromium, type ChromiumBrowser } from '../tests/e2e/harness/chromium.ts';
import { until } from '../tests/e2e/harness/until.ts';
import { call } from '../tests/e2e/rows-app.ts';
import { growHistory, writeOnce } from './history.ts';
import { median } from './median.ts';

const ROUNDS = 15;
const WARM_UP = 2;
const TIMEOUT_MS = 10_000;
/** With a history, beside without one. */
const ALLOWED_GROWTH = 1.25;
/** Half of what it was in November 2026, on the machine of docs/benchmarks.md. */
const ALLOWED_MS = 100;
const HISTORY = { connections: 1_000, runs: 2_000 };
/** Tells in `usableAt` when Generate can be clicked (ms since the page began to load). */
const WATCH = `new MutationObserver((_, watch) => {
  const button = [...document.querySelectorAll('button')].find((it) => it.textContent.trim() === 'Generate');
  if (!button || button.ariaDisabled || !document.querySelector('textarea')) return;
  watch.disconnect();
  window.usableAt = performance.now();
}).observe(document, { childList: true, subtree: true, attributes: true })`;

const CASES = [
  { name: 'a page never seen', page: 'fresh', isStopped: false },
  { name: 'a page with a connection', page: 'known', isStopped: false },
  { name: 'a page with a connection, worker stopped', page: 'known', isStopped: true },
] as const;

/** @returns whether it is usable soon enough, whatever lies behind it */
export async function runPopupBench(): Promise<boolean> {
  if (requireBrowsers(['chromium']).length === 0) return false;
  const { code, output } = await buildExtension('chrome');
  if (code !== 0) throw new Error(output);
  const older = process.argv[3];
  const builds = [{ build: 'this one' }, ...(older === undefined ? [] : [{ build: older, extensionDir: older }])];
  let isGood = true;
  for (const { build, ...options } of builds) {
    const [light, heavy] = await measure(options);
    for (const { name } of CASES) {
      const [ms = NaN, withHistory = NaN] = [light?.get(name), heavy?.get(name)];
      const growth = Math.round((withHistory / ms) * 100) / 100;
      console.log({ build, name, ms, withHistory, growth, allowed: { ms: ALLOWED_MS, growth: ALLOWED_GROWTH } });
      if (options.extensionDir === undefined)
        isGood &&= growth <= ALLOWED_GROWTH && (name.includes('stopped') || ms <= ALLOWED_MS);
    }
  }
  return isGood;
}

async function measure(options: { readonly extensionDir?: string }) {
  const sandbox = await createSandbox({});
  sandbox.notion.limiter.enabled = false;
  const browser = await launchChromium({ sandbox, ...options });
  try {
    const app = await setUp(browser, sandbox, demoEngine({}));
    await call(app, 'plan.choose', { plan: 'unlimited' });
    const tabs = { fresh: await openTab(browser, sandbox), known: await openTab(browser, sandbox) };
    await writeOnce(app, tabs.known.pageId);
    const light = await measureCases(browser, tabs);
    await growHistory(app, HISTORY);
    return [light, await measureCases(browser, tabs)];
  } finally {
    await browser.close();
    await sandbox.close();
  }
}

type Tabs = Record<'fresh' | 'known', { readonly pageId: string; readonly tabId: number }>;

async function measureCases(browser: ChromiumBrowser, tabs: Tabs): Promise<Map<string, number>> {
  await browser.worker.stop();
  const times = new Map<string, number[]>();
  for (let round = -WARM_UP; round < ROUNDS; round += 1)
    for (const { name, page, isStopped } of CASES) {
      if (isStopped) await browser.worker.stop();
      const ms = await openPopup(browser, tabs[page].tabId);
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), ms]);
    }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

async function openPopup(browser: ChromiumBrowser, tabId: number): Promise<number> {
  const page = await browser.context.newPage();
  await page.addInitScript(WATCH);
  await page.goto(`${browser.origin}/popup.html?tab=${tabId}`);
  let ms: number | undefined;
  await until(
    async () => (ms = await page.evaluate<number | undefined>('window.usableAt')) !== undefined,
    TIMEOUT_MS,
    () => 'Generate in the popup',
  );
  await page.close();
  return ms ?? NaN;
}

/** A tab of Notion with a page of its own. */
async function openTab(browser: ChromiumBrowser, { notion, demo }: Sandbox): Promise<Tabs['fresh']> {
  const { id } = notion.world.addPage({ title: 'A page' });
  demo.token.shared.add(id);
  const url = webUrl(id);
  await browser.openPage(url);
  const view = await browser.open('options.html#/feedback');
  const tabId = await view.evaluate(
    async (address: string) => (await chrome.tabs.query({ url: `${address}*` }))[0]?.id ?? -1,
    url,
  );
  await view.close();
  return { pageId: id, tabId };
}
