/** The interface in each of its languages: chosen in Settings, at once, in every window. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';

import { ALL_LANGUAGES, LANGUAGES, type Language } from '../../components/i18n/languages.ts';
import { readFileSync } from 'node:fs';
import type { Surface } from './harness/surface.ts';
import { runInWorker } from './harness/worker-events.ts';
import { useWorld } from './harness/world.ts';
import { setUpOnce } from './page-scenes.ts';

const world = useWorld();
const ROOT = new URL('../..', import.meta.url).pathname;

const textsOf = (language: Language): Record<string, string> =>
  JSON.parse(readFileSync(`${ROOT}/assets/locales/${language}.json`, 'utf8')) as Record<string, string>;

const messageOf = (locale: string, name: string): string => {
  const file = readFileSync(`${ROOT}/assets/public/_locales/${locale}/messages.json`, 'utf8');
  return (JSON.parse(file) as Record<string, { message: string }>)[name]!.message;
};

async function inWorker(expression: string): Promise<void> {
  const cdp = await world.chromium.context.browser()?.newBrowserCDPSession();
  if (!cdp) throw new Error('The browser is gone');
  await runInWorker(cdp, world.chromium.origin, expression).finally(() => cdp.detach());
}

beforeAll(() => setUpOnce(world));

it('speaks another language as soon as it is chosen, in every window and from then on; what was typed stays', async () => {
  const other = await world.browser.open('options.html#/prompts');
  const app = await world.browser.open('options.html#/settings');
  await app.getByRole('textbox', 'System instructions').fill('Write short sentences.');
  await inWorker(`globalThis.menus = [];
    const { create } = chrome.contextMenus;
    chrome.contextMenus.create = (entry, ...rest) => (menus.push(entry.title), create(entry, ...rest));`);
  await app.getByRole('combobox', 'Language').select(LANGUAGES.ja);
  const japanese = textsOf('ja');
  await app.getByRole('heading', japanese['nav.settings']!).waitFor();
  expect(await app.getByRole('textbox', japanese['settings.system']!).value()).toBe('Write short sentences.');
  await other.getByRole('heading', japanese['nav.prompts']!).waitFor();
  // The prompts that come with Visen come from the background.
  await other.getByText(messageOf('ja', 'prompt_summarise_name')).waitFor();
  // The right-click menu too: it belongs to the browser, and is made anew.
  const menu = JSON.stringify(messageOf('ja', 'menu_generate'));
  await expect
    .poll(() => inWorker(`if (!menus.includes(${menu})) throw new Error(menus.join())`).then(() => true, String))
    .toBe(true);
  await app.reload();
  await app.getByRole('heading', japanese['nav.settings']!).waitFor();
  await app.getByRole('combobox', japanese['settings.language']!).select(LANGUAGES.en);
  await app.getByRole('heading', 'Settings').waitFor();
});

it('stands right to left in Arabic', async () => {
  const app = await world.browser.open('options.html#/settings');
  await app.getByRole('combobox', 'Language').select(LANGUAGES.ar);
  await app.getByRole('heading', textsOf('ar')['nav.settings']!).waitFor();
  expect(await app.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
    'ar',
    'rtl',
  ]);
  // What is typed runs in its own direction: the cursor of an English prompt stands at its right end.
  const typed = app.getByRole('textbox', textsOf('ar')['settings.system']!);
  await typed.fill('Write short sentences.');
  expect(
    await app.evaluate(() => {
      const area = [...document.querySelectorAll('textarea')].find((one) => one.value.startsWith('Write short'));
      return area && getComputedStyle(area).unicodeBidi;
    }),
  ).toBe('plaintext');
  await app.evaluate(() => localStorage.removeItem('visen.language'));
});

it.each(ALL_LANGUAGES)('fits into 360 px in %s, on Home, Create, Settings and Upgrade', async (language) => {
  const app = (await world.browser.open('options.html#/home')) as Surface & { readonly page: Page };
  await app.page.setViewportSize({ width: 360, height: 740 });
  await app.evaluate((tag) => localStorage.setItem('visen.language', tag), language);
  const texts = textsOf(language);
  for (const view of ['home', 'create', 'settings', 'upgrade'] as const) {
    await app.evaluate((to) => void (location.hash = `#/${to}`), view);
    await app.reload();
    await app.getByRole('heading', texts[`nav.${view}`]!).waitFor();
    const outside = await app.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect({ view, outside }).toEqual({ view, outside: 0 });
  }
  await app.evaluate(() => localStorage.removeItem('visen.language'));
  await app.close();
});
