import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';

import { createFront } from '../../sandbox/front/front.ts';
import type { Sandbox } from '../../sandbox/main.ts';
import { createNotionWebApp } from '../../sandbox/web/notion-web-app.ts';
import { StaticPages } from '../../sandbox/web/static-pages.ts';
import { BUILT_CHROME, launchChromium } from './harness/chromium.ts';
import { until } from './harness/until.ts';

/**
 * The built extension in front of the stand-in of the web app, with two changes to a copy of it: the background only
 * writes down what it is asked, and the content script's mutation observers are counted.
 */
export interface NotionStage {
  readonly pages: StaticPages;
  readonly setDomainMoved: (moved: boolean) => void;
  /** What the background was asked, in order. */
  readonly asked: unknown[];
  readonly extensionDir: string;
  /** Shows a URL, with switches of the stand-in. Resolves when the app is hydrated. */
  open(url: string, options?: Readonly<Record<string, string | number>>): Promise<NotionTab>;
  /** Switches the extension off and on, as its owner can: scripts in open tabs are left over. */
  setEnabled(enabled: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface ButtonSeen {
  readonly name: string;
  readonly place: string;
  readonly theme: string;
  /** The class of what holds the host. */
  readonly holder: string;
  /** In CSS pixels of the viewport. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface NotionTab {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly errors: string[];
  buttons(): Promise<ButtonSeen[]>;
  /** The only button there is, once it is there. */
  button(timeoutMs?: number): Promise<ButtonSeen>;
  clickButton(): Promise<void>;
  fixture<T = unknown>(script: string): Promise<T>;
  stats(): Promise<FixtureStats>;
  /** How often the content script's observers were called since the tab was opened. */
  callbacks(): Promise<number>;
  settle(ms: number): Promise<void>;
}

export interface FixtureStats {
  readonly stolenKeys: number;
  readonly stolenClipboard: number;
  readonly reverts: number;
  readonly crashed: boolean;
  readonly foreignNodesInFrame: number;
  readonly foreignNodesInTopbar: number;
  readonly foreignNodesTotal: number;
}

const RECORDER = `
chrome.runtime.onMessage.addListener((message, sender, answer) => {
  fetch('https://app.notion.com/_asked', { method: 'POST', body: JSON.stringify(message) });
  answer({ ok: true });
});
`;

/** The count goes to the page as an attribute of html: the isolated world is out of the test's reach. */
const COUNTER = `
{
  const Native = MutationObserver;
  let count = 0;
  globalThis.MutationObserver = class extends Native {
    constructor(callback) {
      super((...args) => {
        count += 1;
        document.documentElement.setAttribute('data-test-callbacks', String(count));
        return callback(...args);
      });
    }
  };
}
`;

export async function createNotionStage(options: { colorScheme?: 'light' | 'dark' } = {}): Promise<NotionStage> {
  const pages = new StaticPages();
  const asked: unknown[] = [];
  const web = createNotionWebApp({ pages });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url !== '/_asked') return web.handle(request, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    asked.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    response.writeHead(204).end();
  };
  const hosts = ['app.notion.com', 'www.notion.so', 'notion.so', 'www.notion.com'];
  const front = await createFront(Object.fromEntries(hosts.map((host) => [host, answer])));
  const extensionDir = await makeWatchedCopy();
  // The browser needs the network of a sandbox and nothing else of it.
  const browser = await launchChromium({ sandbox: { front, plainHosts: {} } as Sandbox, extensionDir, ...options });
  const browserOpen = async (url: string): Promise<Page> => (await browser.openPage(url)).page;

  return {
    pages,
    asked,
    extensionDir,
    setDomainMoved: (moved) => web.setDomainMoved(moved),
    open: async (url, switches = {}) => {
      const address = new URL(url);
      const { csp, ...rest } = switches;
      const list = Object.entries(rest).map(([name, value]) => `${name}:${value}`);
      if (list.length > 0) address.searchParams.set('__opts', list.join(','));
      if (csp !== undefined) address.searchParams.set('__csp', String(csp));
      const page = await browserOpen('about:blank');
      const tab = createTab(page, await browser.context.newCDPSession(page));
      await page.goto(list.length > 0 || csp !== undefined ? address.href : url);
      return tab;
    },
    setEnabled: async (enabled) => {
      const page = await browserOpen('chrome://extensions/');
      await page.evaluate(`chrome.management.setEnabled('${browser.extensionId}', ${enabled})`);
      await page.close();
    },
    close: async () => {
      await browser.close();
      web.close();
      await front.close();
      await rm(extensionDir, { recursive: true, force: true });
    },
  };
}

async function makeWatchedCopy(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'visen-watched-'));
  await cp(BUILT_CHROME, dir, { recursive: true });
  await writeFile(join(dir, 'background.js'), RECORDER);
  const script = join(dir, 'content-scripts/notion.js');
  await writeFile(script, COUNTER + (await readFile(script, 'utf8')));
  return dir;
}

