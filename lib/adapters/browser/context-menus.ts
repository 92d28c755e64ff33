import { browser } from './browser.ts';
import type { Menus, Tabs } from './browser.ts';
import { extensionTexts } from './extension-texts.ts';

const NOTION_PAGES = ['https://app.notion.com/*', 'https://www.notion.so/*'];
const NOTION_LINKS = [...NOTION_PAGES, 'https://notion.so/*', 'https://*.notion.site/*'];

export type MenuClick =
  | { readonly kind: 'page' | 'action'; readonly tab: ClickedTab }
  | { readonly kind: 'selection'; readonly tab: ClickedTab; readonly text: string }
  | { readonly kind: 'link'; readonly url: string };

export interface ClickedTab {
  readonly tabId: number;
  readonly windowId?: number;
  readonly url?: string;
}

/** Registers the entries anew: they survive the worker, not an update. */
export async function createContextMenus(): Promise<void> {
  const textOf = await extensionTexts();
  await browser.contextMenus.removeAll();
  const title = textOf('menu_generate');
  const entries: (Menus.CreateCreatePropertiesType & { title: string })[] = [
    // One for both: text selected in an editor would show two, and both browsers put two into a submenu.
    { id: 'page', title, contexts: ['page', 'editable', 'selection'], documentUrlPatterns: NOTION_PAGES },
    // A link opens Create, also on Notion's own pages: the page in front is not the one that is meant.
    {
      id: 'link',
      title: textOf('menu_generate_link'),
      contexts: ['link'],
      targetUrlPatterns: NOTION_LINKS,
    },
    { id: 'action', title, contexts: ['action'] },
  ];
  for (const entry of entries) browser.contextMenus.create(entry);
}

/** Call once, synchronously, when the background starts. The listener runs in the turn of the click. */
export function listenForMenuClicks(onClick: (click: MenuClick) => void): void {
  browser.contextMenus.onClicked.addListener((info, tab) => {
    const click = readClick(info, tab);
    if (click !== undefined) onClick(click);
  });
}

function readClick(info: Menus.OnClickData, tab: Tabs.Tab | undefined): MenuClick | undefined {
  if (info.menuItemId === 'link') return info.linkUrl === undefined ? undefined : { kind: 'link', url: info.linkUrl };
  const clicked = readTab(tab);
  if (clicked === undefined) return undefined;
  if (info.menuItemId === 'action') return { kind: 'action', tab: clicked };
  const text = info.selectionText ?? '';
  return text.trim() === '' ? { kind: 'page', tab: clicked } : { kind: 'selection', tab: clicked, text };
}

/** What opening the panel needs of a tab; undefined for a tab without an id (developer tools). */
export function readTab(tab: Tabs.Tab | undefined): ClickedTab | undefined {
  if (tab?.id === undefined) return undefined;
  return {
    tabId: tab.id,
    ...(tab.windowId !== undefined && { windowId: tab.windowId }),
    ...(tab.url !== undefined && { url: tab.url }),
  };
}
