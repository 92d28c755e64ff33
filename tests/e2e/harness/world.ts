/** What an e2e spec starts with: a sandbox, a browser with the built extension, and a check that nothing leaked. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject, type TestContext } from 'vitest';

import { createSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/main.ts';
import { launchChromium, type ChromiumBrowser } from './chromium.ts';
import type { ChromiumOptions, FirefoxOptions } from './browser-options.ts';
import { launchFirefox, type FirefoxBrowser } from './firefox.ts';
import { leaksOfExtension } from './leaks.ts';
import type { ExtensionBrowser } from './surface.ts';

declare module 'vitest' {
  interface ProvidedContext {
    browser: 'chromium' | 'firefox';
  }
}

export interface WorldOptions {
  readonly sandbox?: SandboxOptions;
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly chromium?: Partial<ChromiumOptions>;
  readonly firefox?: Partial<FirefoxOptions>;
}

/** Ready from the first `beforeAll` of the spec on. */
export interface World {
  readonly sandbox: Sandbox;
  readonly browser: ExtensionBrowser;
  /** The same browser with all that only it can do. @throws Error in the other one */
  readonly chromium: ChromiumBrowser;
  readonly firefox: FirefoxBrowser;
  /** For a test that means to reach outside: what leaked so far does not fail it. */
  forgetLeaks(): void;
}

const RESULTS = join(import.meta.dirname, '../../../test-results/e2e');

/** One sandbox and one browser for the whole spec file; the tabs of a test are closed after it. */
export function useWorld(options: WorldOptions = {}): World {
  let sandbox: Sandbox | undefined;
  let chromium: ChromiumBrowser | undefined;
  let firefox: FirefoxBrowser | undefined;
  let knownLeaks = 0;
  const started = <T>(it: T | undefined, what: string): T => {
    if (it === undefined) throw new Error(`This spec has no ${what} (yet)`);
    return it;
  };
  const { locale, colorScheme, viewport } = options;
  const shared = { ...(locale && { locale }), ...(colorScheme && { colorScheme }), ...(viewport && { viewport }) };

  beforeAll(async () => {
    sandbox = await createSandbox(options.sandbox);
    if (inject('browser') === 'chromium') chromium = await launchChromium({ sandbox, ...shared, ...options.chromium });
    else firefox = await launchFirefox({ sandbox, ...shared, ...options.firefox });
  });
  afterEach(async (context) => {
    const browser = started(chromium ?? firefox, 'browser');
    const world = started(sandbox, 'sandbox');
    const leaks = leaksOfExtension(world.front.leaks.slice(knownLeaks));
    if (context.task.result?.state === 'fail' || leaks.length > 0) await keepEvidence(context, browser, world);
    await browser.closeTabs();
    knownLeaks = world.front.leaks.length;
    expect(leaks, 'requests to hosts outside the sandbox').toEqual([]);
  });
  afterAll(async () => {
    await (chromium ?? firefox)?.close();
    await sandbox?.close();
  });

  return {
    get sandbox() {
      return started(sandbox, 'sandbox');
    },
    get browser() {
      return started(chromium ?? firefox, 'browser');
    },
    get chromium() {
      return started(chromium, 'Chromium');
    },
    get firefox() {
      return started(firefox, 'Firefox');
    },
    forgetLeaks: () => {
      knownLeaks = started(sandbox, 'sandbox').front.leaks.length;
    },
  };
}

/** What a person needs to understand the failure without running it again. */
async function keepEvidence({ task }: TestContext, browser: ExtensionBrowser, sandbox: Sandbox): Promise<void> {
  const file = basename(task.file.name, '.e2e.ts');
  const folder = join(RESULTS, `${file}.${browser.kind}`, task.name.replace(/[^\p{L}\d]+/gu, '-').slice(0, 80));
  await mkdir(folder, { recursive: true });
  const requests = sandbox.front.requests.map(
    (it) => `${new Date(it.at).toISOString()} ${it.status} ${it.method} ${it.host}${it.path}`,
  );
  await writeFile(join(folder, 'requests.log'), `${requests.join('\n')}\n`);
  await writeFile(join(folder, 'browser.log'), `${browser.log().join('\n')}\n`);
  try {
    await browser.capture(folder);
  } catch (error) {
    await writeFile(join(folder, 'capture-failed.log'), String(error)); // the browser is gone: that is the finding
  }
}
