import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import en from '../../assets/locales/en.json' with { type: 'json' };
import { ALL_LANGUAGES, type Language } from '../../components/i18n/languages.ts';
import { callsOfT, keyMatchers, literalTexts, parse, readSources } from './source-texts.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const english: Readonly<Record<string, string>> = en;
const tables = ALL_LANGUAGES.map((language) => ({ language, table: readTable(language) }));
const others = tables.filter(({ language }) => language !== 'en');

function readTable(language: Language): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(`${ROOT}/assets/locales/${language}.json`, 'utf8')) as Record<string, string>;
}
const sources = readSources(ROOT);

const baseOf = (key: string) => key.replace(/\.(one|other)$/, '');
const isCounted = (key: string) => `${baseOf(key)}.one` in english && /\.(?:one|other)$/.test(key);
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const errorCodes = [
  ...readFileSync(`${ROOT}/lib/shared/app-error.ts`, 'utf8')
    .split('export type Retry')[0]!
    .matchAll(/^ {2}\| '([\w-]+)'/gm),
].map(([, code]) => code!);

describe('the locale files', () => {
  it.each(others)('have the same keys in $language, with the plural forms that it has', ({ language, table }) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const wanted = Object.keys(english).flatMap((key) => {
      if (!isCounted(key)) return [key];
      return key.endsWith('.other') ? forms.map((form) => `${baseOf(key)}.${form}`) : [];
    });
    expect(Object.keys(table).sort()).toEqual([...new Set(wanted)].sort());
  });

  it.each(others)('take the same values in $language', ({ table }) => {
    for (const [key, text] of Object.entries(table)) {
      const base = key.replace(/\.(?:zero|one|two|few|many|other)$/, '');
      // A form for few may say its number in words.
      if (/\.(?:zero|one|two)$/.test(key) && `${base}.other` in english) continue;
      const source = english[key] ?? english[`${base}.other`] ?? '';
      expect({ key, names: placeholders(text) }).toEqual({ key, names: placeholders(source) });
    }
  });

  it.each(others)('leave no sentence in English in $language', ({ table }) => {
    const same = Object.entries(table).filter(
      ([key, text]) => text === english[key] && /[a-z]{4,} [a-z]{3,}/.test(text),
    );
    expect(same).toEqual([]);
  });

  it('have no empty text', () => {
    for (const { table } of tables) {
      expect(Object.entries(table).filter(([, text]) => text.trim() === '')).toEqual([]);
    }
  });

  it('have singular and plural together', () => {
    const counted = Object.keys(english).filter((key) => /\.(one|other)$/.test(key));
    for (const key of counted) {
      expect(english).toHaveProperty([`${baseOf(key)}.one`]);
      expect(english).toHaveProperty([`${baseOf(key)}.other`]);
    }
  });

  it('have a sentence for every error code, and for nothing else', () => {
    const sentences = Object.keys(english).filter((key) => key.startsWith('error.'));
    expect(errorCodes.length).toBeGreaterThan(60);
    expect(sentences.sort()).toEqual(errorCodes.map((code) => `error.${code}`).sort());
  });
});

describe('the surfaces', () => {
  it('use every key of the locale files', () => {
    const matchers = sources.map(({ source }) => keyMatchers(source));
    const isUsed = (key: string) =>
      matchers.some(({ exact, patterns }) => exact.has(key) || patterns.some((pattern) => pattern.test(key)));
    const unused = [...new Set(Object.keys(english).map(baseOf))].filter((key) => !isUsed(key));
    expect(unused).toEqual([]);
  });

  it('use no key that the locale files lack, and give each text its values', () => {
    const bases = new Set(Object.keys(english).map(baseOf));
    for (const { file, source } of sources) {
      for (const { key, params } of callsOfT(source)) {
        expect(bases, `${file}: ${key}`).toContain(key);
        const wanted = placeholders(english[key] ?? english[`${key}.other`] ?? '').map((name) => name.slice(1, -1));
        if (params) expect(params, `${file}: ${key}`).toEqual(expect.arrayContaining(wanted));
      }
    }
  });

  it('have no words of their own', () => {
    const words = sources.flatMap(({ file, source }) => literalTexts(source).map((text) => `${file}: ${text}`));
    expect(words).toEqual([]);
  });

  it('would be caught with words of their own', () => {
    const caught = parse('a.tsx', `const a = <p title="Hello there">Good morning {'to you'} <b lang="x">1</b></p>;`);
    expect(literalTexts(caught)).toEqual(['Hello there', 'Good morning', 'to you']);
  });
});
