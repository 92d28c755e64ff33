/**
 * The words on screen. Flat keys, `{name}` for a value, and `key.one` / `key.other` where a count decides
 * (Intl.PluralRules). Both languages are in the bundle: no request, no flash of another language.
 */
import de from '../../assets/locales/de.json' with { type: 'json' };
import en from '../../assets/locales/en.json' with { type: 'json' };

type RawKey = keyof typeof en;
type WithoutEnding<K> = K extends `${infer Base}.one` | `${infer Base}.other` ? Base : K;

/** Keys as `t` takes them: without the plural ending. */
export type TextKey = WithoutEnding<RawKey>;

export type TextParams = Readonly<Record<string, string | number>>;

export type Language = 'en' | 'de';

export type Translate = (key: TextKey, params?: TextParams) => string;

const TABLES: Record<Language, Readonly<Record<string, string>>> = { en, de };

/** The first of the person's languages that we have; English otherwise. */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'en' || base === 'de') return base;
  }
  return 'en';
}

/** `locale` (a whole tag such as `de-AT`) decides about numbers and plurals, `language` about the words. */
export function createTranslate(language: Language, locale: string = language): Translate {
  const plural = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(locale);
  const table = TABLES[language];
  return (key, params = {}) => {
    const count = params.count;
    const ending = typeof count === 'number' ? plural.select(count) : 'other';
    const pattern = table[key] ?? table[`${key}.${ending}`] ?? table[`${key}.other`] ?? key;
    return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  };
}

const preferred: readonly string[] = globalThis.navigator?.languages ?? ['en'];

/** The person's language, for `<html lang>`. */
export const language: Language = chooseLanguage(preferred);

/** For dates and numbers: the person's own tag where it belongs to the language of the words. */
export const locale: string = preferred.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;

export const t: Translate = createTranslate(language, locale);
