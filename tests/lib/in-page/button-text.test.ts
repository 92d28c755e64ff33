import { expect, it } from 'vitest';

import { buttonText } from '../../../lib/in-page/button-text.ts';
import { cleanStamp } from '../../../lib/in-page/diagnosis.ts';

it.each(['de', 'de-AT', 'DE'])('speaks German in a document that says %s', (language) => {
  expect(buttonText(language)).toBe('Mit KI erstellen');
});

it.each(['en', 'en-GB', 'ja', '', 'den'])('speaks English in a document that says %j', (language) => {
  expect(buttonText(language)).toBe('Generate with AI');
});

it('keeps only what a version stamp may hold', () => {
  expect(cleanStamp('23.13.20261001.0000')).toBe('23.13.20261001.0000');
  expect(cleanStamp(`<img src=x>${'9'.repeat(90)}`)).toBe(`imgsrcx${'9'.repeat(33)}`);
  expect(cleanStamp(null)).toBe('');
});
