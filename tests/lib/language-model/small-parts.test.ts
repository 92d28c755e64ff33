import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireBaseUrl } from '../../../lib/language-model/base-url.ts';
import { cleanKey, requireKey } from '../../../lib/language-model/clean-key.ts';
import { contextCharactersThatFit } from '../../../lib/language-model/context-budget.ts';
import { parseDuration, retryAtFromHeaders } from '../../../lib/language-model/retry-after.ts';
import { addUsage, estimateInputTokens, estimateTokens, NO_USAGE } from '../../../lib/language-model/usage.ts';

describe('a pasted key', () => {
  it.each([
    ['  sk-abc\n', 'sk-abc'],
    ['"sk-abc"', 'sk-abc'],
    ['“sk-abc”', 'sk-abc'],
    ['sk-\u200Babc\uFEFF', 'sk-abc'],
    ['Bearer sk-abc', 'sk-abc'],
    ['sk-a\nbc', 'sk-abc'],
    ['OPENAI_API_KEY=sk-abc', 'sk-abc'],
    ['export GEMINI_API_KEY="AQ.x-y_z"\n', 'AQ.x-y_z'],
    ['Authorization: Bearer sk-abc', 'sk-abc'],
    ['"Bearer sk-abc",', 'sk-abc'],
    [' "sk-abc", ', 'sk-abc'],
    ['bearer-like-key', 'bearer-like-key'],
    ['abc=', 'abc='],
    ['\u00A0AQ.x\u00A0', 'AQ.x'],
  ])('%j is cleaned', (pasted, key) => expect(cleanKey(pasted)).toBe(key));

  it('is refused when nothing or something unsendable is left, without being named', () => {
    expect(() => requireKey(' "" ')).toThrowError(expect.objectContaining({ code: 'engine-key-missing' }));
    expect(() => requireKey('sk-geheimß')).toThrowError(
      expect.objectContaining({ code: 'engine-key-invalid', message: 'engine-key-invalid', details: {} }),
    );
  });

  it('is always fit for a header, or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (pasted) => {
        const key = cleanKey(pasted);
        if (/^[\x21-\x7E]+$/u.test(key)) expect(new Headers({ a: requireKey(pasted) }).get('a')).toBe(key);
        else expect(() => requireKey(pasted)).toThrow();
      }),
    );
  });
});

describe('a base URL', () => {
  it.each([
    ['http://localhost:11434/v1/', 'http://localhost:11434/v1'],
    ['localhost:11434', 'http://localhost:11434/v1'],
    ['http://127.0.0.1:1234', 'http://127.0.0.1:1234/v1'],
    ['http://[::1]:8080/v1', 'http://localhost:8080/v1'],
    ['localhost:11434/v1', 'http://localhost:11434/v1'],
    ['127.0.0.1:1234/v1/', 'http://127.0.0.1:1234/v1'],
    [' https://openrouter.ai/api/v1/chat/completions ', 'https://openrouter.ai/api/v1'],
    ['api.groq.com/openai/v1', 'https://api.groq.com/openai/v1'],
    ['"https://one.example/v1"', 'https://one.example/v1'],
    ['“https://one.example/v1/”,', 'https://one.example/v1'],
    [
      'https://r.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=2024-10-21',
      'https://r.openai.azure.com/openai/deployments/gpt?api-version=2024-10-21',
    ],
    ['http://192.168.1.5:11434/v1', 'http://192.168.1.5:11434/v1'],
    ['http://172.16.0.9:8000', 'http://172.16.0.9:8000/v1'],
    ['http://nas.local:1234/v1', 'http://nas.local:1234/v1'],
    ['http://workshop:11434', 'http://workshop:11434/v1'],
  ])('%j is understood', (typed, url) => expect(requireBaseUrl(typed)).toBe(url));

  it.each([
    ['', 'empty'],
    ['http://example.com/v1', 'not-https'],
    ['http://127.0.0.2:11434/v1', 'not-https'],
    ['http://172.32.0.1/v1', 'not-https'],
    ['http://192.168.1.5.evil.example/v1', 'not-https'],
    ['http://localhost.evil.example/v1', 'not-https'],
    ['http://127.0.0.1.evil.example/v1', 'not-https'],
    ['https://user:secret@example.com/v1', 'credentials'],
    ['ftp://example.com', 'not-http'],
    ['https://', 'unreadable'],
  ])('%j is refused with a reason', (typed, reason) => {
    expect(() => requireBaseUrl(typed)).toThrowError(
      expect.objectContaining({ code: 'engine-base-url-invalid', retry: 'never', details: { reason } }),
    );
  });
});

describe('the time of a next try', () => {
  const at = (headers: Record<string, string>): number | undefined =>
    retryAtFromHeaders(new Headers(headers), 1_000_000);

  it('is read from seconds, fractions, milliseconds and dates, however far', () => {
    expect(at({ 'retry-after': '120' })).toBe(1_120_000);
    expect(at({ 'retry-after': '86400' })).toBe(87_400_000);
    expect(at({ 'retry-after': '0.5' })).toBe(1_000_500);
    expect(at({ 'retry-after-ms': '250', 'retry-after': '9' })).toBe(1_000_250);
    expect(at({ 'retry-after': 'Thu, 01 Jan 1970 01:00:00 GMT' })).toBe(3_600_000);
    expect(at({ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' })).toBe(1_000_000);
  });

  it('is not known from nonsense', () => {
    expect(at({ 'retry-after': 'soon' })).toBeUndefined();
    expect(at({})).toBeUndefined();
    expect(retryAtFromHeaders(undefined, 0)).toBeUndefined();
  });

  it.each([
    ['34.4s', 34_400],
    ['12ms', 12],
    ['6m0s', 360_000],
    ['1h2m3s', 3_723_000],
    ['x', undefined],
    ['5 s', undefined],
  ])('the duration %j is understood', (text, ms) => expect(parseDuration(text)).toBe(ms));
});

describe('estimated tokens', () => {
  it('are a quarter of the characters, and one for each Japanese one', () => {
    expect(estimateTokens('')).toBe(0);
    expect(estimateTokens('12345678')).toBe(2);
    expect(estimateTokens('学ぶことは楽しい')).toBe(8);
    expect(estimateTokens('ab학')).toBe(2);
  });

  it('of a request count system, messages and schema', () => {
    const request = { system: 'abcd', messages: [{ role: 'user', text: 'abcdefgh' }] } as const;
    expect(estimateInputTokens(request)).toBe(1 + 2 + 4);
    expect(estimateInputTokens({ ...request, json: { name: 'x', schema: { a: 1 } } })).toBeGreaterThan(7);
  });

  it('add up, and one estimate makes the sum an estimate', () => {
    const one = { inputTokens: 1, outputTokens: 2, cachedInputTokens: 1, estimated: false };
    expect(addUsage(one, { ...one, estimated: true })).toEqual({
      inputTokens: 2,
      outputTokens: 4,
      cachedInputTokens: 2,
      estimated: true,
    });
    expect(addUsage(NO_USAGE, one)).toEqual(one);
  });
});

describe('the context that fits', () => {
  it('is what is wanted, or what the window leaves', () => {
    const room = { contextTokens: 8_192, promptTokens: 192, answerTokens: 2_000, wanted: 24_000 };
    expect(contextCharactersThatFit(room)).toBe(12_000);
    expect(contextCharactersThatFit({ ...room, contextTokens: 1_000_000 })).toBe(24_000);
    expect(contextCharactersThatFit({ ...room, contextTokens: 1_000 })).toBe(0);
  });
});
