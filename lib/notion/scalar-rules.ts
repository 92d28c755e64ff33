/** What Notion takes as number, date, address and phone number. https://developers.notion.com/reference/page-property-values */
import { linkUrl } from '../markdown/link-url.ts';
import { deviceTimeZone, offsetOf } from '../shared/time-zone.ts';

/** Ours: one schema in the documentation says 100, another 200. */
const MAX_SHORT_TEXT = 100;
const MAX_URL = 2000;

type Problem = 'not-number' | 'bad-date' | 'bad-url' | 'bad-email' | 'bad-phone';
export type CheckedScalar = { readonly value: unknown } | { readonly problem: Problem };

/** A finite number, or a text that is nothing but one. `25%` is understood where the column shows percents. */
export function checkNumber(given: unknown, isPercent: boolean): CheckedScalar {
  if (typeof given === 'number') return Number.isFinite(given) ? { value: given } : { problem: 'not-number' };
  const match =
    typeof given === 'string' ? /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%?)\s*$/i.exec(given) : null;
  if (!match || (match[2] === '%' && !isPercent)) return { problem: 'not-number' };
  const value = Number(match[1]) / (match[2] === '%' ? 100 : 1);
  return Number.isFinite(value) ? { value } : { problem: 'not-number' };
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * `{start, end}` or a text. Both ends are real dates of the same form, in order. A time without an offset is one of the person's own
 * clock, and gets the offset of their zone: Notion would read it as UTC. A date without a time stays a date.
 */
export function checkDate(given: unknown, timeZone = deviceTimeZone()): CheckedScalar {
  const { start, end } = typeof given === 'string' ? { start: given, end: null } : (given as Record<string, unknown>);
  const from = readTime(start, timeZone);
  const hasEnd = end !== null && end !== undefined && end !== '';
  const to = hasEnd ? readTime(end, timeZone) : null;
  if (from === undefined || to === undefined) return { problem: 'bad-date' };
  if (to !== null && (DATE.test(from) !== DATE.test(to) || Date.parse(to) < Date.parse(from)))
    return { problem: 'bad-date' };
  return { value: { start: from, end: to } };
}

function readTime(given: unknown, timeZone: string): string | undefined {
  if (typeof given !== 'string') return undefined;
  const text = given.trim();
  if (DATE.test(text)) return isRealDate(text) ? text : undefined;
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [, day = '', hour = '', minute = '', second = '00', zone = ''] = match;
  if (!isRealDate(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const local = `${day}T${hour}:${minute}:${second}`;
  const iso = `${local}${zone === '' ? offsetOf(timeZone, local) : zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`;
  return Number.isNaN(Date.parse(iso)) ? undefined : iso;
}

function isRealDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** What programs read as different hosts: `https://one.example\@two.example`. */
const AMBIGUOUS = /^https?:\/\/[^/]*@|\\/iu;

/**
 * A whole http(s) or mailto address; a bare host gets https. What could be read in two ways is written as browsers read it; with a
 * user name, or more than one “@” in an e-mail address, it is refused.
 */
export function checkUrl(given: unknown): CheckedScalar {
  if (typeof given !== 'string') return { problem: 'bad-url' };
  const text = given.trim();
  const isBare = /^[\p{L}\d-]+(?:\.[\p{L}\d-]+)+(?:[/?#]\S*)?$/u.test(text);
  const address = isBare ? `https://${text}` : text;
  const isWhole = /^(?:https?:\/\/[^\s/]+\.?[^\s]*|mailto:\S+@\S+)$/i.test(address) && URL.canParse(address);
  if (!isWhole || address.length > MAX_URL) return { problem: 'bad-url' };
  const isMail = /^mailto:/i.test(address);
  if (!isMail && !AMBIGUOUS.test(address)) return { value: address };
  const url = linkUrl(address);
  if (url === undefined) return { problem: 'bad-url' };
  return { value: isMail ? address : url };
}

export function checkEmail(given: unknown): CheckedScalar {
  const text = typeof given === 'string' ? given.trim().replace(/^mailto:/i, '') : '';
  return /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/.test(text) && text.length <= MAX_SHORT_TEXT
    ? { value: text }
    : { problem: 'bad-email' };
}

export function checkPhone(given: unknown): CheckedScalar {
  const text = typeof given === 'number' ? String(given) : typeof given === 'string' ? given.trim() : '';
  const digits = text.replace(/\D/g, '').length;
  return digits >= 3 && text.length <= MAX_SHORT_TEXT && /^[+\d][\d\s().,/+#*x-]*(?:ext\.?\s*\d+)?$|^\(/i.test(text)
    ? { value: text }
    : { problem: 'bad-phone' };
}
