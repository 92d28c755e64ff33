/**
 * The time from the popup's first byte until Generate can be clicked, in a real Chromium: for a page that Visen has never seen and for
 * one that it writes to, with a running worker and a stopped one, without a history and with 1,000 connections and 2,000 runs.
 * Folders after the name are older builds to compare with: `npm run bench -- popup /tmp/before`.
 */
import { webUrl, type Sandbox } from '../sandbox/main.ts';
import type { ChromiumBrowser } from '../tests/e2e/harness/chromium.ts';
import { setUpApp } from '../tests/e2e/rows-app.ts';
import { findTarget, growHistory, writeTo } from './history.ts';
import { buildForChromium, inChromium, openTimed, type ChromiumWorld } from './in-chromium.ts';
import { median } from './median.ts';

const ROUNDS = 15;
const WARM_UP = 2;
/** With a history, relative to without one. */
const ALLOWED_GROWTH = 1.25;
/** Half of what it was in November 2026, on the machine of docs/benchmarks.md. */
const ALLOWED_MS = 100;
const HISTORY = { connections: 1_000, runs: 2_000 };
/** Generate can be clicked. */
const IS_USABLE = `document.querySelector('textarea') &&
  [...document.querySelectorAll('button')].find((it) => it.textContent.trim() === 'Generate')?.ariaDisabled === null`;

const CASES = [
  { name: 'a page never seen', page: 'fresh', isStopped: false },
  { name: 'a page with a connection', page: 'known', isStopped: false },
  { name: 'a page with a connection, worker stopped', page: 'known', isStopped: true },
] as const;

/** @returns whether it is usable soon enough, whatever lies behind it */
export async function runPopupBench(): Promise<boolean> {
  if (!(await buildForChromium())) return false;
  let isGood = true;
  for (const extensionDir of [undefined, ...process.argv.slice(3)]) {
    const [light, heavy] = await inChromium({ extensionDir }, measure);
    const build = extensionDir ?? 'this one';
    for (const { name } of CASES) {
      const [ms = NaN, withHistory = NaN] = [light?.get(name), heavy?.get(name)];
      const growth = Math.round((withHistory / ms) * 100) / 100;
      console.log({ build, name, ms, withHistory, growth, allowed: { ms: ALLOWED_MS, growth: ALLOWED_GROWTH } });
      if (extensionDir === undefined)
        isGood &&= growth <= ALLOWED_GROWTH && (name.includes('stopped') || ms <= ALLOWED_MS);
    }
  }
  return isGood;
}

async function measure(world: ChromiumWorld) {
  const { sandbox, browser } = world;
  sandbox.notion.limiter.enabled = false;
  const app = await setUpApp(world);
  const tabs = { fresh: await openTab(browser, sandbox), known: await openTab(browser, sandbox) };
  await writeTo(app, await findTarget(app, tabs.known.pageId));
  const light = await measureCases(browser, tabs);
  await growHistory(app, HISTORY);
  return [light, await measureCases(browser, tabs)];
}

type Tabs = Record<'fresh' | 'known', { readonly pageId: string; readonly tabId: number }>;

async function measureCases(browser: ChromiumBrowser, tabs: Tabs): Promise<Map<string, number>> {
  await browser.worker.stop();
  const times = new Map<string, number[]>();
  for (let round = -WARM_UP; round < ROUNDS; round += 1)
    for (const { name, page, isStopped } of CASES) {
      if (isStopped) await browser.worker.stop();
      const { ms } = await openTimed(browser, `popup.html?tab=${tabs[page].tabId}`, IS_USABLE);
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), ms]);
    }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
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
