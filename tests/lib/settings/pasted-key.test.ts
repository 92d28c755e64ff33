import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cleanPastedKey } from '../../../lib/settings/pasted-key.ts';

describe('a pasted key', () => {
  it.each([
    ['  sk-abc123 \n'],
    ['"sk-abc123"'],
    ['“sk-abc123”'],
    ['\u200bsk-abc\ufeff123'],
    ['Bearer sk-abc123'],
    ['`sk-abc123`\r\n'],
  ])('%j is cleaned of what does not belong to it', (pasted) => {
    expect(cleanPastedKey('openai', pasted)).toBe('sk-abc123');
  });

  it.each([
    ['openai', '', 'empty'],
    ['openai', ' \n\u200b ', 'empty'],
    ['openai', 'sk-ключ', 'characters'],
    ['openai', 'x'.repeat(10_000), 'too-long'],
    ['openai', 'AIzaSyCanary', 'other-service'],
    ['gemini', 'sk-proj-canary', 'other-service'],
    ['gemini', 'ntn_canary', 'other-service'],
  ] as const)('for %s, %j is refused before any request (%s)', (name, pasted, reason) => {
    expect(() => cleanPastedKey(name, pasted)).toThrow(
      expect.objectContaining({ code: 'engine-key-invalid', details: { name, reason } }) as Error,
    );
  });

  it('of Notion is never judged by its prefix', () => {
    for (const token of ['ntn_1', 'secret_1', 'pat_1', 'sk-1', 'anything']) {
      expect(cleanPastedKey('notion', token)).toBe(token);
    }
  });

  it('is either refused without being shown, or printable and stable when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 6, maxLength: 60 }), (pasted) => {
        try {
          const key = cleanPastedKey('notion', pasted);
          expect(key).toMatch(/^[\x21-\x7e]+$/);
        } catch (error) {
          expect(JSON.stringify(error) + String(error)).not.toContain(pasted);
        }
      }),
    );
  });
});
