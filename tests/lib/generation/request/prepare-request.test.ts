import { describe, expect, it } from 'vitest';

import { promptBase } from '../../../../lib/generation/request/prepare-request.ts';
import { createRun } from '../../../fakes/sample-run.ts';

const settings = { outputLanguage: '', systemInstructions: '', contextCharacters: 24_000 };
const base = (engine: string, model: string) =>
  promptBase({ run: createRun('a', { engine, model }), settings, nonce: 'nonce-1234', now: 0 });

describe('the context of a request', () => {
  it('is what Settings allow for a model with room', () => {
    expect(base('gemini', 'gemini-3.5-flash-lite').contextCharacters).toBe(24_000);
  });

  it('is less for a local model of unknown size, and never below nothing', () => {
    const { contextCharacters } = base('compatible', 'a-local-model');
    expect(contextCharacters).toBeGreaterThan(2_500);
    expect(contextCharacters).toBeLessThan(24_000);
    const run = createRun('a', { engine: 'compatible', model: 'tiny' });
    const long = {
      ...run,
      request: { ...run.request, options: { ...run.request.options, prompt: 'word '.repeat(9_000) } },
    };
    expect(promptBase({ run: long, settings, nonce: 'nonce-1234', now: 0 }).contextCharacters).toBe(0);
  });
});
