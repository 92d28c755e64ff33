import { describe, expect, it } from 'vitest';

import { addWait, isFruitless, type Waits } from '../../../lib/jobs/fruitless-waits.ts';

const MINUTE = 60_000;

/** So many waits of a minute; after each, `gapMs` until the next one begins. */
function waits(count: number, gapMs: (nth: number) => number): Waits {
  let now = 0;
  let all: Waits | undefined;
  for (let nth = 0; nth < count; nth += 1) {
    all = addWait(all, now, now + MINUTE);
    now += MINUTE + gapMs(nth);
  }
  return all!;
}

describe('waits without one success', () => {
  it('end when there were six of them and five minutes were waited', () => {
    expect(
      isFruitless(
        waits(5, () => 1_000),
        'engine-limit',
        'run',
      ),
    ).toBe(false);
    expect(
      isFruitless(
        waits(6, () => 1_000),
        'engine-limit',
        'run',
      ),
    ).toBe(true);
    expect(
      isFruitless(
        waits(6, () => 1_000),
        'engine-limit',
        'job',
      ),
    ).toBe(false);
    expect(
      isFruitless(
        waits(60, () => 1_000),
        'offline',
        'run',
      ),
    ).toBe(false);
  });

  it('are not made longer by a laptop that slept, or a clock that was put forward', () => {
    let all = addWait(undefined, 0, 1_000);
    for (let nth = 1; nth < 8; nth += 1) {
      const now = all.until + (nth === 4 ? 8 * 3_600_000 : 500);
      all = addWait(all, now, now + 1_000);
    }
    expect(all.count).toBe(8);
    expect(all.until - all.since).toBe(8_000);
    expect(isFruitless(all, 'engine-limit', 'run')).toBe(false);
  });

  it('count once where several rows wait at the same time', () => {
    const all = addWait(addWait(addWait(undefined, 0, MINUTE), 10, MINUTE), 20, 2 * MINUTE);
    expect(all).toEqual({ count: 1, since: 0, until: 2 * MINUTE });
  });
});
