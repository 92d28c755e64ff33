/** How long Notion asks to be left alone. https://developers.notion.com/reference/request-limits */

/** For a limit that names no time, or one that cannot be read. */
const DEFAULT_WAIT_MS = 30_000;
const SECONDS = /^\s*\d+(?:\.\d+)?\s*$/;

export interface RetryAfter {
  /** Epoch ms; at least a second from now. */
  readonly retryAt: number;
  /** False: nothing readable was said. */
  readonly told: boolean;
}

/**
 * Reads the header (seconds or an HTTP date), else `additional_data.retry_after`, else 30 s. There is no upper bound: a workspace's
 * limit may last longer than a minute. `date` is the answer's own Date header, so that a wrong clock here does not matter.
 */
export function readRetryAfter(
  candidates: readonly (string | undefined)[],
  now: number,
  date: string | undefined,
): RetryAfter {
  for (const candidate of candidates) {
    const waitMs = candidate === undefined ? undefined : readWait(candidate, now, date);
    if (waitMs !== undefined) return { retryAt: now + Math.max(1_000, waitMs), told: true };
  }
  return { retryAt: now + DEFAULT_WAIT_MS, told: false };
}

function readWait(value: string, now: number, date: string | undefined): number | undefined {
  if (SECONDS.test(value)) {
    const ms = Math.ceil(Number(value) * 1000);
    return Number.isSafeInteger(now + ms) ? ms : undefined;
  }
  // Date.parse takes more than HTTP dates ("-5" is a year): only what names a weekday or is an ISO date counts.
  if (!/[a-z]{3},|\dT\d/i.test(value)) return undefined;
  const at = Date.parse(value);
  if (Number.isNaN(at)) return undefined;
  const serverNow = date === undefined ? NaN : Date.parse(date);
  return at - (Number.isNaN(serverNow) ? now : serverNow);
}
