/** A worker that starts with ten thousand rows in the store, half of them done, goes on with the first that is not. */
import { expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { plantRun, stopPlanted, wakeAgain } from './rows-resume.ts';

const world = useWorld();

it('takes up a run of ten thousand rows where it was', async () => {
  await plantRun(world);
  // How long it takes is measured by the bench “resume”.
  expect(await wakeAgain(world)).toBeGreaterThan(0);
  const isAsked = () => world.sandbox.openai.log.some(({ prompt }) => /Topic 50\d\d/.test(prompt));
  await expect.poll(isAsked, { timeout: 30_000 }).toBe(true);
  await stopPlanted(world);
});
