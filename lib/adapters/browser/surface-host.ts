/** What an extension page does itself, without the background. */
import type { BuiltInModel } from '../../language-model/built-in-model.ts';
import { createBuiltInModel } from '../chrome-built-in/download-built-in.ts';
import { browser } from './browser.ts';
import { watchMissingHosts } from './permissions.ts';

/** As components/hooks/client-context.tsx asks for it: an adapter may not point at components. */
export interface BrowserSurfaceHost {
  requestHostPermission(patterns: readonly string[]): Promise<boolean>;
  watchMissingHosts(callback: (patterns: readonly string[]) => void): () => void;
  requestNotifications(): Promise<boolean>;
  readonly builtInModel: BuiltInModel;
  openApp(hash: string): void;
}

/** `openApp` is for the App itself, which moves within its own page; the other surfaces open a tab. */
export function createSurfaceHost(openApp: (hash: string) => void = openAppTab): BrowserSurfaceHost {
  return {
    requestHostPermission: (patterns) => browser.permissions.request({ origins: [...patterns] }),
    watchMissingHosts,
    requestNotifications: () => browser.permissions.request({ permissions: ['notifications'] }),
    builtInModel: createBuiltInModel(),
    openApp,
  };
}

/** Opens the App in a tab. A popup closes by itself as it loses the focus; a side panel stays. */
function openAppTab(hash: string): void {
  void browser.tabs.create({ url: browser.runtime.getURL(`options.html${hash}`) });
}
