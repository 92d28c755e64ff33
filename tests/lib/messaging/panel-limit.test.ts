import { expect, it } from 'vitest';

import { createPanelLimit } from '../../../lib/messaging/panel-limit.ts';

it('opens a panel a few times a minute for a tab, however often it is asked', () => {
  let now = 0;
  const mayOpen = createPanelLimit(() => now);
  const flood = () => Array.from({ length: 1_000 }, () => mayOpen(7)).filter(Boolean).length;
  expect(flood()).toBe(6);
  now += 59_000;
  expect(flood()).toBe(0);
  now += 2_000;
  expect(flood()).toBe(6);
});

it('leaves the other tabs their panels, and bounds all of them together', () => {
  const mayOpen = createPanelLimit(() => 0);
  for (let ask = 0; ask < 50; ask++) mayOpen(1);
  expect(mayOpen(2)).toBe(true);
  const opened = Array.from({ length: 5_000 }, (_, tabId) => mayOpen(tabId + 10)).filter(Boolean).length;
  expect(opened).toBe(20 - 7);
});
