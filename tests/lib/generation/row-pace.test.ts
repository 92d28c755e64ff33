import { describe, expect, it } from 'vitest';

import { RowPace } from '../../../lib/generation/row-pace.ts';
import { createRun } from '../../contracts/run-store.ts';

const run = createRun('a');
const succeed = (pace: RowPace, times: number) => {
  for (let i = 0; i < times; i += 1) pace.succeeded(run);
};

describe('the pace of rows', () => {
  it('grows by one while the engine keeps up, to a bound', () => {
    const pace = new RowPace();
    expect(pace.limitFor(run)).toBe(4);
    succeed(pace, 8);
    expect(pace.limitFor(run)).toBe(5);
    succeed(pace, 1000);
    expect(pace.limitFor(run)).toBe(12);
  });

  it('halves when the engine asks to slow down, and never stops', () => {
    const pace = new RowPace();
    for (const limit of [2, 1, 1]) {
      pace.failed(run, 'engine-rate-limited');
      expect(pace.limitFor(run)).toBe(limit);
    }
  });

  it('does not slow down for what is not the engine’s', () => {
    const pace = new RowPace();
    pace.failed(run, 'notion-rate-limited');
    pace.failed(run, 'option-unknown');
    expect(pace.limitFor(run)).toBe(4);
  });
});
