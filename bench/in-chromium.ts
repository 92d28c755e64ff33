/** What the benches in a real Chromium share: the build, a browser in front of a sandbox, and how soon a page can be used. */
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox/main.ts';
import { buildExtension } from '../scripts/build.ts';
import { requireBrowsers } from '../scripts/require-browsers.ts';
import { launchChromium, type ChromiumBrowser } from '../tests/e2e/harness/chromium.ts';
import { until } from '../tests/e2e/harness/until.ts';

const TIMEOUT_MS = 10_000;

export interface ChromiumWorld {
  readonly sandbox: Sandbox;
  readonly browser: ChromiumBrowser;
}

/**
 * Builds the extension for Chromium.
 * @returns false where there is no Chromium
 * @throws Error with what a failed build printed
 */
export async function buildForChromium(): Promise<boolean> {
  if (requireBrowsers(['chromium']).length === 0) return false;
  const { code, output } = await buildExtension('chrome');
  if (code !== 0) throw new Error(output);
  return true;
}

/**
 * Does the work in a new Chromium in front of a new sandbox, and closes both.
 * @param extensionDir another build than the one of this tree
 */
export async function inChromium<Result>(
  options: SandboxOptions & { readonly extensionDir?: string | undefined },
  work: (world: ChromiumWorld) => Promise<Result>,
): Promise<Result> {
  const { extensionDir, ...ofSandbox } = options;
  const sandbox = await createSandbox(ofSandbox);
  try {
    const browser = await launchChromium({ sandbox, ...(extensionDir !== undefined && { extensionDir }) });
    try {
      return await work({ sandbox, browser });
    } finally {
      await browser.close();
    }
  } finally {
    await sandbox.close();
  }
}

/**
 * Opens a page of the extension in a new tab, and closes it again.
 * @param isUsable an expression that is true in the page from the moment that a person can use it
 * @returns how long that took (ms since the page began to load), and how many elements the page had then
 */
export async function openTimed(
  browser: ChromiumBrowser,
  path: string,
  isUsable: string,
): Promise<{ readonly ms: number; readonly nodes: number }> {
  const page = await browser.context.newPage();
  await page.addInitScript(`new MutationObserver((_, watch) => {
    if (!(${isUsable})) return;
    watch.disconnect();
    window.usableAt = performance.now();
  }).observe(document, { childList: true, subtree: true, attributes: true })`);
  await page.goto(`${browser.origin}/${path}`);
  let ms: number | undefined;
  await until(
    async () => (ms = await page.evaluate<number | undefined>('window.usableAt')) !== undefined,
    TIMEOUT_MS,
    () => `${path} to be usable`,
  );
  const nodes = await page.evaluate<number>(`document.querySelectorAll('*').length`);
  await page.close();
  return { ms: ms ?? NaN, nodes };
}

/** Tells how much processor time the main thread of a page has taken so far (s): not the time that it waited for a processor. */
export async function watchWork({
  page,
}: Awaited<ReturnType<ChromiumBrowser['open']>>): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  };
}
