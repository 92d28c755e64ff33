import { expect, it } from 'vitest';

import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();

/** Sends a command as a surface does. */
async function call(
  app: Surface,
  name: string,
  request: unknown,
): Promise<{ ok: boolean; value?: unknown; failure?: unknown }> {
  return app.evaluate(
    (message: unknown) =>
      chrome.runtime.sendMessage(message) as Promise<{ ok: boolean; value?: unknown; failure?: unknown }>,
    { type: 'command', name, request },
  );
}

async function setUpWithGemini(app: Surface): Promise<void> {
  const secrets = { notion: world.sandbox.demo.token.token, gemini: 'canary-gemini-key-0123456789' };
  const saved = await call(app, 'settings.save', { settings: { engine: 'gemini' }, secrets });
  expect(saved).toMatchObject({ ok: true, value: { missing: [] } });
}

it('tests the engine and lists its models once the host is allowed, and says so before', async () => {
  const app = await world.browser.open('options.html');
  await setUpWithGemini(app);
  await world.browser.grantHost('https://generativelanguage.googleapis.com');
  await app.evaluate(() => chrome.permissions.request({ origins: ['https://generativelanguage.googleapis.com/*'] }));
  expect(await call(app, 'settings.testEngine', { engine: 'gemini' })).toMatchObject({
    ok: true,
    value: { outcome: 'ok' },
  });
  expect(await call(app, 'settings.testEngine', { engine: 'openai', key: 'sk-test-0123456789' })).toMatchObject({
    value: { outcome: 'failed', failure: { code: 'engine-permission' } },
  });
});

it('writes a page with a run', async () => {
  const app = await world.browser.open('options.html');
  await setUpWithGemini(app);
  await world.browser.grantHost('https://generativelanguage.googleapis.com');
  await app.evaluate(() => chrome.permissions.request({ origins: ['https://generativelanguage.googleapis.com/*'] }));
  const pageId = world.sandbox.demo.notes.id;
  const target = (await call(app, 'target.resolveId', { pageId })).value;
  expect(target).toMatchObject({ kind: 'page', id: pageId });
  const options = { prompt: 'Write about tea', where: 'end', usePageContent: false };
  const started = await call(app, 'runs.start', {
    id: crypto.randomUUID(),
    request: { kind: 'page', target, options },
  });
  expect(started).toMatchObject({ ok: true });
  const { runId } = started.value as { runId: string };
  await expect
    .poll(() => call(app, 'runs.text', { runId }).then(({ value }) => (value as { text: string }).text.length), {
      timeout: 20_000,
    })
    .toBeGreaterThan(20);
});

it('talks to a local model server that refuses an extension’s origin', async () => {
  const app = await world.browser.open('options.html');
  const baseUrl = `${world.sandbox.compatible.origin}/v1`;
  await world.browser.grantHost(`http://${new URL(baseUrl).hostname}`);
  await app.evaluate(
    (host: string) => chrome.permissions.request({ origins: [`http://${host}/*`] }),
    new URL(baseUrl).hostname,
  );
  expect(await call(app, 'settings.testEngine', { engine: 'compatible', baseUrl })).toMatchObject({
    ok: true,
    value: { outcome: 'ok' },
  });
});

it('makes the connections database and keeps its rows', async () => {
  const app = await world.browser.open('options.html');
  await setUpWithGemini(app);
  await call(app, 'settings.testNotion', {});
  const target = (await call(app, 'target.resolveId', { pageId: world.sandbox.demo.notes.id })).value;
  expect(await call(app, 'connections.save', { id: 'e2e-connection', name: 'Kept in Notion', target })).toMatchObject({
    ok: true,
  });
  const made = await call(app, 'mirror.create', { parentPageId: world.sandbox.demo.notes.id });
  expect(made).toMatchObject({ ok: true });
  expect(await call(app, 'mirror.sync', {})).toMatchObject({ ok: true, value: { state: 'ok', pending: 0 } });
});

it('opens a database, makes samples and searches', async () => {
  const app = await world.browser.open('options.html');
  await setUpWithGemini(app);
  const sample = await call(app, 'sample.createDatabase', { parentPageId: world.sandbox.demo.notes.id });
  expect(sample).toMatchObject({ ok: true, value: { kind: 'database' } });
  const { id: databaseId, dataSourceId } = sample.value as { id: string; dataSourceId: string };
  expect(await call(app, 'database.open', { databaseId })).toMatchObject({
    ok: true,
    value: { presetOutput: { kind: 'property' } },
  });
  const rows = await call(app, 'database.rows', { dataSourceId });
  expect((rows.value as { rows: unknown[] }).rows).toHaveLength(3);
  const found = await call(app, 'notion.search', { query: '', kind: 'any' });
  expect((found.value as { results: unknown[] }).results.length).toBeGreaterThan(0);
  expect(await call(app, 'target.inspect', { pageId: world.sandbox.demo.notes.id })).toMatchObject({
    ok: true,
    value: { blank: false },
  });
});

it('erases everything and works again afterwards', async () => {
  const app = await world.browser.open('options.html');
  await setUpWithGemini(app);
  expect(await call(app, 'settings.clear', {})).toEqual({ ok: true, value: { cleared: true } });
  const stored = JSON.stringify(await world.browser.storage());
  expect(stored).not.toContain('"ct"');
  expect(stored).not.toContain('Kept in Notion');
  expect(
    await app.evaluate(() => chrome.permissions.contains({ origins: ['https://generativelanguage.googleapis.com/*'] })),
  ).toBe(false);
  await setUpWithGemini(app);
  expect(await call(app, 'settings.testNotion', {})).toMatchObject({ value: { outcome: 'ok' } });
});
