import { expect, it } from 'vitest';

import { lazy } from '../../../lib/shared/lazy.ts';

it('makes a value when it is first asked for, once, also one that is undefined', () => {
  let made = 0;
  const value = lazy(() => {
    made += 1;
    return undefined;
  });
  expect(made).toBe(0);
  expect([value(), value(), made]).toEqual([undefined, undefined, 1]);
});
