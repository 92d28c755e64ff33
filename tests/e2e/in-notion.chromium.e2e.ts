import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { toUndashedId } from '../../lib/notion/page-id.ts';
import { STATIC_IDS } from '../../sandbox/web/static-pages.ts';
import { until } from './harness/until.ts';
import { createNotionStage, type NotionStage, type NotionTab } from './notion-stage.ts';

const PAGE = toUndashedId(STATIC_IDS.page);
const LONG = toUndashedId(STATIC_IDS.long);
const TASKS = toUndashedId(STATIC_IDS.database);
const ROW = toUndashedId(STATIC_IDS.row(2));
const APP = 'https://app.notion.com';
const LEGACY = 'https://www.notion.so';
const pageUrl = `${APP}/p/acme/Every-kind-of-block-${PAGE}`;
const tasksUrl = `${APP}/p/acme/Tasks-${TASKS}`;

let stage: NotionStage;
let tab: NotionTab | undefined;

beforeAll(async () => {
  stage = await createNotionStage();
});
afterAll(() => stage.close());
afterEach(async () => {
  await tab?.page.close();
  tab = undefined;
  stage.asked.length = 0;
});

/** Opens a URL in the test's tab. */
async function show(url: string, switches: Readonly<Record<string, string | number>> = {}): Promise<NotionTab> {
  tab = await stage.open(url, { hydrateMs: 300, ...switches });
  return tab;
}

const asks = async (): Promise<unknown[]> => {
  await until(
    () => Promise.resolve(stage.asked.length > 0),
    10_000,
    () => 'a message to the background',
  );
  await new Promise((done) => setTimeout(done, 60)); // a second one would follow at once
  return stage.asked.splice(0);
};
const openPanel = (pageId: string) => [{ type: 'open-panel', pageId }];

describe('which page the button is for', () => {
  const view = `v=${toUndashedId(STATIC_IDS.view)}`;
  const addresses: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    [APP]: [
      [`/p/${PAGE}`, STATIC_IDS.page],
      [`/p/acme/Tasks-${TASKS}?${view}`, STATIC_IDS.database],
      [new URL(pageUrl).pathname, STATIC_IDS.page],
      [`/p/acme/Tasks-${TASKS}?${view}&p=${ROW}&pm=s`, STATIC_IDS.row(2)],
      [`/p/acme/Every-kind-of-block-${PAGE}?pvs=4#${ROW}`, STATIC_IDS.page],
      [`/p/acme/Tasks-${TASKS}?p=${ROW}&pm=c`, STATIC_IDS.row(2)],
      [`/p/acme/Tasks-${TASKS}?p=not-an-id`, STATIC_IDS.database],
    ],
    [LEGACY]: [
      [`/${PAGE}`, STATIC_IDS.page],
      [`/acme/${TASKS}?p=${ROW}&pm=s`, STATIC_IDS.row(2)],
      [`/acme/My-page-${PAGE}?pvs=4`, STATIC_IDS.page],
      [`/acme/${TASKS}?p=not-an-id`, STATIC_IDS.database],
      [`/acme/Title-${STATIC_IDS.page}`, STATIC_IDS.page],
      [`/acme/${TASKS}?${view}`, STATIC_IDS.database],
      [`/native/acme/Doc-${PAGE}`, STATIC_IDS.page],
    ],
  };

  it.each([APP, LEGACY])('the one that the address names, loaded or moved to: %s', async (origin) => {
    const [[first, id] = ['', ''], ...rest] = addresses[origin] ?? [];
    const one = await show(`${origin}${first}`, { canonical: 'off', dataMs: 20 });
    expect((await one.button()).name).toBe('Generate with AI');
    await one.clickButton();
    await expect(asks()).resolves.toEqual(openPanel(id));
    for (const [path, moved] of rest) {
      await one.fixture(`__fixture.navigate('${path}')`);
      await one.clickButton();
      await expect(asks(), path).resolves.toEqual(openPanel(moved));
    }
    // Asked for as it is, with all that the app makes of it while it loads.
    const [last, named] = rest.at(-2) ?? ['', ''];
    await one.page.goto(`${origin}${last}`);
    await one.clickButton();
    await expect(asks(), last).resolves.toEqual(openPanel(named));
  });

  it('none where the address names no page', async () => {
    const one = await show('about:blank');
    for (const url of [
      `${APP}/`,
      `${APP}/chat?t=${ROW}&wfv=chat`,
      `${APP}/login`,
      `${LEGACY}/invite/${PAGE}`,
      `${LEGACY}/${PAGE}${ROW}`,
      `https://www.notion.com/p/${PAGE}`,
    ]) {
      await one.page.goto(url);
      await one.settle(900);
      expect(await one.buttons(), url).toEqual([]);
    }
    expect(one.errors).toEqual([]);
  });

  it('none over a page that could not be found, also when the pill would be due', async () => {
    const one = await show(`${APP}/p/${'0'.repeat(32)}`);
    await one.settle(7_000);
    expect(await one.buttons()).toEqual([]);
  });

  it('follows the move of the old domain to the new one', async () => {
    stage.setDomainMoved(true);
    const one = await show(`${LEGACY}/acme/My-page-${PAGE}`);
    stage.setDomainMoved(false);
    expect(new URL(one.page.url()).host).toBe('app.notion.com');
    await one.clickButton();
    await expect(asks()).resolves.toEqual(openPanel(STATIC_IDS.page));
  });
});