function createTab(page: Page, cdp: CDPSession): NotionTab {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  const buttons = (): Promise<ButtonSeen[]> => readButtons(cdp);
  const button = async (timeoutMs = 5_000): Promise<ButtonSeen> => {
    let found: ButtonSeen[] = [];
    await until(
      async () => {
        found = await buttons();
        return found.length === 1;
      },
      timeoutMs,
      () => `one button; there are ${found.length}`,
    );
    return found[0] as ButtonSeen;
  };
  const fixture = <T>(script: string): Promise<T> => page.evaluate<T>(script);
  return {
    page,
    cdp,
    errors,
    buttons,
    button,
    clickButton: async () => {
      // Where it stays: a bar that is still being built moves it away from under the pointer.
      let box: ButtonSeen['box'] | undefined;
      await until(
        async () => {
          const before = box;
          ({ box } = await button());
          return box.width > 0 && before?.x === box.x && before.y === box.y && before.width === box.width;
        },
        10_000,
        () => `a button that stands still; it is at ${JSON.stringify(box)}`,
      );
      if (box !== undefined) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    },
    fixture,
    stats: () => fixture<FixtureStats>('__fixture.stats()'),
    callbacks: () => fixture<number>('Number(document.documentElement.dataset.testCallbacks ?? 0)'),
    settle: (ms) => page.waitForTimeout(ms),
  };
}

interface DomNode {
  readonly nodeId: number;
  readonly nodeName: string;
  readonly attributes?: string[];
  readonly children?: DomNode[];
  readonly shadowRoots?: DomNode[];
}

const attribute = (node: DomNode | undefined, name: string): string => {
  const at = node?.attributes?.indexOf(name) ?? -1;
  return at < 0 ? '' : (node?.attributes?.[at + 1] ?? '');
};

const below = (node: DomNode): DomNode[] => [...(node.children ?? []), ...(node.shadowRoots ?? [])];
const find = (node: DomNode, wanted: (one: DomNode) => boolean): DomNode | undefined =>
  wanted(node)
    ? node
    : below(node)
        .map((child) => find(child, wanted))
        .find((found) => found !== undefined);

/** Our buttons, through their closed roots. A host that is not laid out counts, with an empty box. */
async function readButtons(cdp: CDPSession): Promise<ButtonSeen[]> {
  const { root } = (await cdp.send('DOM.getDocument', { depth: -1, pierce: true })) as { root: DomNode };
  const hosts: { host: DomNode; holder: DomNode }[] = [];
  const walk = (node: DomNode): void => {
    for (const child of below(node)) {
      if (child.nodeName === 'VISEN-BUTTON') hosts.push({ host: child, holder: node });
      walk(child);
    }
  };
  walk(root);
  return Promise.all(
    hosts.map(async ({ host, holder }) => {
      const button = find(host, (node) => node.nodeName === 'BUTTON');
      const frame = find(host, (node) => attribute(node, 'class') === 'frame');
      const box = await cdp.send('DOM.getBoxModel', { nodeId: button?.nodeId ?? 0 }).then(
        ({ model: { border, width, height } }) => ({ x: border[0] ?? 0, y: border[1] ?? 0, width, height }),
        () => ({ x: 0, y: 0, width: 0, height: 0 }),
      );
      return {
        name: attribute(button, 'aria-label'),
        place: attribute(frame, 'data-place'),
        theme: attribute(frame, 'data-theme'),
        holder: attribute(holder, 'class') || holder.nodeName,
        box,
      };
    }),
  );
}
