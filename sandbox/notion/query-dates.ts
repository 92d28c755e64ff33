const DAY = 86_400_000;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function shiftMonths(ms: number, months: number): number {
  const date = new Date(ms);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.getTime();
}

/** The day a relative word means, in UTC; other values are returned as they are. */
export function resolveDate(value: string, now: number): string {
  switch (value) {
    case 'today':
      return dayOf(now);
    case 'tomorrow':
      return dayOf(now + DAY);
    case 'yesterday':
      return dayOf(now - DAY);
    case 'one_week_ago':
      return dayOf(now - 7 * DAY);
    case 'one_week_from_now':
      return dayOf(now + 7 * DAY);
    case 'one_month_ago':
      return dayOf(shiftMonths(now, -1));
    case 'one_month_from_now':
      return dayOf(shiftMonths(now, 1));
    default:
      return value;
  }
}

/** First and last moment (ms) of a window such as `past_week`; undefined when the word is none. */
export function dateWindow(op: string, now: number): [from: number, to: number] | undefined {
  const today = Date.parse(dayOf(now));
  const weekday = new Date(now).getUTCDay();
  switch (op) {
    case 'this_week':
      return [today - weekday * DAY, today + (7 - weekday) * DAY - 1];
    case 'past_week':
      return [today - 7 * DAY, today + DAY - 1];
    case 'past_month':
      return [shiftMonths(today, -1), today + DAY - 1];
    case 'past_year':
      return [shiftMonths(today, -12), today + DAY - 1];
    case 'next_week':
      return [today, today + 8 * DAY - 1];
    case 'next_month':
      return [today, shiftMonths(today, 1) + DAY - 1];
    case 'next_year':
      return [today, shiftMonths(today, 12) + DAY - 1];
    default:
      return undefined;
  }
}

/** Negative, zero or positive: a stored date against a wanted one. A wanted day is compared by day, else by moment. */
export function compareDates(stored: string, wanted: string): number {
  if (wanted.length <= 10) {
    const day = stored.length <= 10 ? stored : dayOf(Date.parse(stored));
    return day < wanted ? -1 : day > wanted ? 1 : 0;
  }
  return Date.parse(stored) - Date.parse(wanted);
}
