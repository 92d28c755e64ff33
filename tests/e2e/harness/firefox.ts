/** Real Firefox with the built extension, driven over Marionette; every host goes to the sandbox by its proxy. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findBrowser, howToGetBrowser } from '../../../scripts/find-browser.ts';
import { createFirefoxPopup } from './firefox-popup.ts';
import { startFirefox } from './firefox-process.ts';
import { createFirefoxSurface, runAsync } from './firefox-surface.ts';
import type { Marionette } from './marionette.ts';
import type { ExtensionBrowser, Surface } from './surface.ts';
import { until } from './until.ts';
import { zipFolder } from './zip-folder.ts';
import type { FirefoxOptions } from './browser-options.ts';

export interface FirefoxBrowser extends ExtensionBrowser {
  readonly kind: 'firefox';
  readonly marionette: Marionette;
  /** Opens the toolbar's popup as a click on the icon does, over the tab in front. */
  openRealPopup(): Promise<Surface>;
  /** The toolbar's popup, once it is open: the real one. A popup closes when another view takes the focus. */
  openedPopup(timeoutMs?: number): Promise<Surface>;
  /** As Reload at about:debugging does. */
  reload(): Promise<void>;
  /** The extension in this folder takes the place of the installed one, as a store's update does: it may ask for a delay. */
  update(extensionDir: string): Promise<void>;
  /** Of the extension that runs now. */
  installedVersion(): Promise<string | undefined>;
  /** Firefox stands still, as while a computer sleeps. @returns what wakes it */
  suspend(): () => void;
  /** Runs a function in the browser's own scope, with arguments as JSON. */
  inChrome<Args extends readonly unknown[], Result>(
    run: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
}

/** Fixed, so that the extension's pages have an address that is known beforehand. */
const EXTENSION_UUID = '7b6f1c1e-5a4e-4d0c-9a53-1f6d3a1c5e70';
export const BUILT_FIREFOX = join(import.meta.dirname, '../../../.output/firefox-mv3');

