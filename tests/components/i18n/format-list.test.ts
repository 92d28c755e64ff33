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
  expect(formatDollars(1.5)).toMatch(/^\u2066.*1\.50.*US\$\u2069$/u);
  expect(formatDollars(0.001)).toMatch(/^أقل من \u2066.*0\.01.*US\$\u2069$/u);
  speak('en', {});
  expect(formatDollars(1.5)).toBe('$1.50');
});
