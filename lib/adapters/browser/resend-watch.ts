/**
 * Whether the browser may have sent a request again by itself. It does so when a kept-alive connection breaks before the first byte
 * of an answer, and no script is told. What the wait was made of tells: a request that went out once, on a connection that stood,
 * left at once; one that was sent again first waited for the answer that never came, or needed a new connection. For hosts that the
 * extension may reach, Chromium gives these times: https://www.w3.org/TR/resource-timing/#sec-performanceresourcetiming
 */

/** The times before the browser begins to drop them (250 by default). */
const MOST_ENTRIES = 100;
/** Of the wait for the answer: a first sending that was taken in took about as long as the second. */
const SHARE_BEFORE = 0.1;

export type RequestTimes = Pick<
  PerformanceResourceTiming,
  'startTime' | 'connectStart' | 'connectEnd' | 'requestStart' | 'responseStart'
>;

/** True also where nothing is known. */
export function mayBeResent(times: RequestTimes | undefined): boolean {
  // All zero: the browser keeps the times to itself.
  if (times === undefined || times.requestStart === 0 || times.responseStart === 0) return true;
  if (times.connectEnd > times.connectStart) return true;
  return times.requestStart - times.startTime > SHARE_BEFORE * (times.responseStart - times.requestStart);
}

/** Ask right after the answer was read. `since`: `performance.now()` before the request. */
export function wasMaybeResent(url: string, since: number, record: Performance = performance): boolean {
  const times = record
    .getEntriesByName(url, 'resource')
    .filter(({ startTime }) => startTime >= since)
    .at(-1);
  if (record.getEntriesByType('resource').length > MOST_ENTRIES) record.clearResourceTimings();
  return mayBeResent(times as PerformanceResourceTiming | undefined);
}
