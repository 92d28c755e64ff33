import { Emitter } from '../../shared/emitter.ts';
import { browser } from './browser.ts';

export interface TabWatch {
  /** The present URL of a tab, where the browser shows it to us: Notion's pages and our own. */
  url(tabId: number): Promise<string | undefined>;
  /** Tabs that went to another address. */
  readonly changes: Emitter<number>;
  /** Tabs that were loaded anew or closed: what runs in them is of this version. */
  readonly fresh: Emitter<number>;
  /** Call once, synchronously, when the background starts. */
  listen(): void;
}

export function createTabWatch(): TabWatch {
  const changes = new Emitter<number>();
  const fresh = new Emitter<number>();
  return {
    changes,
    fresh,
    url: async (tabId) => {
      try {
        return (await browser.tabs.get(tabId)).url;
      } catch {
        // Closed meanwhile: there is no tab to show anything of.
        return undefined;
      }
    },
    listen: () => {
      browser.tabs.onUpdated.addListener((tabId, change) => {
        if (change.url !== undefined) changes.emit(tabId);
        // Notion's own moves from page to page tell a URL as well; only a reload is without.
        else if (change.status === 'loading') fresh.emit(tabId);
      });
      browser.tabs.onRemoved.addListener((tabId) => fresh.emit(tabId));
    },
  };
}
