import { directionOf, type Language } from './languages.ts';
import { language, locale, t } from './translate.ts';

const DATE_TIME = { dateStyle: 'medium', timeStyle: 'short' } as const;
// A day without a time: read as UTC by Date.parse, so written as UTC, or it would be the day before in the west.
const DAY = { dateStyle: 'medium', timeZone: 'UTC' } as const;

/** Made once for each language that is spoken on this screen: making one is slow, and a list asks for hundreds. */
export function perLocale<T>(make: (locale: string) => T): () => T {
  let made: { readonly locale: string; readonly formatter: T } | undefined;
  return () => {
    if (made?.locale !== locale) made = { locale, formatter: make(locale) };
    return made.formatter;
  };
}

const dateTime = perLocale((tag) => new Intl.DateTimeFormat(tag, DATE_TIME));
const day = perLocale((tag) => new Intl.DateTimeFormat(tag, DAY));
const plain = perLocale((tag) => new Intl.NumberFormat(tag));
const money = perLocale(
  (tag) => new Intl.NumberFormat(tag, { style: 'currency', currency: 'USD', maximumFractionDigits: 2 }),
);

/** A moment (epoch ms) in the person's own form. */
export function formatMoment(at: number): string {
  return dateTime().format(at);
}

/** A day, from an ISO date. */
export function formatDay(isoDate: string): string {
  const at = Date.parse(isoDate);
  return Number.isNaN(at) ? isoDate : day().format(at);
}

export function formatNumber(value: number): string {
  return plain().format(value);
}

const CENT = 0.01;

/** Whether a sum is said as “less than $0.01”. */
export function isBelowACent(dollars: number): boolean {
  return dollars > 0 && dollars < CENT;
}

/** US dollars. Parts of a cent help nobody: “less than $0.01”. */
export function formatDollars(value: number): string {
  return isBelowACent(value) ? t('cost.lessThan', { cost: sum(CENT) }) : sum(value);
}

/** In right to left, marks keep a sum in one run: its dollar sign would go to the other side of “US”. */
function sum(dollars: number): string {
  const text = money().format(dollars);
  return directionOf(language) === 'rtl' ? `\u200e${text.replaceAll('\u200f', '')}\u200e` : text;
}

/** What stands between the parts of a list, where it is no comma and a space. */
const SEPARATORS: Partial<Readonly<Record<Language, string>>> = { ar: '، ', ja: '、', 'zh-CN': '、' };

/** Several words or short texts in a row, none of them before an “and”. */
export function formatList(texts: readonly string[]): string {
  return texts.join(SEPARATORS[language] ?? ', ');
}
