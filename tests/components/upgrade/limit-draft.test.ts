import { expect, it } from 'vitest';

import { readMonthlyPrompts, readSpendingCap } from '../../../components/upgrade/limit-draft.ts';

it('takes whole numbers of prompts from 1', () => {
  expect(readMonthlyPrompts(' 200 ')).toBe(200);
  for (const text of ['', ' ', '0', '-1', '1.5', 'many', '1000001', 'Infinity']) {
    expect(readMonthlyPrompts(text), text).toBeUndefined();
  }
});

it('takes amounts above 0 with a dot or a comma, and an empty field as no cap', () => {
  expect(readSpendingCap('2.5')).toBe(2.5);
  expect(readSpendingCap('2,5')).toBe(2.5);
  expect(readSpendingCap('  ')).toBeNull();
  for (const text of ['0', '-3', 'a lot', '1e9', 'Infinity']) expect(readSpendingCap(text), text).toBeUndefined();
});
