import { describe, expect, it } from 'vitest';
import { mayBeResent, wasMaybeResent } from '../../../lib/adapters/browser/resend-watch.ts';

const ONCE = { startTime: 1_000, connectStart: 1_000, connectEnd: 1_000, requestStart: 1_003, responseStart: 1_250 };

describe('a request that a browser may have sent twice', () => {
  it.each([
    ['left at once, on a connection that stood', ONCE, false],
    ['needed a new connection', { ...ONCE, connectStart: 1_100, connectEnd: 1_160, requestStart: 1_161 }, true],
    ['left late, on another connection that stood', { ...ONCE, requestStart: 1_120, responseStart: 1_250 }, true],
    ['has no times: the browser keeps them to itself', { ...ONCE, requestStart: 0, responseStart: 0 }, true],
    ['has no entry', undefined, true],
  ])('%s', (_name, times, expected) => {
    expect(mayBeResent(times)).toBe(expected);
  });

  it('is told by the entry of that request, and the record never fills up', () => {
    const url = 'https://api.notion.com/v1/blocks/1/children';
    let entries = Array.from({ length: 99 }, () => ({ ...ONCE, startTime: 10, requestStart: 200 }));
    const record = {
      getEntriesByName: (name: string) => (name === url ? entries : []),
      getEntriesByType: () => entries,
      clearResourceTimings: () => (entries = []),
    } as unknown as Performance;
    entries.push(ONCE);
    expect(wasMaybeResent(url, 990, record)).toBe(false);
    expect(wasMaybeResent(url, 1_001, record)).toBe(true);
    entries.push(ONCE);
    expect(wasMaybeResent(url, 990, record)).toBe(false);
    expect(entries).toEqual([]);
  });
});