/** Every frame: how long at a stretch there was no button, in ms. */
const WATCH_GAPS = `{
  window.__gap = 0;
  let since;
  const look = () => {
    const there = document.getElementsByTagName('visen-button').length;
    if (there > 1) window.__double = true;
    if (there > 0) since = undefined;
    else { since ??= performance.now(); window.__gap = Math.max(window.__gap, performance.now() - since); }
    requestAnimationFrame(look);
  };
  look();
}`;

describe('staying there', () => {
  it.each(['keep', 'children', 'row', 'header', 'header-node', 'app', 'storm'])(
    'is one, and back within 300 ms, over 12 moves with the top bar rebuilt as “%s”',
    async (topbarMode) => {
      const one = await show(pageUrl, { topbarMode, dataMs: 40 });
      await one.button();
      await one.settle(300);
      await one.fixture(WATCH_GAPS);
      await one.fixture(`(async () => {
        for (let index = 0; index < 12; index += 1) {
          await __fixture.navigate(index % 2 ? '/p/acme/${PAGE}' : '/p/acme/${LONG}');
          await new Promise((done) => setTimeout(done, 30));
        }
      })()`);
      await one.settle(600);
      expect((await one.button()).place).toBe('topbar');
      expect(await one.fixture<number>('window.__gap')).toBeLessThan(300);
      expect(await one.fixture('window.__double')).toBeUndefined();
      expect(await one.stats()).toMatchObject({
        crashed: false,
        foreignNodesInFrame: 0,
        foreignNodesTotal: 1,
        reverts: 0,
      });
      expect(one.errors).toEqual([]);
    },
  );

  it('stands before the share button again after a rebuild that pushed it to the end', async () => {
    const one = await show(pageUrl, { topbarMode: 'keep' });
    await one.button();
    await one.settle(500);
    for (let round = 0; round < 5; round += 1) await one.fixture("__fixture.rerenderTopbar('keep')");
    const order = await one.fixture<string[]>(
      `[...document.querySelector('.notion-topbar-action-buttons').children].map((node) => node.tagName === 'VISEN-BUTTON' ? 'ours' : node.querySelector('.notion-topbar-share-menu') ? 'share' : '-')`,
    );
    expect(order.indexOf('ours')).toBeLessThan(order.indexOf('share'));
    expect(order.indexOf('ours')).toBeGreaterThanOrEqual(0);
  });

  it('keeps no detached nodes or listeners over 80 moves', async () => {
    const one = await show(pageUrl, { dataMs: 10 });
    await one.button();
    const move = (count: number) =>
      one.fixture(`(async () => {
        for (let index = 0; index < ${count}; index += 1) {
          await __fixture.navigate(index % 2 ? '/p/acme/${PAGE}' : '/p/acme/${toUndashedId(STATIC_IDS.empty)}');
        }
      })()`);
    const count = async () => {
      await one.settle(600);
      await one.cdp.send('HeapProfiler.collectGarbage');
      return one.cdp.send('Memory.getDOMCounters');
    };
    await move(10);
    const before = await count();
    await move(80);
    const after = await count();
    expect(after.nodes - before.nodes).toBeLessThan(40); // one left behind by each move would be 80
    expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(20);
  });

  it('does nothing for 300 edits on a page of 2,000 blocks, nor for scrolling it, and stays as long as the page', async () => {
    const one = await show(`${APP}/p/${toUndashedId(STATIC_IDS.heavy)}`);
    await one.button();
    const since = Date.now();
    await one.settle(1_500);
    const before = await one.callbacks();
    const { count } = await one.fixture<{ count: number }>('__fixture.typeInEditor(300)');
    await one.page.mouse.move(600, 400);
    for (let index = 0; index < 20; index += 1) await one.page.mouse.wheel(0, 400);
    await one.settle(300);
    expect(count).toBe(300);
    expect(before).toBeGreaterThan(0); // the count works
    expect((await one.callbacks()) - before).toBe(0);
    expect(await one.stats()).toMatchObject({ reverts: 0, foreignNodesInFrame: 0 });
    await one.settle(Math.max(0, since + 12_000 - Date.now())); // longer than a button without its script stays
    await one.clickButton();
    await expect(asks()).resolves.toEqual(openPanel(STATIC_IDS.heavy));
  });
});

