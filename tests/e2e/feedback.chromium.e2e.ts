/** Feedback of a build that has an address: what is sent, that it is kept while the address is away, and what is never in it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { buildExtension } from '../../scripts/build.ts';
import { useWorld } from './harness/world.ts';

const outDir = mkdtempSync(join(tmpdir(), 'visen-feedback-'));
beforeAll(async () => {
  const built = await buildExtension('chrome', {
    WXT_FEEDBACK_URL: 'https://feedback.visen.test/v1',
    WXT_OUT_DIR: outDir,
  });
  expect(built.code, built.output).toBe(0);
});
afterAll(() => rmSync(outDir, { recursive: true, force: true }));
const world = useWorld({ chromium: { extensionDir: join(outDir, 'chrome-mv3') } });

it('sends kind and message, and diagnostics only when they were ticked and shown', async () => {
  const app = await world.browser.open('options.html#/feedback');
  await app.getByRole('textbox', 'Message').fill('The panel is calm.');
  await app.getByRole('button', 'Send').click();
  await expect.poll(() => world.sandbox.feedback.received.length).toBe(1);
  expect(world.sandbox.feedback.received[0]).toMatchObject({ message: 'The panel is calm.' });
  expect(JSON.stringify(world.sandbox.feedback.received[0])).not.toContain('Chrome/');
});

it('keeps a message while the address cannot be reached, and sends it once when it can', async () => {
  const { feedback, front } = world.sandbox;
  const before = feedback.received.length;
  front.cut('feedback.visen.test');
  const app = await world.browser.open('options.html#/feedback');
  await app.getByRole('textbox', 'Message').fill('Sent from a train.');
  await app.getByRole('button', 'Send').click();
  await app.getByText('It could not be sent now. It is kept, and will be sent when you are back online.').waitFor();
  expect(feedback.received).toHaveLength(before);
  front.mend('feedback.visen.test');
  // The worker looks for what is kept whenever it starts.
  await world.browser.worker.stop();
  await world.browser.open('options.html#/home');
  await expect.poll(() => feedback.received.length, { timeout: 20_000 }).toBe(before + 1);
  expect(feedback.received.at(-1)).toMatchObject({ message: 'Sent from a train.' });
});
