import { describe, expect, it } from 'vitest';

import en from '../../../assets/locales/en.json' with { type: 'json' };
import type { ErrorCode } from '../../../lib/shared/app-error.ts';
import { ERROR_RULES, ruleOf } from '../../../lib/shared/error-rules.ts';

const rules = Object.entries(ERROR_RULES);

describe('the table of error codes', () => {
  it('has a sentence for each code, and a code for each sentence', () => {
    const sentences = Object.keys(en).filter((key) => key.startsWith('error.'));
    expect(sentences.toSorted()).toEqual(rules.map(([code]) => `error.${code}`).toSorted());
  });

  it('lets nothing both pause a run and wait by itself', () => {
    expect(rules.filter(([, rule]) => rule.pauses && rule.waitsFor)).toEqual([]);
  });

  it('tries nothing fewer than once', () => {
    expect(rules.filter(([, { attempts = 1 }]) => attempts < 1)).toEqual([]);
  });

  it('has no rule for a code of another version', () => {
    expect(ruleOf('from-the-future' as ErrorCode)).toEqual({});
    expect(ruleOf('toString' as ErrorCode)).toEqual({});
  });
});
