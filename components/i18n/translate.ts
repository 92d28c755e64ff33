/**
 * The words on screen. Flat keys, `{name}` for a value, and `key.one` / `key.other` (or whatever forms a language has) where a
 * count decides (Intl.PluralRules). English is in the bundle; another language is a file of its own, loaded before the first
 * paint, so that nobody carries ten.
 */
import en from '../../assets/locales/en.json' with { type: 'json' };
import { chooseLanguage, type Language } from './languages.ts';

type RawKey = keyof typeof en;
type WithoutEnding<K> = K extends `${infer Base}.one` | `${infer Base}.other` ? Base : K;

/** Keys as `t` takes them: without the plural ending. */
export type TextKey = WithoutEnding<RawKey>;

export type TextParams = Readonly<Record<string, string | number>>;

export type Translate = (key: TextKey, params?: TextParams) => string;

/** Texts by key; what a language lacks is said in English. */
export type TextTable = Readonly<Record<string, string>>;

const ENGLISH: TextTable = en;

/** `locale` (a whole tag such as `de-AT`) decides about numbers and plurals, `language` about the words. */
export function createTranslate(language: Language, locale: string = language, table: TextTable = ENGLISH): Translate {
  const plural = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(locale);
  const english = new Intl.PluralRules('en');
  return (key, params = {}) => {
    const { count } = params;
    const counted = typeof count === 'number' ? count : undefined;
    const pattern =
      formOf(table, key, counted === undefined ? 'other' : plural.select(counted)) ??
      formOf(ENGLISH, key, counted === undefined ? 'other' : english.select(counted)) ??
      key;
    return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  };
}

function formOf(table: TextTable, key: string, form: string): string | undefined {
  return table[key] ?? table[`${key}.${form}`] ?? table[`${key}.other`];
}

const preferred: readonly string[] = globalThis.navigator?.languages ?? ['en'];

/** The language of the browser, as far as we have it. */
export const browserLanguage: Language = chooseLanguage(preferred);

/** The language on screen, for `<html lang>`. */
export let language: Language = 'en';

/** For dates and numbers: the person's own tag where it belongs to the language of the words. */
export let locale: string = localeOf('en');

let translate: Translate = createTranslate(language, locale);

export const t: Translate = (key, params) => translate(key, params);

/** From now on `t`, `language` and `locale` are of this language; what is on screen has to be drawn again (`mountSurface`). */
export function speak(next: Language, table: TextTable): void {
  language = next;
  locale = localeOf(next);
  translate = createTranslate(language, locale, table);
}

function localeOf(words: Language): string {
  const base = words.split('-')[0] ?? words;
  return preferred.find((tag) => tag === words || tag.toLowerCase().split('-')[0] === base) ?? words;
}
