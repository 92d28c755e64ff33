/**
 * Real Chromium with the built extension, every host mapped to the sandbox. Playwright drives the pages; nothing ever
 * attaches to the service worker, so it lives and dies as a person's does.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';

import { findBrowser, howToGetBrowser } from '../../../scripts/find-browser.ts';
import { createCdpSurface } from './cdp-surface.ts';
import { startChromium } from './chromium-process.ts';
import { createChromiumSurface } from './chromium-surface.ts';
import { createInPageButton, type InPageButton } from './in-page-button.ts';
import type { ExtensionBrowser, Surface } from './surface.ts';
import { until } from './until.ts';
import type { ChromiumOptions } from './browser-options.ts';

export interface ChromiumBrowser extends ExtensionBrowser {
  readonly kind: 'chromium';
  /** Playwright's; a new one after restart(). */
  readonly context: BrowserContext;
  readonly extensionId: string;
  open(path: string): Promise<ChromiumSurface>;
  openPage(url: string): Promise<ChromiumSurface>;
  /** The toolbar's popup over the tab in front: the real one, not its page in a tab. */
  openRealPopup(over: ChromiumSurface): Promise<Surface>;
  /** The side panel that is open, once it is. Playwright does not list it. */
  sidePanel(timeoutMs?: number): Promise<Surface>;
  /** A button of ours inside a web page. Its shadow root is closed, so only the accessibility tree shows it. */
  inPageButton(page: Pick<ChromiumSurface, 'page'>, name: string): InPageButton;
  /** What “On click” in the extension's site access does: host access is withheld. */
  setHostAccess(access: 'ON_CLICK' | 'ON_ALL_SITES'): Promise<void>;
  /** As Reload on chrome://extensions does. With a build, as an update does: its files take the place of the present ones. */
  reload(update?: string): Promise<void>;
  /** Every process of the browser stands still, as while a computer sleeps. @returns what wakes it */
  suspend(): Promise<() => void>;
}

type ChromiumSurface = ReturnType<typeof createChromiumSurface>;

export const BUILT_CHROME = join(import.meta.dirname, '../../../.output/chrome-mv3');

/** The id that Chromium gives an unpacked extension: from its path, so it stays over restarts. */
export function unpackedExtensionId(realPath: string): string {
  const digest = createHash('sha256')
    .update(realPath, process.platform === 'win32' ? 'utf16le' : 'utf8')
    .digest('hex');
  return [...digest.slice(0, 32)].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join('');
}