describe('when the top bar is not as expected', () => {
  it.each([0, 400, 5_000])('waits for an action row that comes after %i ms', async (rowDelayMs) => {
    const one = await show(pageUrl, { rowDelayMs });
    await until(
      async () => (await one.buttons())[0]?.holder.includes('notion-topbar-action-buttons') ?? false,
      rowDelayMs + 4_000,
      async () => `the row; seen ${JSON.stringify(await one.buttons())}`,
    );
    expect(await one.buttons()).toHaveLength(1);
  });

  it('takes the end of a bar in which it knows no button, in less than 7 s', async () => {
    const one = await show(pageUrl, { rowDelayMs: 'never' });
    expect((await one.button(7_000)).place).toBe('topbar');
    await one.settle(1_000);
    expect(await one.buttons()).toHaveLength(1);
  });

  it('is a pill in less than 7 s when the bar has lost its names, and moves when they come back', async () => {
    const one = await show(pageUrl, { names: 'renamed' });
    expect((await one.button(7_000)).place).toBe('corner');
    await one.clickButton();
    await expect(asks()).resolves.toEqual(openPanel(STATIC_IDS.page));
    await one.fixture(`__fixture.navigate('/p/acme/${LONG}')`);
    expect((await one.button(500)).place).toBe('corner');
    await one.fixture("__fixture.setOption('names', 'known'); __fixture.rerenderTopbar('header')");
    await until(
      async () => (await one.button()).place === 'topbar',
      3_000,
      () => 'the move into the bar',
    );
    expect((await one.stats()).foreignNodesTotal).toBe(1);
  });

  it('finds its place in the older layout, in Japanese, and under a policy that allows nothing', async () => {
    const one = await show(pageUrl, { cohort: '2021', lang: 'ja', csp: 'paranoid' });
    expect(await one.button()).toMatchObject({ place: 'topbar', name: 'Generate with AI' });
    await one.clickButton();
    await expect(asks()).resolves.toEqual(openPanel(STATIC_IDS.page));
    expect(one.errors).toEqual([]);
  });

  it('speaks German where the document does', async () => {
    const one = await show(pageUrl, { lang: 'de' });
    expect((await one.button()).name).toBe('Mit KI erstellen');
    await one.fixture("__fixture.setLang('en')");
    await until(
      async () => (await one.button()).name === 'Generate with AI',
      1_000,
      () => 'the English name',
    );
  });

  it('is its icon alone in a narrow window, under the same name', async () => {
    const one = await show(pageUrl);
    await one.page.setViewportSize({ width: 1_000, height: 700 });
    const { box, name } = await one.button();
    expect(name).toBe('Generate with AI');
    expect(box.width).toBeLessThan(40);
    await one.page.setViewportSize({ width: 1_280, height: 800 });
    expect((await one.button()).box.width).toBeGreaterThan(120);
  });
});

