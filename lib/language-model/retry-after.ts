/** A day: the longest limit that engines have. What says more is no time to wait for. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/**
 * When an engine says it may be asked again, in epoch ms, from `retry-after-ms` or `retry-after` (seconds or an HTTP date,
 * RFC 9110 §10.2.3). Undefined when it did not say, said nonsense, or named more than a day.
 */
export function retryAtFromHeaders(headers: Headers | undefined, now: number): number | undefined {
  if (!headers) return undefined;
  const milliseconds = waitOf(headers.get('retry-after-ms')?.trim(), 1);
  if (milliseconds !== undefined) return now + milliseconds;
  const after = headers.get('retry-after')?.trim();
  const seconds = waitOf(after, 1000);
  if (seconds !== undefined) return now + seconds;
  const date = after === undefined || /^[\d.+-]*$/u.test(after) ? Number.NaN : Date.parse(after);
  return Number.isNaN(date) || date - now > LONGEST_WAIT_MS ? undefined : Math.max(date, now);
}

/** Milliseconds of a plain number, within bounds. */
function waitOf(text: string | undefined, unitMs: number): number | undefined {
  if (text === undefined || !/^\d+(?:\.\d+)?$/u.test(text)) return undefined;
  return bounded(Math.ceil(Number(text) * unitMs));
}

/** Milliseconds of a duration such as `34.4s`, `12ms` or `6m0s`; undefined for anything else, and for more than a day. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/gu)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  const unit: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  return bounded(Math.ceil(parts.reduce((sum, [, value, name]) => sum + Number(value) * (unit[name ?? ''] ?? 0), 0)));
}

/** With the whole unit: “retry 3 more times” names no time. */
const AMOUNT = String.raw`\d[\d.]*\s?(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)(?![a-z])`;
const WAIT_IN_WORDS = new RegExp(
  `\\b(?:again|retry|retrying|wait)(?: in| after| for)?\\s(${AMOUNT}(?:[\\s,]*(?:and )?${AMOUNT})*)`,
  'iu',
);

/**
 * When it may be asked again by the words of a refusal: “try again in 7m12s”, “retry after 6 seconds”, “wait 2 minutes before
 * retrying”. Undefined where they name no time, or more than a day.
 */
export function retryAtFromWords(text: string, now: number): number | undefined {
  const [, told = ''] = WAIT_IN_WORDS.exec(text) ?? [];
  const parts = [...told.matchAll(/(\d+(?:\.\d+)?)\s?(ms|mil|[hms])/giu)];
  const short = parts.map(([, amount = '', unit = '']) => `${amount}${unit.toLowerCase().replace('mil', 'ms')}`);
  const ms = parseDuration(short.join(''));
  return ms === undefined ? undefined : now + ms;
}

const bounded = (ms: number): number | undefined => (ms <= LONGEST_WAIT_MS ? ms : undefined);