/** @throws Error when no browser is found or the extension does not load */
export async function launchFirefox(options: FirefoxOptions): Promise<FirefoxBrowser> {
  const found = findBrowser('firefox');
  if (!found) throw new Error(howToGetBrowser('firefox'));
  const extensionDir = options.extensionDir ?? BUILT_FIREFOX;
  const profileDir = options.profileDir ?? (await mkdtemp(join(tmpdir(), 'visen-firefox-')));
  const extension = { id: await geckoId(extensionDir), uuid: EXTENSION_UUID, dir: extensionDir };
  const origin = `moz-extension://${EXTENSION_UUID}`;
  const isNew = !existsSync(join(profileDir, 'user.js'));
  let running = await startFirefox(found.path, extension, profileDir, options);

  const newSurface = async (url: string): Promise<Surface> => {
    const { marionette } = running;
    const { handle } = await marionette.exclusively(async () => {
      // The tab that was used last may be gone, as after an update of the extension: a new one is opened from one that is there.
      const [first = ''] = await marionette.send<string[]>('WebDriver:GetWindowHandles');
      await marionette.send('WebDriver:SwitchToWindow', { handle: first, focus: false });
      return marionette.send<{ handle: string }>('WebDriver:NewWindow', { type: 'tab', focus: true });
    });
    const surface = createFirefoxSurface(marionette, handle);
    await surface.goto(url);
    return surface;
  };
  const handles = (): Promise<string[]> => {
    const { marionette } = running;
    return marionette.exclusively(() => marionette.send<string[]>('WebDriver:GetWindowHandles'));
  };
  const chromeScript = <T>(source: string, args: readonly unknown[]): Promise<T> => {
    const { marionette } = running;
    return marionette.exclusively(async () => {
      await marionette.send('Marionette:SetContext', { value: 'chrome' });
      try {
        return await runAsync<T>(marionette, source, args);
      } finally {
        await marionette.send('Marionette:SetContext', { value: 'content' });
      }
    });
  };
  const inChrome: FirefoxBrowser['inChrome'] = (run, ...args) => chromeScript(String(run), args);
  const backgroundState = (): Promise<string> =>
    inChrome((id: string) => WebExtensionPolicy.getByID(id)?.extension.backgroundState ?? 'stopped', extension.id);

  // After install the App opens by itself, in a tab that it shares with `open`: it would take a test's view to Home.
  const firstTabs = (isClosing: boolean): Promise<number> =>
    inChrome(
      (start: string, closes: boolean) => {
        const tabs = [...gBrowser.tabs].filter((tab) => tab.linkedBrowser.currentURI.spec.startsWith(start));
        if (closes) for (const tab of tabs) gBrowser.removeTab(tab);
        return tabs.length;
      },
      `${origin}/options.html`,
      isClosing,
    );
  if (isNew) {
    await until(
      async () => (await firstTabs(false)) > 0,
      5_000,
      () => 'the App',
    ).catch(
      () => undefined, // a build that does not open it is for a test to find
    );
    if (!options.keepsFirstTab) await firstTabs(true);
  }

  return {
    kind: 'firefox',
    origin,
    get marionette() {
      return running.marionette;
    },
    inChrome,
    openRealPopup: async () => {
      await inChrome(async (id: string) => {
        const { extension } = WebExtensionPolicy.getByID(id) ?? {};
        if (!extension) throw new Error('The extension is not loaded');
        await extension.apiManager.global.browserActionFor(extension).openPopup(window);
      }, extension.id);
      return createFirefoxPopup(chromeScript, 10_000);
    },
    reload: () =>
      inChrome(async (id: string) => {
        const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
        await (await AddonManager.getAddonByID(id)).reload();
      }, extension.id),
    update: async (newer) => {
      const archive = join(profileDir, 'update.xpi');
      await zipFolder(newer, archive);
      await inChrome(async (path: string) => {
        const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
        const { FileUtils } = ChromeUtils.importESModule('resource://gre/modules/FileUtils.sys.mjs');
        const install = await AddonManager.getInstallForFile(new FileUtils.File(path));
        // An extension that listens for updates postpones it: the promise ends only after that.
        void install.install();
      }, archive);
    },
    installedVersion: () => inChrome((id: string) => WebExtensionPolicy.getByID(id)?.extension.version, extension.id),
    suspend: () => running.suspend(),
    openedPopup: (timeoutMs = 10_000) => createFirefoxPopup(chromeScript, timeoutMs),
    open: (path) => newSurface(`${origin}/${path}`),
    openPage: newSurface,
    grantHost: () => Promise.resolve(), // extensions.webextOptionalPermissionPrompts is off: a request is granted
    storage: async () => {
      const surface = await newSurface(`${origin}/options.html`);
      const stored = await surface.evaluate(() => chrome.storage.local.get() as Promise<Record<string, unknown>>);
      await surface.close();
      return stored;
    },
    worker: {
      stop: () =>
        inChrome(async (id: string) => {
          await WebExtensionPolicy.getByID(id)?.extension.terminateBackground({
            ignoreDevToolsAttached: true,
            disableResetIdleForTest: true,
          });
        }, extension.id),
      isRunning: async () => (await backgroundState()) === 'running',
      waitForIdleStop: (timeoutMs = 45_000) =>
        until(
          async () => (await backgroundState()) === 'stopped',
          timeoutMs,
          () => 'the event page to stop',
        ),
    },
    capture: async (folder) => {
      for (const [index, handle] of (await handles()).entries()) {
        await createFirefoxSurface(running.marionette, handle).screenshot(join(folder, `tab-${index}.png`));
      }
    },
    log: () => running.log(),
    closeTabs: async () => {
      const [blank, ...others] = await handles();
      for (const handle of others) await createFirefoxSurface(running.marionette, handle).close();
      if (blank !== undefined) await createFirefoxSurface(running.marionette, blank).goto('about:blank');
    },
    restart: async (how = 'clean') => {
      await running.end(how);
      running = await startFirefox(found.path, extension, profileDir, options);
    },
    closed: () => running.closed,
    close: async () => {
      await running.end('clean');
      if (options.profileDir === undefined) await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function geckoId(extensionDir: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(extensionDir, 'manifest.json'), 'utf8')) as {
    browser_specific_settings: { gecko: { id: string } };
  };
  return manifest.browser_specific_settings.gecko.id;
}

/** Of Firefox's own scope, the part used here. */
declare const gBrowser: {
  readonly tabs: Iterable<{ readonly linkedBrowser: { readonly currentURI: { readonly spec: string } } }>;
  removeTab(tab: object): void;
};
declare const ChromeUtils: {
  importESModule(path: string): {
    AddonManager: {
      getAddonByID(id: string): Promise<{ reload(): Promise<void> }>;
      getInstallForFile(file: object): Promise<{ install(): Promise<void> }>;
    };
    FileUtils: { File: new (path: string) => object };
  };
};
declare const WebExtensionPolicy: {
  getByID(id: string): null | {
    extension: {
      apiManager: { global: { browserActionFor(extension: object): { openPopup(window: object): Promise<void> } } };
      backgroundState: string;
      version: string;
      terminateBackground(options: object): Promise<void>;
    };
  };
};