describe('over a peek', () => {
  const shells = ['legacy', 'hover-area', 'detached'].flatMap((shell) =>
    ['overlay', 'frame-sibling'].map((host) => [shell, host] as const),
  );

  it('is reachable for the peeked page, in each shell and place of the peek', async () => {
    const one = await show(tasksUrl);
    const stands = (place: string, where: string) =>
      until(
        async () => (await one.button()).place === place,
        5_000,
        async () => `${place} with ${where}; it is ${(await one.button()).place}`,
      );
    for (const [shell, host] of shells) {
      await one.fixture(`__fixture.setOption('peekShell', '${shell}'); __fixture.setOption('peekHost', '${host}')`);
      for (const mode of ['side', 'center']) {
        const where = `${mode} ${shell} in ${host}`;
        await one.fixture(`__fixture.openPeek('${STATIC_IDS.row(3)}', '${mode}')`);
        await stands(mode === 'side' ? 'topbar' : 'over-peek', where);
        await one.clickButton();
        await expect(asks(), where).resolves.toEqual(openPanel(STATIC_IDS.row(3)));
        expect(new URL(one.page.url()).searchParams.get('p')).toBe(toUndashedId(STATIC_IDS.row(3)));
        await one.fixture('__fixture.closePeek()');
        await stands('topbar', `no peek after ${where}`);
        await one.clickButton();
        await expect(asks(), where).resolves.toEqual(openPanel(STATIC_IDS.database));
      }
    }
    expect((await one.stats()).crashed).toBe(false);
  });

  it('leaves a top bar that a peek of unknown mode covers', async () => {
    const one = await show(tasksUrl);
    await one.fixture(`{
      const cover = document.createElement('div');
      cover.style.cssText = 'position: fixed; inset: 0; z-index: 500; background: white';
      document.body.append(cover);
      history.pushState({}, '', '${new URL(tasksUrl).pathname}?p=${ROW}');
    }`);
    await until(
      async () => (await one.button()).place === 'corner',
      3_000,
      () => 'the pill',
    );
    await one.clickButton();
    await expect(asks()).resolves.toEqual(openPanel(STATIC_IDS.row(2)));
  });
});

describe('theme', () => {
  it('follows the page within 200 ms, wherever the page keeps its class', async () => {
    const one = await show(pageUrl, { theme: 'light' });
    expect((await one.button()).theme).toBe('light');
    for (const mode of ['inner', 'body', 'bodyNotion', 'both']) {
      await one.fixture(`__fixture.setOption('themeMode', '${mode}')`);
      for (const theme of ['dark', 'light']) {
        await one.fixture(`__fixture.setTheme('${theme}')`);
        await one.settle(150);
        expect((await one.button()).theme, mode).toBe(theme);
      }
    }
  });

  it('follows the system without a click', async () => {
    const one = await show(pageUrl);
    await one.page.emulateMedia({ colorScheme: 'dark' });
    await one.settle(150);
    expect((await one.button()).theme).toBe('dark');
  });
});

