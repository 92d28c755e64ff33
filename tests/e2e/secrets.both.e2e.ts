/** Keys: where they may be, where they never are, and that Clear leaves nothing. */
import { beforeAll, describe, expect, it } from 'vitest';

import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { addPage, generate, openCreate, send, setUpOnce, waitForState } from './page-scenes.ts';

/** What `setUp` types; the sandbox takes any key. */
const ENGINE_KEY = 'sandbox-demo-key';
const world = useWorld();
const secrets = () => [world.sandbox.demo.token.token, ENGINE_KEY];

/** Every value in every store of every database, as text. */
async function readDatabases(app: Surface): Promise<string> {
  return app.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('failed'));
      });
    const found: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await wait(indexedDB.open(name ?? ''));
      for (const store of database.objectStoreNames) {
        const rows: unknown[] = await wait(database.transaction(store).objectStore(store).getAll());
        found.push({ name, store, rows });
      }
      database.close();
    }
    return JSON.stringify(found);
  });
}

const readStorage = (app: Surface): Promise<string> =>
  app.evaluate(async () =>
    JSON.stringify([
      await chrome.storage.local.get(),
      await chrome.storage.session.get(),
      await chrome.storage.sync.get(),
    ]),
  );

beforeAll(() => setUpOnce(world));

describe('after a page was written', () => {
  let app: Surface;
  beforeAll(async () => {
    app = await openCreate(world, addPage(world, 'With secrets'));
    await generate(app, 'Write about tea');
    await waitForState(app, 'Done', 30_000);
    await world.browser.closeTabs();
  });

  it('no key is stored as plain text, in no storage and no database', async () => {
    app = await world.browser.open('options.html#/settings');
    const stored = (await readStorage(app)) + (await readDatabases(app));
    expect(stored).toContain('Write about tea'); // the dump is one of what is there
    expect(stored).toContain('"ct"');
    for (const secret of secrets()) expect(stored).not.toContain(secret);
  });

  it('each key went to its own host only, and in a header only', () => {
    const { openai, notion, front } = world.sandbox;
    expect(new Set(notion.log.entries.map(({ token }) => token))).toEqual(
      new Set([world.sandbox.demo.token.token.slice(-4)]),
    );
    expect(new Set(openai.log.map(({ keyTail }) => keyTail))).toEqual(new Set([ENGINE_KEY.slice(-4)]));
    const sent = JSON.stringify([openai.log, notion.log.entries, front.requests, world.sandbox.gemini.log]);
    for (const secret of secrets()) expect(sent).not.toContain(secret);
  });

  it('no view shows a key, and no console says one', async () => {
    app = await world.browser.open('options.html#/settings');
    await app.getByRole('button', 'Save').waitFor();
    const shown = await app.evaluate(
      () => document.documentElement.outerHTML + [...document.querySelectorAll('input')].map((it) => it.value).join(),
    );
    const said = world.browser.log().join('\n');
    for (const secret of secrets()) expect(shown + said).not.toContain(secret);
  });

  it('an export holds keys only when it is asked to', async () => {
    app = await world.browser.open('options.html#/settings');
    const without = JSON.stringify(await send(app, 'settings.export', { includeKeys: false }));
    for (const secret of secrets()) expect(without).not.toContain(secret);
    const included = JSON.stringify(await send(app, 'settings.export', { includeKeys: true }));
    for (const secret of secrets()) expect(included).toContain(secret);
    const diagnostics = JSON.stringify(await send(app, 'feedback.diagnostics', {}));
    for (const secret of secrets()) expect(diagnostics).not.toContain(secret);
  });
});

it('Clear stops runs, erases all that is stored, gives permissions back and leaves Notion as it is', async () => {
  const page = addPage(world, 'Cleared');
  world.sandbox.notion.faults.next({ match: { path: /children$/ }, fault: { type: 'rate-limit', retryAfter: 600 } });
  const running = await openCreate(world, page);
  await generate(running, 'Write about coffee');
  await waitForState(running, 'Waiting');
  const before = world.sandbox.notion.world.toText(page.id);
  const app = await world.browser.open('options.html#/settings');
  await app.getByRole('button', 'Clear').click();
  await app.getByRole('dialog').getByRole('button', 'Clear everything').click();
  await app.getByText('Everything on this device was erased. Notion is untouched.').waitFor();
  const left = (await readStorage(app)) + (await readDatabases(app));
  expect(left).not.toMatch(/"ct"|tea|coffee|Cleared|prompt"/);
  const { alarms, origins } = await app.evaluate(async () => ({
    alarms: (await chrome.alarms.getAll()).map(({ name }) => name),
    origins: (await chrome.permissions.getAll()).origins ?? [],
  }));
  expect(alarms).toEqual([]);
  expect(origins.filter((origin) => origin.includes('openai'))).toEqual([]);
  expect(world.sandbox.notion.world.toText(page.id)).toBe(before);
  await world.browser.worker.stop();
  const home = await world.browser.open('options.html#/home');
  await home
    .getByRole('heading', /./)
    .waitFor()
    .catch(() => undefined);
  expect(await send(home, 'runs.control', { runId: 'none', action: 'stop' })).toMatchObject({ ok: false });
});
