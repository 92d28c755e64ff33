import { join } from 'node:path';
import { chromium, type BrowserContext, type CDPSession } from 'playwright-core';

import type { ChromiumOptions } from './browser-options.ts';

export interface ChromiumProcess {
  readonly context: BrowserContext;
  /** The browser's own session: targets, processes. */
  readonly cdp: CDPSession;
  /** Console messages and uncaught errors of all pages. */
  readonly log: readonly string[];
  readonly closed: Promise<void>;
  /** `kill` ends the browser's process as a crash does. */
  end(how: 'clean' | 'kill'): Promise<void>;
  /** @returns what wakes it */
  suspend(): Promise<() => void>;
}

const PIPE_FILTER = join(import.meta.dirname, 'chromium-without-worker-attach.mjs');

/** @throws Error when the browser does not start */
export async function startChromium(
  executable: string,
  extension: { readonly dir: string; readonly origin: string },
  profileDir: string,
  options: ChromiumOptions,
): Promise<ChromiumProcess> {
  const locale = options.locale ?? 'en-US';
  const colorScheme = options.colorScheme ?? 'light';
  const isHeadless = options.isHeadless ?? true;
  const context = await chromium.launchPersistentContext(profileDir, {
    // The pipe filter is a script with an interpreter line, which Windows does not know.
    executablePath: process.platform === 'win32' ? executable : PIPE_FILTER,
    // In the browser's interface language LANGUAGE wins over --lang on Linux.
    env: { ...process.env, VISEN_CHROMIUM: executable, LANGUAGE: locale.replace('-', '_') },
    headless: false, // ours is --headless=new; Playwright's own headless mode has no extensions
    locale,
    colorScheme,
    viewport: options.viewport === undefined ? { width: 1280, height: 800 } : options.viewport,
    ignoreDefaultArgs: ['--enable-automation'],
    args: [
      ...(isHeadless ? ['--headless=new'] : ['--window-size=1400,900']),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(colorScheme === 'dark' ? ['--force-dark-mode'] : []),
      '--test-type', // no bars about flags
      `--lang=${locale}`,
      '--disable-gpu',
      `--disable-extensions-except=${extension.dir}`,
      `--load-extension=${extension.dir}`,
      '--enable-unsafe-extension-debugging',
      ...networkArguments(options.sandbox),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(options.extraArgs ?? []),
    ],
  });
  const browser = context.browser();
  if (!browser) throw new Error('Playwright gave no browser for the persistent context');
  const cdp = await browser.newBrowserCDPSession();
  await loadWhereIgnored(context, cdp, extension.dir, extension.origin);
  const closed = new Promise<void>((resolve) => context.once('close', () => resolve()));
  const log: string[] = [];
  context.on('console', (message) => log.push(`${message.type()} ${message.text()} (${message.location().url})`));
  context.on('weberror', (error) => log.push(`uncaught ${error.error().stack ?? error.error().message}`));
  return {
    context,
    cdp,
    log,
    closed,
    suspend: async () => {
      const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
      const signal = (name: 'SIGSTOP' | 'SIGCONT') => processInfo.forEach(({ id }) => process.kill(id, name));
      signal('SIGSTOP');
      return () => signal('SIGCONT');
    },
    end: async (how) => {
      if (how === 'clean') return context.close();
      const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
      const main = processInfo.find((it) => it.type === 'browser');
      if (!main) throw new Error('The browser does not name its main process');
      process.kill(main.id, 'SIGKILL');
      await closed;
    },
  };
}

/**
 * Branded Chrome has ignored --load-extension since 137; Extensions.loadUnpacked needs the debugging pipe, which
 * Playwright uses. https://groups.google.com/a/chromium.org/g/chromium-extensions/c/1-g8EFx2BBY
 */
async function loadWhereIgnored(
  context: BrowserContext,
  cdp: CDPSession,
  extensionDir: string,
  origin: string,
): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  const isLoaded = await page.goto(`${origin}/manifest.json`).then(
    () => true,
    () => false, // ERR_BLOCKED_BY_CLIENT: no such extension
  );
  if (!isLoaded) await cdp.send('Extensions.loadUnpacked', { path: extensionDir });
  await page.goto('about:blank');
}

/**
 * Every host goes to the sandbox's front, which refuses and records those that it does not play. An exclusion wins over every other
 * rule, so localhost is none where one of its ports is played.
 */
function networkArguments({ front, plainHosts }: ChromiumOptions['sandbox']): string[] {
  const plain = Object.entries(plainHosts);
  const rules = [
    ...plain.map(([host, port]) => `MAP ${host} 127.0.0.1:${port}`),
    `MAP *:443 127.0.0.1:${front.port}`,
    `MAP *:80 127.0.0.1:${front.proxyPort}`,
    'MAP * ~NOTFOUND',
    'EXCLUDE 127.0.0.1',
    ...(plain.length === 0 ? ['EXCLUDE localhost'] : []),
  ];
  return [
    `--host-resolver-rules=${rules.join(', ')}`,
    `--ignore-certificate-errors-spki-list=${front.certificates.authorityFingerprint}`,
  ];
}
