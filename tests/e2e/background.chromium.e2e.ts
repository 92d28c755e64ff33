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
