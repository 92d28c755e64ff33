import { locale } from './translate.ts';

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

/** US dollars; small sums keep the digits that say something. */
export function formatDollars(value: number): string {
  const digits = value > 0 && value < 0.1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 };
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', ...digits }).format(value);
}
