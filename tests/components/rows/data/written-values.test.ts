import { describe, expect, it } from 'vitest';

import { leavesUntold } from '../../../../components/rows/data/use-written-values.ts';

describe('a run that another takes the place of', () => {
  const first = { id: 'first', done: 3, told: 2 };

  it('leaves rows untold where it did more than the screen has heard of', () => {
    expect(leavesUntold(first, { id: 'second', done: 0, told: 0 })).toBe(true);
    expect(leavesUntold(first, undefined)).toBe(true);
  });

  it('leaves none while it goes on, once all is told, and where there was none', () => {
    expect(leavesUntold(first, { ...first, done: 4 })).toBe(false);
    expect(leavesUntold({ ...first, told: 3 }, { id: 'second', done: 0, told: 0 })).toBe(false);
    expect(leavesUntold(undefined, first)).toBe(false);
  });
});
