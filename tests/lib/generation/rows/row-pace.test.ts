import { describe, expect, it } from 'vitest';

import { RowPace } from '../../../../lib/generation/rows/row-pace.ts';
import { createRun } from '../../../fakes/sample-run.ts';

const run = createRun('a');
const succeed = (pace: RowPace, times: number) => {
  for (let i = 0; i < times; i += 1) pace.succeeded(run);
};

describe('the pace of rows', () => {
  it('grows with each row until the engine first complains, to a bound', () => {
    const pace = new RowPace();
    expect(pace.limitFor(run)).toBe(6);
    succeed(pace, 1);
    expect(pace.limitFor(run)).toBe(7);
    succeed(pace, 1000);
    expect(pace.limitFor(run)).toBe(12);
  });

  it('grows slowly after a complaint', () => {
    const pace = new RowPace();
    pace.failed(run, 'engine-rate-limited');
    succeed(pace, 7);
    expect(pace.limitFor(run)).toBe(3);
    succeed(pace, 1);
    expect(pace.limitFor(run)).toBe(4);
  });

  it('asks little of a server of the person’s own', () => {
    const pace = new RowPace();
    const own = { ...run, engine: 'compatible' };
    expect(pace.limitFor(own)).toBe(2);
    for (let i = 0; i < 100; i += 1) pace.succeeded(own);
    expect(pace.limitFor(own)).toBe(4);
  });

  it('halves when the engine asks to slow down, and never stops', () => {
    const pace = new RowPace();
    for (const limit of [3, 1, 1]) {
      pace.failed(run, 'engine-rate-limited');
      expect(pace.limitFor(run)).toBe(limit);
    }
  });

  it('does not slow down for what is not the engine’s', () => {
    const pace = new RowPace();
    pace.failed(run, 'notion-rate-limited');
    pace.failed(run, 'option-unknown');
    expect(pace.limitFor(run)).toBe(6);
  });
});
