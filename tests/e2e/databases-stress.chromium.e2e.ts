import { expect, it } from 'vitest';

import { useWorld } from './harness/world.ts';
import { runRowsStress, stressScript } from './rows-stress.ts';

const world = useWorld({ sandbox: { models: { script: stressScript(), chunkDelayMs: 60 } } });

it('ends every ticked row in the truth while everything fails now and then and the worker is stopped every few seconds', async () => {
  world.sandbox.notion.limiter.limit = 100_000;
  const report = await runRowsStress(
    { sandbox: world.sandbox, browser: world.chromium },
    { rows: 30, seed: 7, stopEveryMs: 2_500, timeoutMs: 150_000 },
  );
  expect(report).toMatchObject({
    rows: 30,
    listed: 30,
    state: expect.stringMatching(/^done/) as string,
    untrue: [],
    writtenTwice: [],
    touchedOutside: [],
  });
  expect(report.done + report.failed + report.skipped).toBe(30);
  expect(report.prompts).toBe(report.done);
  expect(Object.keys(report.reasons).join()).not.toContain('none');
  expect(report.faults).toBeGreaterThan(3);
  expect(report.stops).toBeGreaterThan(0);
}, 200_000);
