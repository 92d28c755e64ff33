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

it('saves keys as ciphertext, tests Notion with them and knows the workspace from then on', async () => {
  const app = await world.browser.open('options.html');
  await setUpWithGemini(app);
  expect(await call(app, 'settings.testNotion', {})).toMatchObject({ ok: true, value: { outcome: 'ok' } });
  const stored = JSON.stringify(await world.browser.storage());
  expect(stored).toContain('"ct"');
  expect(stored).not.toContain('canary');
  expect(stored).not.toContain(world.sandbox.demo.token.token);
});

it('gives the same keys to a background that was stopped and started again', async () => {
  const app = await world.browser.open('options.html');
  await setUpWithGemini(app);
  await world.browser.worker.stop();
  expect(await call(app, 'settings.testNotion', {})).toMatchObject({ ok: true, value: { outcome: 'ok' } });
});
