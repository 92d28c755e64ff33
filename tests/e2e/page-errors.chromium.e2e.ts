/** The same failures where the room is small: the toolbar's popup and the side panel. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { scriptAnswers } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import { openPopup, openSidePanel, send, setUpOnce } from './page-scenes.ts';
import { failAndTryAgain, TROUBLES } from './page-troubles.ts';

const script = scriptAnswers();
const world = useWorld({ sandbox: { models: { script } } });
beforeAll(async () => {
  await setUpOnce(world);
  const app = await world.browser.open('options.html#/home');
  expect(await send(app, 'plan.choose', { plan: 'unlimited' })).toMatchObject({ ok: true });
  await app.close();
});
afterEach(() => world.sandbox.openai.faults.clear());

describe.each([
  ['the popup', openPopup],
  ['the side panel', openSidePanel],
])('in %s a run fails with', (_name, open) => {
  it.each(TROUBLES)('$name: the cure is said, and Try again does the rest', async (trouble) => {
    const surface = await failAndTryAgain(world, script, trouble, open);
    await surface.close();
  });
});
