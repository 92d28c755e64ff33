import { describe, expect, it } from 'vitest';

import { decideRetry } from '../../../lib/jobs/retry-policy.ts';
import type { ErrorCode, Failure } from '../../../lib/shared/app-error.ts';
import { ERROR_RULES, MOST_ATTEMPTS } from '../../../lib/shared/error-rules.ts';

const NOW = 1_000_000;
const codes = Object.keys(ERROR_RULES) as ErrorCode[];
const later = (code: ErrorCode): Failure => ({ code, retry: 'later' });

/** How often a step is tried until it is given up. */
function triesOf(failure: Failure): number {
  for (let failed = 0; ; failed += 1) {
    const verdict = decideRetry(failure, failed, NOW, 0.5);
    if (verdict.kind !== 'retry') return failed + 1;
    expect(verdict.at).toBeGreaterThan(NOW);
  }
}

describe('decideRetry', () => {
  it.each([
    ['notion-unavailable', 6],
    ['notion-conflict', 5],
    ['engine-answer-cut', 4],
    ['engine-answer-empty', 3],
    ['engine-stalled', 3],
    ['engine-answer-invalid', 3],
  ] as const)('tries a step that fails with %s %i times in all', (code, tries) => {
    expect(triesOf(later(code))).toBe(tries);
  });

  it('counts a write that has to be looked for like any other failed try', () => {
    expect(triesOf({ code: 'notion-unavailable', retry: 'look' })).toBe(MOST_ATTEMPTS);
  });

  it('waits twice as long after each failed try, at most a minute, and never less than half of it', () => {
    const waits = [0, 1, 2, 3, 4].map((attempts) => {
      const shortest = decideRetry(later('notion-unavailable'), attempts, NOW, 0);
      const longest = decideRetry(later('notion-unavailable'), attempts, NOW, 1);
      return [shortest, longest].map((verdict) => (verdict.kind === 'retry' ? verdict.at - NOW : undefined));
    });
    expect(waits).toEqual([
      [500, 1_000],
      [1_000, 2_000],
      [2_000, 4_000],
      [4_000, 8_000],
      [8_000, 16_000],
    ]);
  });

  it('pauses a run for every code whose rule says so, whatever the retry', () => {
    for (const code of codes.filter((one) => ERROR_RULES[one].pauses)) {
      for (const retry of ['never', 'later', 'wait'] as const)
        expect(decideRetry({ code, retry }, 0, NOW, 0.5)).toEqual({ kind: 'pause' });
    }
  });

  it('pauses a run whose whole database has the trouble', () => {
    const failure: Failure = { code: 'notion-not-found', retry: 'never', details: { scope: 'database' } };
    expect(decideRetry(failure, 0, NOW, 0.5)).toEqual({ kind: 'pause' });
  });

  it('never tries again what a person must change first', () => {
    for (const code of codes.filter((one) => !ERROR_RULES[one].pauses && one !== 'offline' && one !== 'locked'))
      expect(decideRetry({ code, retry: 'never' }, 0, NOW, 0.5)).toEqual({ kind: 'give-up' });
  });
});
