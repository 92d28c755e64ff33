/** What the specs of the panel share: the browser's own menus and shortcuts, which no page can reach. */
import type { Page } from 'playwright-core';

import { createChromiumSurface } from './harness/chromium-surface.ts';
import type { Surface } from './harness/surface.ts';
import { until } from './harness/until.ts';
import { runInWorker } from './harness/worker-events.ts';
import type { World } from './harness/world.ts';

export interface MenuInfo {
  readonly menuItemId: 'page' | 'link' | 'action';
  readonly selectionText?: string;
  readonly linkUrl?: string;
}

/** Fires an event of the browser's own interface in the worker, for the tab in front of the last window. */
async function fire(world: World, event: string, first: unknown, url: string): Promise<void> {
  // A view of ours starts the worker, should it have been stopped.
  const view = await world.chromium.open('options.html#/feedback');
  await view.evaluate(() => chrome.runtime.sendMessage({ type: 'command', name: 'feedback.diagnostics', request: {} }));
  await view.close();
  const cdp = await world.chromium.context.browser()?.newBrowserCDPSession();
  if (!cdp) throw new Error('The browser is gone');
  await runInWorker(
    cdp,
    world.chromium.origin,
    `chrome.tabs.query({}).then((tabs) => {
      const tab = tabs.find((it) => it.url === ${JSON.stringify(url)}) ?? tabs.at(-1);
      ${event}.dispatch(${JSON.stringify(first)}, tab);
    })`,
  );
  await cdp.detach();
}

/** A click in the context menu. It carries no gesture, so the panel opens as a small window. */
export const chooseInMenu = (world: World, page: Page, info: MenuInfo): Promise<void> =>
  fire(world, 'chrome.contextMenus.onClicked', info, page.url());

export const pressShortcut = (world: World, page: Page): Promise<void> =>
  fire(world, 'chrome.commands.onCommand', 'open-panel', page.url());

/** The tab or window with this view of ours, once it is open. */
export async function openedView(world: World, path: string, timeoutMs = 5_000): Promise<Surface> {
  let page: Page | undefined;
  await until(
    () => {
      page = world.chromium.context.pages().find((it) => it.url().startsWith(`${world.chromium.origin}/${path}`));
      return Promise.resolve(page !== undefined);
    },
    timeoutMs,
    () => `${path}; open are ${world.chromium.context.pages().map((it) => it.url())}`,
  );
  return createChromiumSurface(page as Page);
}

/** How often Notion's page took what was not meant for it. */
export const stolen = (page: Page): Promise<{ stolenKeys: number; stolenClipboard: number }> =>
  page.evaluate('__fixture.stats()');

/** Selects a block's text as a person does, by three clicks. */
export async function selectBlock(page: Page, text: string): Promise<void> {
  await page.getByText(text, { exact: true }).last().click({ clickCount: 3 });
}
