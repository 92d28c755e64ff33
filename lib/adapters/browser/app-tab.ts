import { browser } from './browser.ts';

/** After the install: a new tab, unless the App is open already, which is then left at its route. */
export async function openAppOnce(hash: string): Promise<void> {
  const base = browser.runtime.getURL('options.html');
  const isOpen = (await browser.tabs.query({})).some((tab) =>
    [tab.url, tab.pendingUrl].some((url) => url?.startsWith(base)),
  );
  if (!isOpen) await browser.tabs.create({ url: `${base}${hash}` });
}

/** Shows the App at a route (`#/home`): its tab if there is one, else a new one. */
export async function openApp(hash: string): Promise<void> {
  const base = browser.runtime.getURL('options.html');
  const url = `${base}${hash}`;
  // Pages of our own are found without the tabs permission; their URL carries the route behind the `#`.
  const open = (await browser.tabs.query({})).find((tab) => tab.url?.split('#')[0] === base);
  if (open?.id === undefined) {
    await browser.tabs.create({ url });
    return;
  }
  await browser.tabs.update(open.id, { url, active: true });
  if (open.windowId !== undefined) await browser.windows.update(open.windowId, { focused: true });
}
