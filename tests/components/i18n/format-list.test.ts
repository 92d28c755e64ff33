import { afterEach, expect, it } from 'vitest';

import { formatList } from '../../../components/i18n/format.ts';
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
