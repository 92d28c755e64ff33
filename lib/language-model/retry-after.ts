/**
 * When an engine says it may be asked again, in epoch ms, from `retry-after-ms` or `retry-after` (seconds or an HTTP date,
 * RFC 9110 §10.2.3). Any size is honoured. Undefined when it did not say or said nonsense.
 */
export function retryAtFromHeaders(headers: Headers | undefined, now: number): number | undefined {
  if (!headers) return undefined;
  const milliseconds = headers.get('retry-after-ms');
  if (milliseconds !== null && Number(milliseconds) >= 0) return now + Math.ceil(Number(milliseconds));
  const after = headers.get('retry-after')?.trim();
  if (!after) return undefined;
  if (/^\d+(?:\.\d+)?$/u.test(after)) return now + Math.ceil(Number(after) * 1000);
  const date = Date.parse(after);
  return Number.isNaN(date) ? undefined : Math.max(date, now);
}

/** Milliseconds of a duration such as `34.4s`, `12ms` or `6m0s`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/gu)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  const unit: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  return Math.ceil(parts.reduce((sum, [, value, name]) => sum + Number(value) * (unit[name ?? ''] ?? 0), 0));
}
