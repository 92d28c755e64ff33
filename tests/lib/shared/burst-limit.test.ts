import { expect, it } from 'vitest';

import { createBurstLimit } from '../../../lib/shared/burst-limit.ts';

it('allows a burst, refuses what goes on, and allows again once time has passed', () => {
  let now = 0;
  const mayMove = createBurstLimit(3, 1_000, () => now);
  expect([mayMove(), mayMove(), mayMove(), mayMove()]).toEqual([true, true, true, false]);
  now = 999;
  expect(mayMove()).toBe(false);
  now = 1_000;
  expect(mayMove()).toBe(true);
});
