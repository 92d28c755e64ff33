import { describe, expect, it } from 'vitest';

import { Throttle } from '../../../components/hooks/throttle.ts';

interface Run {
  readonly state: string;
  readonly done: number;
}

function setUp() {
  const shown: Run[] = [];
  let now = 0;
  let due: { at: number; callback: () => void } | undefined;
  const throttle = new Throttle<Run>((value) => shown.push(value), {
    everyMs: 500,
    isUrgent: (before, next) => before.state !== next.state,
    now: () => now,
    after: (ms, callback) => {
      due = { at: now + ms, callback };
      return () => (due = undefined);
    },
  });
  const goTo = (time: number) => {
    now = time;
    const reached = due !== undefined && due.at <= now ? due : undefined;
    if (reached) due = undefined;
    reached?.callback();
  };
  return { throttle, shown, goTo, isWaiting: () => due !== undefined };
}

const going = (done: number): Run => ({ state: 'running', done });

describe('a value that changes many times a second', () => {
  it('is drawn twice a second: a run of 150 rows with ten pushes a second is no reason to draw a screen ten times', () => {
    const { throttle, shown, goTo } = setUp();
    for (let at = 0; at < 150; at += 1) {
      goTo(at * 100);
      throttle.take(going(at));
    }
    goTo(15_500);
    expect(shown.length).toBeLessThanOrEqual(32);
    expect(shown.at(-1)).toEqual(going(149));
  });

  it('is drawn at once when it is the first, when it comes after a rest, and when a person waits for it', () => {
    const { throttle, shown, goTo } = setUp();
    throttle.take(going(1));
    goTo(600);
    throttle.take(going(2));
    goTo(650);
    throttle.take(going(3));
    throttle.take({ state: 'paused', done: 3 });
    expect(shown).toEqual([going(1), going(2), { state: 'paused', done: 3 }]);
  });

  it('tells no value any more once it was stopped', () => {
    const { throttle, shown, goTo, isWaiting } = setUp();
    throttle.take(going(1));
    throttle.take(going(2));
    throttle.stop();
    expect(isWaiting()).toBe(false);
    goTo(1_000);
    expect(shown).toEqual([going(1)]);
  });
});
