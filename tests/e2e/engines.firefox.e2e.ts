import { expect, it } from 'vitest';

import { fillSettings, GEMINI, localServer, wait, writeOnePage } from './engine-scenes.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld({ sandbox: { models: { chunkDelayMs: 1 } } });

it('writes a page with Gemini', async () => {
  await writeOnePage(world, GEMINI);
});

it('says what to set on a local server that refuses the origin of an extension', async () => {
  const scene = localServer(world);
  await world.browser.grantHost(scene.origin);
  const app = await fillSettings(world, scene, 'qwen3:8b');
  await app.getByRole('button', 'Test AI connection').click();
  await wait(
    app,
    /The local server refuses requests from browser extensions\. Nothing was written\. For Ollama, set OLLAMA_ORIGINS=chrome-extension:\/\/\*,moz-extension:\/\/\* and restart it/,
  );
  expect(world.sandbox.compatible.log.at(-1)?.headers['origin']).toMatch(/^moz-extension:/);
});
