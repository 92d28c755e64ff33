import { describe, expect, it } from 'vitest';

import { cureOf, failureText, secondsLeft } from '../../../components/errors/failure-text.ts';
import en from '../../../assets/locales/en.json' with { type: 'json' };
import type { ErrorCode, Failure } from '../../../lib/shared/app-error.ts';

const now = 1_000_000;
const codes = Object.keys(en)
  .filter((key) => key.startsWith('error.'))
  .map((key) => key.slice('error.'.length) as ErrorCode);

describe('failureText', () => {
  it('never shows a hole, whatever details a failure lacks', () => {
    for (const code of codes) {
      expect(failureText({ code, retry: 'never' }, { now })).not.toMatch(/[{}]/);
    }
  });

  it('names the integration that a page has to be shared with', () => {
    const failure: Failure = { code: 'notion-not-found', retry: 'never' };
    expect(failureText(failure, { now, integrationName: 'My Bot' })).toContain('••• → Connections → My Bot');
  });

  it('takes names from the details', () => {
    const failure: Failure = {
      code: 'engine-model-unknown',
      retry: 'never',
      details: { model: 'gpt-9', engine: 'OpenAI' },
    };
    expect(failureText(failure, { now })).toMatch(/^OpenAI does not know gpt-9/);
  });

  it('says the seconds that are left', () => {
    const failure: Failure = { code: 'notion-rate-limited', retry: 'wait', retryAt: now + 40_200 };
    expect(failureText(failure, { now })).toContain('41 s');
  });
});

describe('secondsLeft', () => {
  it('is at least one second', () => {
    expect(secondsLeft({ code: 'timeout', retry: 'later', retryAt: now - 5_000 }, now)).toBe(1);
  });
});

describe('cureOf', () => {
  it('sends to Settings for keys, to Upgrade for limits, and offers another try where that can help', () => {
    expect(cureOf('engine-key-invalid')).toBe('settings');
    expect(cureOf('prompts-used-up')).toBe('upgrade');
    expect(cureOf('notion-not-found')).toBe('retry');
    expect(cureOf('url-not-notion')).toBeUndefined();
  });
});
