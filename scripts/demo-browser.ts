/** A browser with the built extension, set up as a person does it: by its own Settings page. */
import { webUrl, type Sandbox } from '../sandbox/main.ts';
import { launchChromium, type ChromiumBrowser } from '../tests/e2e/harness/chromium.ts';
import { launchFirefox, type FirefoxBrowser } from '../tests/e2e/harness/firefox.ts';
import type { Surface } from '../tests/e2e/harness/surface.ts';
import type { BrowserKind } from './find-browser.ts';

export type DemoBrowser = ChromiumBrowser | FirefoxBrowser;

export interface DemoBrowserOptions {
  readonly kind: BrowserKind;
  readonly isHeadless: boolean;
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface DemoEngine {
  /** The words on screen. */
  readonly engine: 'Gemini' | 'GPT';
  readonly keyField: 'Gemini API key' | 'OpenAI API key';
  readonly origin: string;
  /** Who writes, for the person at the terminal. */
  readonly writer: string;
}

/** Which engine the demo uses: a real one behind the sandbox if the environment has its key, else the demo writer. */
export function demoEngine(env: Readonly<Record<string, string | undefined>>): DemoEngine {
  const openai = { engine: 'GPT', keyField: 'OpenAI API key', origin: 'https://api.openai.com' } as const;
  if (env['OPENAI_BASE_URL']) return { ...openai, writer: `the model server at ${env['OPENAI_BASE_URL']}` };
  if (env['OPENAI_API_KEY']) return { ...openai, writer: 'OpenAI, with your key (it is billed to you)' };
  if (env['GEMINI_API_KEY']) {
    const origin = 'https://generativelanguage.googleapis.com';
    return { engine: 'Gemini', keyField: 'Gemini API key', origin, writer: 'Gemini, with your key' };
  }
  return { ...openai, writer: "the sandbox's demo writer (rules, not an AI)" };
}

export function launchDemoBrowser(sandbox: Sandbox, options: DemoBrowserOptions): Promise<DemoBrowser> {
  const { kind, isHeadless, locale, colorScheme, viewport } = options;
  const shared = {
    sandbox,
    isHeadless,
    ...(locale && { locale }),
    ...(colorScheme && { colorScheme }),
    ...(viewport ? { viewport } : !isHeadless && { viewport: null }),
  };
  return kind === 'chromium' ? launchChromium(shared) : launchFirefox(shared);
}

/**
 * Fills in Settings and saves. The key is the sandbox's: it takes any, and a real one never enters the browser.
 * @returns the Settings view, with both services checked
 */
export async function setUp(browser: DemoBrowser, sandbox: Sandbox, engine: DemoEngine): Promise<Surface> {
  await browser.grantHost(engine.origin);
  const app = await browser.open('options.html#/settings');
  await app.getByLabel('Notion internal integration secret key').fill(sandbox.demo.token.token);
  await app.getByRole('combobox', 'AI engine').select(engine.engine);
  await app.getByLabel(engine.keyField).fill('sandbox-demo-key');
  await app.getByRole('button', 'Save').click();
  await waitForWords(app, /Settings saved[^]*Notion:\s+works[^]*AI engine:\s+works/, undefined);
  return app;
}

export async function openDemoPage(browser: DemoBrowser, sandbox: Sandbox): Promise<Surface> {
  return browser.openPage(webUrl(sandbox.demo.blank.id));
}

/**
 * Waits until a view's visible text has `wanted` and no longer `unwanted`.
 * @throws Error with the view's text
 */
export async function waitForWords(
  view: Surface,
  wanted: RegExp,
  unwanted: RegExp | undefined,
  timeoutMs = 30_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const text = await view.evaluate(() => (document.body as HTMLElement | null)?.innerText ?? '');
    if (wanted.test(text) && !unwanted?.test(text)) return;
    if (Date.now() > end)
      throw new Error(`Waited ${timeoutMs / 1000} s for ${String(wanted)}. The view said:\n${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
