import type { Locator, Page } from 'playwright-core';

import type { Control, ControlState, Name, Surface } from './surface.ts';
import { until, WAIT_MS } from './until.ts';

/** A page that Playwright drives, as a surface. `page` stays reachable for what only Chromium can show. */
export function createChromiumSurface(page: Page): Surface & { readonly page: Page } {
  page.setDefaultTimeout(WAIT_MS);
  return {
    page,
    getByRole: (role, name) => createControl(page.getByRole(role, roleOptions(name))),
    getByLabel: (name) => createControl(page.getByLabel(name, { exact: true })),
    getByText: (text) => createControl(page.getByText(text, { exact: true })),
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    url: () => Promise.resolve(page.url()),
    press: (key) => page.keyboard.press(key),
    evaluate: (run, ...args) =>
      page.evaluate(`(${String(run)})(...${JSON.stringify(args)})`) as ReturnType<Surface['evaluate']> as never,
    screenshot: async (path) => void (await page.screenshot({ path })),
    close: () => page.close(),
  };
}

function createControl(locator: Locator): Control {
  return {
    click: () => locator.click(),
    fill: (text) => locator.fill(text),
    select: async (label) => void (await locator.selectOption({ label })),
    check: (isChecked = true) => locator.setChecked(isChecked),
    press: (key) => locator.press(key),
    text: () => locator.innerText(),
    value: () => locator.inputValue(),
    isChecked: () => locator.isChecked(),
    attribute: (name) => locator.getAttribute(name),
    count: () => locator.count(),
    waitFor: (state = 'visible', timeoutMs = WAIT_MS) => waitFor(locator, state, timeoutMs),
    waitForText: async (text, timeoutMs = WAIT_MS) => {
      const isWanted = (found: string): boolean => (typeof text === 'string' ? found.includes(text) : text.test(found));
      await until(
        async () => (await locator.count()) === 1 && isWanted(await locator.innerText()),
        timeoutMs,
        async () => `the text ${String(text)}; it says: ${(await locator.allInnerTexts()).join(' | ')}`,
      );
    },
    getByRole: (role, name) => createControl(locator.getByRole(role, roleOptions(name))),
    getByText: (text) => createControl(locator.getByText(text, { exact: true })),
  };
}

async function waitFor(locator: Locator, state: ControlState, timeoutMs: number): Promise<void> {
  if (state === 'visible' || state === 'hidden') return locator.waitFor({ state, timeout: timeoutMs });
  await until(
    async () => (await locator.count()) === 1 && (await locator.isEnabled()) === (state === 'enabled'),
    timeoutMs,
    () => `${String(locator)} to be ${state}`,
  );
}

const roleOptions = (name: Name | undefined): Parameters<Page['getByRole']>[1] =>
  name === undefined ? {} : { name, exact: true };
