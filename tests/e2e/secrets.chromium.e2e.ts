/** Who is not ours gets nothing: the content script's world, a hostile page, another extension. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

import { COMMAND_SCHEMAS } from '../../lib/messaging/schemas.ts';
import { unpackedExtensionId } from './harness/chromium.ts';
import { useWorld } from './harness/world.ts';
import { addPage, setUpOnce } from './page-scenes.ts';

const profileDir = await mkdtemp(join(tmpdir(), 'visen-hostile-'));
const hostileDir = join(profileDir, 'hostile');
const extensions = `${join(profileDir, 'extension-under-test')},${hostileDir}`;
await mkdir(hostileDir);
await writeFile(
  join(hostileDir, 'manifest.json'),
  JSON.stringify({ manifest_version: 3, name: 'Hostile', version: '1', permissions: ['storage', 'tabs'] }),
);
await writeFile(join(hostileDir, 'page.html'), '<!doctype html><title>Hostile</title>');

const world = useWorld({
  chromium: {
    profileDir,
    extraArgs: [`--disable-extensions-except=${extensions}`, `--load-extension=${extensions}`],
  },
});
beforeAll(() => setUpOnce(world));

type Reply = { ok?: boolean; failure?: { code: string }; error?: string } | undefined;

describe('the world of the content script', () => {
  it('cannot read any storage, and every command that it sends is refused', async () => {
    const watchedPage = addPage(world, 'Watched');
    const { page } = await world.chromium.openPage(watchedPage.url);
    const cdp = await page.context().newCDPSession(page);
    const contexts: { id: number; origin: string }[] = [];
    cdp.on('Runtime.executionContextCreated', ({ context }) => contexts.push(context));
    await cdp.send('Runtime.enable');
    await expect.poll(() => contexts.some(({ origin }) => origin === world.browser.origin)).toBe(true);
    const contextId = contexts.find(({ origin }) => origin === world.browser.origin)?.id ?? 0;
    const run = async <T>(expression: string): Promise<T> => {
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
        expression,
        contextId,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return result.value as T;
    };
    for (const area of ['local', 'sync', 'session']) {
      const read = `chrome.storage.${area}.get().then((all) => JSON.stringify(all), (error) => 'refused ' + error.message)`;
      expect(await run<string>(read), area).toMatch(/^refused /);
    }
    expect(await run<string>('indexedDB.databases().then((all) => JSON.stringify(all))')).not.toMatch(/visen/i);
    for (const name of Object.keys(COMMAND_SCHEMAS)) {
      const message = JSON.stringify({ type: 'command', name, request: {} });
      const reply = await run<Reply>(
        `chrome.runtime.sendMessage(${message}).catch((error) => ({ error: error.message }))`,
      );
      expect(reply, name).toMatchObject({ ok: false, failure: { code: 'message-refused' } });
    }
    const watched = `new Promise((done) => {
      const port = chrome.runtime.connect({ name: 'live' });
      port.onMessage.addListener((message) => done('told ' + JSON.stringify(message)));
      port.onDisconnect.addListener(() => done('cut off'));
      setTimeout(() => done('silence'), 1500);
    })`;
    expect(await run<string>(watched)).toBe('cut off');

    // A page that took the content script over asks for panels as fast as it can, without a click.
    const ask = JSON.stringify({ type: 'open-panel', pageId: watchedPage.id });
    const answers = await run<Reply[]>(
      `Promise.all(Array.from({ length: 500 }, () => chrome.runtime.sendMessage(${ask})))`,
    );
    expect(answers.filter((answer) => answer?.ok === true)).toHaveLength(6);
    const refusals = answers.filter((answer) => answer?.ok !== true);
    expect(new Set(refusals.map((answer) => answer?.failure?.code))).toEqual(new Set(['message-refused']));
    await expect(world.chromium.sidePanel(500)).rejects.toThrow();
    expect(
      page
        .context()
        .pages()
        .map((open) => open.url())
        .filter((url) => url.includes('popup.html')),
    ).toEqual([]);
  });
});

describe('a hostile page', () => {
  it('starts nothing by messages and clicks of its own making', async () => {
    const { page } = await world.chromium.openPage(addPage(world, 'Hostile page').url);
    await world.chromium.inPageButton({ page }, 'Generate with AI').waitFor();
    const before = world.sandbox.front.requests.length;
    await page.evaluate(() => {
      for (let index = 0; index < 200; index += 1) {
        const data = { type: 'command', name: 'settings.export', request: { includeKeys: true }, index };
        window.postMessage(data, '*');
        document.dispatchEvent(new CustomEvent('visen', { detail: data }));
      }
      const host = document.querySelector('visen-button');
      for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click']) {
        host?.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
      }
      (host as HTMLElement | null)?.click();
    });
    await page.waitForTimeout(800);
    await expect(world.chromium.sidePanel(300)).rejects.toThrow();
    const after = world.sandbox.front.requests.slice(before).map(({ host }) => host);
    expect(after.filter((host) => host.startsWith('api.'))).toEqual([]);
  });
});

describe('another extension', () => {
  it('finds nobody to talk to', async () => {
    const { page } = await world.chromium.openPage(`chrome-extension://${unpackedExtensionId(hostileDir)}/page.html`);
    const ask = (id: string): Promise<string> =>
      page.evaluate(
        async (target) =>
          (await chrome.runtime
            .sendMessage(target, { type: 'command', name: 'settings.export', request: { includeKeys: true } })
            .then(
              (answer) => `answered ${JSON.stringify(answer)}`,
              (error: Error) => error.message,
            )) as string,
        id,
      );
    expect(await ask(world.chromium.extensionId)).toMatch(/Could not establish connection/);
    const reached = await page.evaluate(
      (origin) =>
        fetch(`${origin}/options.html`).then(
          () => 'read',
          () => 'refused',
        ),
      world.browser.origin,
    );
    expect(reached).toBe('refused');
  });
});
