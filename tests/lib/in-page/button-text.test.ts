import { expect, it } from 'vitest';

import { ALL_LANGUAGES } from '../../../components/i18n/languages.ts';
import { buttonText } from '../../../lib/in-page/button-text.ts';
import { cleanStamp } from '../../../lib/in-page/diagnosis.ts';
import { messagesOf } from '../browser-messages.ts';

it.each(ALL_LANGUAGES)('says in a document in %s what the right-click menu says', (language) => {
  expect(buttonText(language, ['en-US', language])).toBe(messagesOf(language)('menu_generate'));
});

it.each(['de', 'de-AT', 'DE'])('speaks German in a document that says %s', (language) => {
  expect(buttonText(language, ['en-US'])).toBe('Mit KI erstellen');
});

it.each(['en', 'en-GB', 'nl', '', 'den', 'zh-TW', 'zh-Hant-HK', 'constructor'])(
  'speaks English in a document that says %j',
  (language) => {
    expect(buttonText(language, [language])).toBe('Generate with AI');
  },
);

it('speaks English to who does not read the document’s language', () => {
  expect(buttonText('ja', ['en-US', 'en'])).toBe('Generate with AI');
});

it('keeps only what a version stamp may hold', () => {
  expect(cleanStamp('23.13.20261001.0000')).toBe('23.13.20261001.0000');
  expect(cleanStamp(`<img src=x>${'9'.repeat(90)}`)).toBe(`imgsrcx${'9'.repeat(33)}`);
  expect(cleanStamp(null)).toBe('');
});
