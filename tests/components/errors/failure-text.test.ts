import { describe, expect, it } from 'vitest';

import { cureOf, failureText, remarkText, secondsLeft } from '../../../components/errors/failure-text.ts';
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

  it('speaks of the database, and of Resume, where a whole run of rows has stopped', () => {
    const ofDatabase = (code: ErrorCode, property?: string): string =>
      failureText(
        { code, retry: 'never', details: { scope: 'database', ...(property !== undefined && { property }) } },
        { now, integrationName: 'My Bot' },
      );
    expect(ofDatabase('notion-not-found')).toMatch(/no longer shows this database to My Bot.*then Resume/);
    expect(ofDatabase('target-trashed')).toMatch(/^This database is in Notion’s trash.*then Resume/);
    expect(ofDatabase('property-missing', 'Content')).toMatch(/^Content is no longer in the database.*then Resume/);
    expect(ofDatabase('property-missing')).toMatch(/^The property is no longer/);
  });

  it('says how long nothing is sent again while it is not known whether a write arrived', () => {
    const unheard: Failure = { code: 'notion-write-unconfirmed', retry: 'wait', retryAt: now + 61_500 };
    const failure: Failure = { ...unheard, details: { isTyped: 1 } };
    expect(failureText(failure, { now })).toMatch(/What you typed is kept. Try again in 62 s/);
    // A run goes on by itself, and nothing of it was typed.
    expect(failureText(unheard, { now })).toBe('Visen is checking what Notion saved and continues by itself in 62 s.');
    expect(failureText(failure, { now: now + 61_500 })).toMatch(/then try again/);
  });

  it('takes names from the details', () => {
    const failure: Failure = {
      code: 'engine-model-unknown',
      retry: 'never',
      details: { model: 'gpt-9', engine: 'OpenAI' },
    };
    expect(failureText(failure, { now })).toMatch(/^OpenAI does not know gpt-9/);
  });

  it('begins with a capital, and names the engine where it is known', () => {
    const failure: Failure = { code: 'engine-key-invalid', retry: 'never' };
    expect(failureText(failure, { now })).toMatch(/^The AI engine does not accept the key/);
    expect(failureText(failure, { now, engine: 'openai' })).toMatch(/^GPT does not accept the key/);
  });

  it('has a cure of its own for plain http over a network', () => {
    const failure: Failure = { code: 'engine-base-url-invalid', retry: 'never', details: { reason: 'not-https' } };
    expect(failureText(failure, { now })).toMatch(/Plain http .* Use https, or bring the server to this computer/);
    const other: Failure = { ...failure, details: { reason: 'unreadable' } };
    expect(failureText(other, { now })).toMatch(/^The Base URL does not work/);
  });

  it('does not say of a cut answer that stands that nothing was written', () => {
    const failure: Failure = { code: 'engine-answer-length', retry: 'never' };
    expect(remarkText(failure, { now })).toMatch(/What had arrived was written\..*raise Max length under More options/);
    expect(failureText(failure, { now })).toContain('Nothing was written');
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
