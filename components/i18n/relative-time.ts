/** Moments as people say them: “2 min ago”, “14:12”, “Today”. */
import { perLocale } from './format.ts';
import { locale } from './translate.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

const narrow = perLocale((tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'narrow' }));
const timeOfDay = perLocale((tag) => new Intl.DateTimeFormat(tag, { timeStyle: 'short' }));
const calendarDay = perLocale((tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }));

/** Within the last hour how long ago, on the same day the time, else the day; epoch ms. */
export function formatAgo(at: number, now: number): string {
  const ago = now - at;
  if (ago >= 0 && ago < HOUR) {
    const minutes = Math.floor(ago / MINUTE);
    const words = narrow();
    return minutes === 0 ? words.format(0, 'second') : words.format(-minutes, 'minute');
  }
  const isSameDay = dayOf(at) === dayOf(now);
  return (isSameDay ? timeOfDay() : calendarDay()).format(at);
}

/** A day of this device's calendar, as a key. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

/** “today”, “yesterday”, else “Wed, Nov 25”, with the year where it is another one. */
export function formatDayName(at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / (24 * HOUR));
  if (days === 0 || days === 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
  const isSameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(!isSameYear && { year: 'numeric' }),
  }).format(at);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** A moment as exact as it has to be told (epoch ms): the time on the same day, with its day on another one. */
export function formatTime(at: number, now: number): string {
  const isSameDay = dayOf(at) === dayOf(now);
  const style = isSameDay ? ({ timeStyle: 'short' } as const) : ({ dateStyle: 'medium', timeStyle: 'short' } as const);
  return new Intl.DateTimeFormat(locale, style).format(at);
}
