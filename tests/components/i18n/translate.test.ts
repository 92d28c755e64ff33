import { describe, expect, it } from 'vitest';

import de from '../../../assets/locales/de.json' with { type: 'json' };
import { chooseLanguage } from '../../../components/i18n/languages.ts';
import { createTranslate } from '../../../components/i18n/translate.ts';

describe('chooseLanguage', () => {
  it('takes the first of the person’s languages that there is', () => {
    expect(chooseLanguage(['nl-NL', 'de-AT', 'en'])).toBe('de');
    expect(chooseLanguage(['EN-gb'])).toBe('en');
    expect(chooseLanguage(['pt-PT'])).toBe('pt-BR');
    expect(chooseLanguage(['zh-Hans-SG'])).toBe('zh-CN');
    expect(chooseLanguage(['zh-TW', 'ja'])).toBe('ja');
  });

  it('falls back to English', () => {
    expect(chooseLanguage(['nl', 'sv'])).toBe('en');
    expect(chooseLanguage([])).toBe('en');
  });
});

describe('createTranslate', () => {
  it('fills in values', () => {
    expect(createTranslate('en')('usage.limited', { used: 1, limit: 10 })).toBe('Prompts used 1 of 10');
  });

  it('writes numbers as the person’s locale does', () => {
    expect(createTranslate('en')('usage.unlimited', { used: 12_345 })).toBe('Prompts used 12,345');
    expect(createTranslate('de', 'de-DE', de)('usage.unlimited', { used: 12_345 })).toBe('12.345 Prompts verbraucht');
  });

  it('chooses singular or plural by the count', () => {
    const t = createTranslate('en');
    expect(t('check.models', { count: 1 })).toBe('1 model can be used.');
    expect(t('check.models', { count: 0 })).toBe('0 models can be used.');
    expect(t('run.rows', { count: 10, done: 3 })).toBe('3 of 10 rows done');
  });

  it('says in English what a language lacks', () => {
    expect(createTranslate('ar', 'ar', {})('usage.limited', { used: 1, limit: 10 })).toContain('Prompts used');
  });

  it('leaves a value that contains braces or dollar signs as it is', () => {
    expect(createTranslate('en')('picker.noMatch', { query: '$& {query}' })).toContain('“$& {query}”');
  });
});