describe('what it leaves alone', () => {
  it('keeps the caret in the text when it is clicked', async () => {
    const one = await show(pageUrl);
    await one.page.locator('.notion-text-block [data-content-editable-leaf]').first().click();
    const caret = () =>
      one.fixture<string>(
        '`${document.activeElement.className} ${getSelection().anchorOffset} ${getSelection().anchorNode.data}`',
      );
    const before = await caret();
    await one.clickButton();
    await asks();
    expect(await caret()).toBe(before);
  });

  it('works by keyboard, and no key on it reaches the page', async () => {
    const one = await show(pageUrl);
    await one.button();
    await one.settle(500);
    const text = await one.fixture<string>("document.querySelector('.notion-page-content').textContent");
    const { root } = await one.cdp.send('DOM.getDocument', { depth: -1, pierce: true });
    await one.cdp.send('DOM.focus', { nodeId: findButton(root) });
    for (const key of ['Backspace', 'a', '/', 'Delete', 'Enter']) await one.page.keyboard.press(key);
    await expect(asks()).resolves.toEqual(openPanel(STATIC_IDS.page));
    expect(await one.stats()).toMatchObject({ stolenKeys: 0, stolenClipboard: 0 });
    expect(await one.fixture("document.querySelector('.notion-page-content').textContent")).toBe(text);
  });

  it('shows one button also when a copy of before could not clean up', async () => {
    const one = await stage.open('about:blank');
    tab = one;
    await one.page.addInitScript(
      "addEventListener('DOMContentLoaded', () => document.documentElement.append(document.createElement('visen-button')))",
    );
    await one.page.goto(pageUrl);
    await one.button();
    expect((await one.stats()).foreignNodesTotal).toBe(1);
  });
});

describe('a copy that is left over', () => {
  it('takes its button away in silence when the extension goes, and a fresh one makes one button', async () => {
    const one = await show(pageUrl);
    await one.button();
    await one.settle(500);
    await stage.setEnabled(false);
    await until(
      async () => (await one.buttons()).length === 0,
      4_000,
      () => 'the button to go',
    );
    await one.fixture(`__fixture.navigate('/p/acme/${LONG}')`);
    await one.settle(500);
    expect((await one.stats()).foreignNodesTotal).toBe(0);
    expect(one.errors).toEqual([]);
    await stage.setEnabled(true);
    await one.page.reload();
    await one.button();
  });
});

describe('a hostile page', () => {
  it('cannot make it ask for anything by messages, events or made-up clicks', async () => {
    const one = await show(pageUrl);
    await one.button();
    await one.fixture(`{
      const host = document.querySelector('visen-button');
      for (let index = 0; index < 1000; index += 1) {
        const data = { type: ['open-panel', 'diagnose', 'command', 'run.start'][index % 4], pageId: '${STATIC_IDS.row(1)}', index };
        window.postMessage(data, '*');
        document.dispatchEvent(new CustomEvent('visen', { detail: data }));
        host.click();
        host.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
        host.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
      }
    }`);
    await one.settle(500);
    expect(stage.asked).toEqual([]);
    expect(await one.fixture("document.querySelector('visen-button').shadowRoot")).toBeNull();
  });

  it('gets no more than our own interface opened out of a stolen click', async () => {
    const one = await show(pageUrl);
    const { box } = await one.button();
    await one.fixture(`{
      const host = document.querySelector('visen-button');
      host.style.cssText = 'opacity: 0.01 !important; position: relative';
      const bait = document.createElement('div');
      bait.style.cssText = 'position: fixed; left: ${box.x}px; top: ${box.y}px; width: 120px; height: 28px; pointer-events: none; background: gold';
      document.body.append(bait);
    }`);
    await one.clickButton();
    await expect(asks()).resolves.toEqual(openPanel(STATIC_IDS.page));
  });

  it('names the page of the URL even when the document claims another one', async () => {
    const one = await show(pageUrl);
    await one.fixture(`{
      for (const node of document.querySelectorAll('[data-block-id]')) node.dataset.blockId = '${STATIC_IDS.row(1)}';
      document.documentElement.dataset.pageId = '${STATIC_IDS.row(1)}';
    }`);
    await one.clickButton();
    await expect(asks()).resolves.toEqual(openPanel(STATIC_IDS.page));
  });
});

interface DomNode {
  readonly nodeId: number;
  readonly nodeName: string;
  readonly children?: DomNode[];
  readonly shadowRoots?: DomNode[];
}

/** The only native button in the document is ours. */
function findButton(node: DomNode): number {
  if (node.nodeName === 'BUTTON') return node.nodeId;
  for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) {
    const found = findButton(child);
    if (found !== 0) return found;
  }
  return 0;
}
