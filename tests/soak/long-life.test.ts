/** A slice of what `npm run bench -- long-life` measures at length. */
import { expect, it } from 'vitest';

import { KEPT_RUNS, liveThroughRows, liveThroughRuns } from './long-life.ts';

it('keeps nothing of a run that is over but its record, and that as long as the settings say', async () => {
  const short = await liveThroughRuns(10);
  const long = await liveThroughRuns(KEPT_RUNS + 60);
  expect(long).toMatchObject({
    done: KEPT_RUNS + 60,
    timersLeft: short.timersLeft,
    listenersLeft: short.listenersLeft,
  });
  expect(long.timersLeft).toBe(0);
  // The housekeeping looks once an hour.
  expect(long.mostRuns).toBeLessThanOrEqual(KEPT_RUNS + 1);
  expect(long.mostJobs).toBe(long.mostRuns);
}, 120_000);

it('sets no more timers for many rows than for few', async () => {
  const facts = await liveThroughRows(150);
  expect(facts).toMatchObject({ done: 150, mostRuns: 1, mostJobs: 150, timersLeft: 0 });
  expect(facts.listenersLeft).toBe((await liveThroughRows(10)).listenersLeft);
}, 120_000);
