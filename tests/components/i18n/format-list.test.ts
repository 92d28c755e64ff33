import { afterEach, expect, it } from 'vitest';

import { formatDollars, formatList } from '../../../components/i18n/format.ts';
import { speak } from '../../../components/i18n/translate.ts';

afterEach(() => speak('en', {}));

it.each([
  ['en', 'GPT, Groq'],
  ['de', 'GPT, Groq'],
  ['ja', 'GPT、Groq'],
  ['zh-CN', 'GPT、Groq'],
  ['ar', 'GPT، Groq'],
] as const)('sets the commas of a list as %s does', (language, said) => {
  speak(language, {});
  expect(formatList(['GPT', 'Groq'])).toBe(said);
  expect(formatList(['GPT'])).toBe('GPT');
  expect(formatList([])).toBe('');
});

it('keeps the parts of a sum in their order in right to left', () => {
  speak('ar', { 'cost.lessThan': 'أقل من {cost}' });
  expect(formatDollars(1.5)).toBe('\u200e1.50\u00a0US$\u200e');
  // What a text takes as a value loses characters that reorder; these marks stay.
  expect(formatDollars(0.001)).toBe('أقل من \u200e0.01\u00a0US$\u200e');
  speak('en', {});
  expect(formatDollars(1.5)).toBe('$1.50');
});