/** @throws Error when no browser is found or the extension does not load */
export async function launchChromium(options: ChromiumOptions): Promise<ChromiumBrowser> {
  const found = findBrowser('chromium');
  if (!found) throw new Error(howToGetBrowser('chromium'));
  const profileDir = options.profileDir ?? (await mkdtemp(join(tmpdir(), 'visen-chromium-')));
  // A copy, so that a build in the meantime does not change what is being tested.
  const extensionDir = join(await realpath(profileDir), 'extension-under-test');
  const isNew = !existsSync(extensionDir);
  if (isNew) await cp(options.extensionDir ?? BUILT_CHROME, extensionDir, { recursive: true });
  const extensionId = unpackedExtensionId(extensionDir);
  const origin = `chrome-extension://${extensionId}`;
  let session = await startChromium(found.path, { dir: extensionDir, origin }, profileDir, options);

  const browserSession = (): CDPSession => session.cdp;
  const workerTargets = async (): Promise<string[]> => {
    const { targetInfos } = await browserSession().send('Target.getTargets');
    return targetInfos
      .filter((target) => target.type === 'service_worker' && target.url.startsWith(origin))
      .map((target) => target.targetId);
  };
  const waitForNoWorker = (timeoutMs: number): Promise<void> =>
    until(
      async () => (await workerTargets()).length === 0,
      timeoutMs,
      () => 'the service worker to stop',
    );
  const newSurface = async (url: string): Promise<ChromiumSurface> => {
    const surface = createChromiumSurface(await session.context.newPage());
    await surface.goto(url);
    return surface;
  };
  const onExtensionsPage = async (script: string): Promise<void> => {
    const page = await session.context.newPage();
    await page.goto('chrome://extensions/');
    await page.evaluate(script);
    await page.close();
  };
  /** Runs in a throw-away extension page. */
  const inExtension = async <T>(script: string): Promise<T> => {
    const page = await session.context.newPage();
    await page.goto(`${origin}/options.html`);
    const result = await page.evaluate<T>(script);
    await page.close();
    return result;
  };
  const attachByUrl = async (path: string, timeoutMs: number): Promise<Surface> => {
    let targetId: string | undefined;
    await until(
      async () => {
        const { targetInfos } = await browserSession().send('Target.getTargets');
        targetId = targetInfos.find((it) => it.type === 'page' && it.url.startsWith(`${origin}/${path}`))?.targetId;
        return targetId !== undefined;
      },
      timeoutMs,
      () => `${path} to open`,
    );
    return createCdpSurface(browserSession(), targetId ?? '');
  };

  // After install the App opens by itself, in a tab that it shares with `open`: it would take a test's view to Home.
  const isFirstTab = (page: Page): boolean => page.url().startsWith(`${origin}/options.html`);
  if (isNew) {
    await until(
      () => Promise.resolve(session.context.pages().some(isFirstTab)),
      5_000,
      () => 'the App',
    ).catch(
      () => undefined, // a build that does not open it is for a test to find
    );
    if (!options.keepsFirstTab) for (const page of session.context.pages().filter(isFirstTab)) await page.close();
  }

  return {
    kind: 'chromium',
    origin,
    extensionId,
    get context() {
      return session.context;
    },
    open: (path) => newSurface(`${origin}/${path}`),
    openPage: newSurface,
    openRealPopup: async (over) => {
      const helper = await session.context.newPage();
      await helper.goto(`${origin}/options.html`);
      await over.page.bringToFront();
      await helper.evaluate('chrome.action.openPopup()');
      const popup = await attachByUrl('popup.html', 5_000);
      await helper.close();
      return popup;
    },
    sidePanel: (timeoutMs = 5_000) => attachByUrl('sidepanel.html', timeoutMs),
    inPageButton: (page, name) => createInPageButton(page.page, name),
    setHostAccess: (access) =>
      onExtensionsPage(
        `chrome.developerPrivate.updateExtensionConfiguration(${JSON.stringify({ extensionId, hostAccess: access })})`,
      ),
    grantHost: (host) =>
      onExtensionsPage(`chrome.developerPrivate.addHostPermission('${extensionId}', ${JSON.stringify(`${host}/*`)})`),
    reload: async (update) => {
      if (update !== undefined) await cp(update, extensionDir, { recursive: true, force: true });
      // Without developer mode Chromium switches an unpacked extension off when it is reloaded.
      await onExtensionsPage(
        `chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })
          .then(() => chrome.developerPrivate.reload('${extensionId}', { failQuietly: true }))`,
      );
    },
    suspend: () => session.suspend(),
    storage: () => inExtension('chrome.storage.local.get()'),
    worker: {
      stop: async () => {
        const targets = await workerTargets();
        for (const targetId of targets) await browserSession().send('Target.closeTarget', { targetId });
        // An open surface may wake a new one at once, so wait for the old one only.
        await until(
          async () => !(await workerTargets()).some((it) => targets.includes(it)),
          5_000,
          () => 'the service worker to stop',
        );
      },
      isRunning: async () => (await workerTargets()).length > 0,
      waitForIdleStop: (timeoutMs = 45_000) => waitForNoWorker(timeoutMs),
    },
    capture: async (folder) => {
      for (const [index, page] of session.context.pages().entries()) {
        await page.screenshot({ path: join(folder, `tab-${index}.png`) });
      }
    },
    log: () => session.log,
    closeTabs: async () => {
      const [blank, ...others] = session.context.pages();
      for (const page of others) await page.close();
      await blank?.goto('about:blank');
    },
    restart: async (how = 'clean') => {
      await session.end(how);
      session = await startChromium(found.path, { dir: extensionDir, origin }, profileDir, options);
    },
    closed: () => session.closed,
    close: async () => {
      await session.end('clean');
      if (options.profileDir === undefined) await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
