import { locale, t } from './translate.ts';

const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
// A day without a time: read as UTC by Date.parse, so written as UTC, or it would be the day before in the west.
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
const plain = new Intl.NumberFormat(locale);

/** A moment (epoch ms) in the person's own form. */
export function formatMoment(at: number): string {
  return dateTime.format(at);
}

/** A day, from an ISO date. */
export function formatDay(isoDate: string): string {
  const at = Date.parse(isoDate);
  return Number.isNaN(at) ? isoDate : day.format(at);
}

export function formatNumber(value: number): string {
  return plain.format(value);
}

const CENT = 0.01;

/** Whether a sum is said as “less than $0.01”. */
export function isBelowACent(dollars: number): boolean {
  return dollars > 0 && dollars < CENT;
}

/** US dollars. Parts of a cent help nobody: “less than $0.01”. */
export function formatDollars(value: number): string {
  const dollars = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumFractionDigits: 2 });
  return isBelowACent(value) ? t('cost.lessThan', { cost: dollars.format(CENT) }) : dollars.format(value);
}
