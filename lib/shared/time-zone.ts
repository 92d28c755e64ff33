/** A person's day and clock, by the IANA name of their time zone, such as `America/New_York`. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The zone that the browser (or Node) is set to; read anew each time, since people travel. */
export function deviceTimeZone(): string {
  return new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
}

/** The day in a zone as `2026-01-31`. `now`: epoch ms. */
export function dayIn(timeZone: string, now: number): string {
  return new Date(wallClock(timeZone, now)).toISOString().slice(0, 10);
}

/**
 * The offset of a zone at a local time, such as `-05:00`. `local`: ISO without an offset. Where the clock is put back and the time
 * comes twice, the first is meant; where it is put forward and the time does not exist, the offset from before counts.
 */
export function offsetOf(timeZone: string, local: string): string {
  const wall = Date.parse(`${local}Z`);
  const [before = 0, after = 0] = [wall - DAY_MS, wall + DAY_MS].map((at) => offsetMs(timeZone, at));
  const offset = [before, after].find((ms) => offsetMs(timeZone, wall - ms) === ms) ?? before;
  const minutes = Math.round(Math.abs(offset) / MINUTE_MS);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** What a clock in the zone shows, as if it were UTC, less that (ms). */
function offsetMs(timeZone: string, at: number): number {
  return wallClock(timeZone, at) - Math.floor(at / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(timeZone: string, at: number): number {
  const fields: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) fields[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  // Not Date.UTC(year, …), which takes 99 for 1999.
  return new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = createFormat(timeZone);
  formats.set(timeZone, made);
  return made;
}

function createFormat(timeZone: string): Intl.DateTimeFormat {
  const options = {
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' }); // a device that does not know its zone
  }
}
