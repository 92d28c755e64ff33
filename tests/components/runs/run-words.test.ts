import { afterEach, expect, it } from 'vitest';

import { speak } from '../../../components/i18n/translate.ts';
import { priceDateText } from '../../../components/runs/price-date.ts';
import { leftText } from '../../../components/run-status/left-text.ts';
import { costText, modelText, paceText, rowsText, spentTexts } from '../../../components/runs/run-words.ts';

afterEach(() => speak('en', {}));

it('says counts without the parts that are zero', () => {
  expect(rowsText({ done: 12, failed: 0, total: 40 })).toBe('12 of 40');
  expect(rowsText({ done: 12, failed: 1, total: 40 })).toBe('12 of 40, 1 failed');
});

it('sets the comma between counts as the language does', () => {
  speak('ja', {});
  expect(rowsText({ done: 12, failed: 1, total: 40 })).toBe('12 of 40、1 failed');
});

it('says the time left in the unit that fits', () => {
  expect(leftText(0)).toBe('about 1 s left');
  expect(leftText(89)).toBe('about 89 s left');
  expect(leftText(90)).toBe('about 2 min left');
  expect(leftText(5_399)).toBe('about 90 min left');
  expect(leftText(7_200)).toBe('about 2 h left');
});

it('says the pace only as far as it is known', () => {
  expect(paceText({})).toBe('');
  expect(paceText({ rowsPerMinute: 18.44, secondsLeft: 460 })).toBe('18 rows a minute, about 8 min left');
  expect(paceText({ rowsPerMinute: 0.53 })).toBe('0.5 rows a minute');
});

it('says what a run took and will take in rough numbers, and no money without a price', () => {
  const spent = { inputTokens: 6_311, outputTokens: 3_055, cost: 0.0031 };
  expect(spentTexts(spent)).toEqual([]);
  expect(spentTexts({ ...spent, expected: { tokens: 28_098, cost: 0.0093 } })).toEqual([
    '9,400 of about 28,000 tokens',
    'less than $0.01',
  ]);
  expect(spentTexts({ ...spent, expected: { tokens: 9_366 } })).toEqual(['9,400 of about 9,400 tokens']);
});

it('says that a cost is not known, and never shows one without its date where there is one', () => {
  expect(costText({})).toBe('unknown');
  expect(costText({ cost: 0.0312 })).toBe('$0.03');
  // A run of two short answers costs less than a hundredth of a cent: that is not nothing.
  expect(costText({ cost: 0.0000346 })).toBe('less than $0.01');
  expect(priceDateText('2026-11-01')).toBe('(estimate, prices of Nov 1, 2026)');
  expect(priceDateText('')).toBe('(estimate)');
});

it('names the engine as on screen, and one that it does not know by its own word', () => {
  expect(modelText({ engine: 'openai', model: 'gpt-x' })).toBe('GPT, gpt-x');
  expect(modelText({ engine: 'later', model: '' })).toBe('later');
});
