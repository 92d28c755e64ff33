import { lacksClick } from '../../panel/lacks-click.ts';
import { browser } from './browser.ts';

export interface PanelTab {
  readonly tabId: number;
  readonly windowId?: number;
  /** A message of a content script asks, which a hostile page could forge: without a click no window opens instead. */
  readonly isPageAsking?: boolean;
}

/**
 * Opens the panel for a tab: Chrome's side panel, elsewhere the popup, and a small window where that is refused. Call it in the
 * same turn as the click's event, before anything is awaited: Chrome opens a side panel for a person's click only, and an
 * await loses the click. https://developer.chrome.com/docs/extensions/reference/api/sidePanel
 */
export function openPanel({ tabId, windowId, isPageAsking }: PanelTab, reportDefect: (error: unknown) => void): void {
  const panel = (globalThis.chrome as Partial<typeof chrome> | undefined)?.sidePanel;
  const opened = panel === undefined ? openPopup(windowId) : openSidePanel(panel, tabId);
  const mayInstead = (error: unknown) => !(isPageAsking === true && lacksClick(error));
  void opened.catch((error: unknown) => (mayInstead(error) ? showWindow(tabId) : undefined)).catch(reportDefect);
}

function openSidePanel(panel: typeof chrome.sidePanel, tabId: number): Promise<void> {
  void panel.setOptions({ tabId, path: `sidepanel.html?tab=${tabId}`, enabled: true });
  return panel.open({ tabId });
}

async function openPopup(windowId: number | undefined): Promise<void> {
  await browser.action.openPopup(windowId === undefined ? undefined : { windowId });
}

/** One window for each tab: it comes to the front where it is open. */
async function showWindow(tabId: number): Promise<void> {
  const url = browser.runtime.getURL(`popup.html?tab=${tabId}`);
  const [open] = (await browser.tabs.query({ windowType: 'popup' })).filter((tab) => tab.url === url);
  if (open?.windowId !== undefined) await browser.windows.update(open.windowId, { focused: true });
  else await browser.windows.create({ url, type: 'popup', width: 420, height: 640 });
}
