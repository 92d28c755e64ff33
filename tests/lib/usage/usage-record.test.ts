import { describe, expect, it } from 'vitest';

import {
  choosePlan,
  countPrompt,
  countSpending,
  createUsageRecord,
  isCapReached,
  promptsLeft,
  toUsageView,
} from '../../../lib/usage/usage-record.ts';

const NOVEMBER = Date.UTC(2026, 10, 30, 23, 59);
const DECEMBER = Date.UTC(2026, 11, 1, 0, 0);
const ANSWER = { inputTokens: 100, outputTokens: 50, cost: 0.5 };

describe('usage record', () => {
  it('starts on Starter with ten prompts', () => {
    const record = createUsageRecord('w');
    expect(promptsLeft(record, NOVEMBER)).toBe(10);
    expect(toUsageView(record, NOVEMBER, '2026-11-01')).toMatchObject({ used: 0, limit: 10, month: '2026-11' });
  });

  it('counts a written answer as one prompt with its tokens and cost', () => {
    const record = countPrompt(createUsageRecord('w'), ANSWER, NOVEMBER);
    expect(toUsageView(record, NOVEMBER, '')).toMatchObject({
      used: 1,
      monthPrompts: 1,
      monthInputTokens: 100,
      monthOutputTokens: 50,
      monthCost: 0.5,
    });
  });

  it('counts a repair as money, not as a prompt', () => {
    const record = countSpending(createUsageRecord('w'), ANSWER, NOVEMBER);
    expect(toUsageView(record, NOVEMBER, '')).toMatchObject({ used: 0, monthPrompts: 0, monthCost: 0.5 });
  });

  it('measures Starter in all and Personal by the month', () => {
    const starter = countPrompt(createUsageRecord('w'), ANSWER, NOVEMBER);
    expect(promptsLeft(starter, DECEMBER)).toBe(9);
    const personal = choosePlan(starter, { plan: 'personal', monthlyPrompts: 5 });
    expect(promptsLeft(personal, NOVEMBER)).toBe(4);
    expect(promptsLeft(personal, DECEMBER)).toBe(5);
  });

  it('never says fewer than none are left', () => {
    let record = createUsageRecord('w');
    for (let count = 0; count < 12; count++) record = countPrompt(record, ANSWER, NOVEMBER);
    expect(promptsLeft(record, NOVEMBER)).toBe(0);
  });

  it('has no limit on Unlimited', () => {
    const record = choosePlan(createUsageRecord('w'), { plan: 'unlimited' });
    expect(promptsLeft(record, NOVEMBER)).toBeUndefined();
    expect(toUsageView(record, NOVEMBER, '')).not.toHaveProperty('limit');
  });

  it('keeps, sets and removes a spending cap', () => {
    const capped = choosePlan(createUsageRecord('w'), { plan: 'personal', spendingCap: 2 });
    expect(choosePlan(capped, { plan: 'unlimited' }).spendingCap).toBe(2);
    expect(choosePlan(capped, { plan: 'unlimited', spendingCap: null })).not.toHaveProperty('spendingCap');
  });

  it('reaches the cap at the amount, with what is about to be spent, and starts anew each month', () => {
    const record = countPrompt(
      choosePlan(createUsageRecord('w'), { plan: 'unlimited', spendingCap: 1 }),
      ANSWER,
      NOVEMBER,
    );
    expect(isCapReached(record, NOVEMBER)).toBe(false);
    expect(isCapReached(record, NOVEMBER, 0.5)).toBe(true);
    expect(isCapReached(record, DECEMBER, 0.5)).toBe(false);
  });

  it('leaves the record it was given as it was', () => {
    const record = createUsageRecord('w');
    countPrompt(record, ANSWER, NOVEMBER);
    expect(record.promptsTotal).toBe(0);
    expect(record.months).toEqual({});
  });
});
