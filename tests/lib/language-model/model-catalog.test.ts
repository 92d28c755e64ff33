import { describe, expect, it } from 'vitest';
import {
  contextTokensOf,
  defaultModel,
  enrichModels,
  isGeminiTextModel,
  isOpenAiTextModel,
  suggestedModels,
} from '../../../lib/language-model/model-catalog.ts';

describe('the model catalog', () => {
  it('has a default for the engines whose models are known', () => {
    expect(defaultModel('openai')).toBe('gpt-6-luna');
    expect(defaultModel('gemini')).toBe('gemini-3.5-flash-lite');
    expect(defaultModel('compatible')).toBeUndefined();
  });

  it('hides a model from the day after its shutdown', () => {
    const ids = (today: string): string[] => suggestedModels('openai', today).map(({ id }) => id);
    expect(ids('2027-01-14')).toContain('gpt-4o-mini');
    expect(ids('2027-01-15')).not.toContain('gpt-4o-mini');
    expect(ids('2026-12-12')).not.toContain('gpt-5-mini');
  });

  it('hides listed models that are shut down, and adds what it knows of the others', () => {
    const models = enrichModels(
      'openai',
      [{ id: 'gpt-6-luna' }, { id: 'gpt-old', shutdownDate: '2026-10-23' }, { id: 'gpt-5-mini' }, { id: 'gpt-new' }],
      '2026-12-12',
    );
    expect(models).toEqual([
      { id: 'gpt-6-luna', contextTokens: 1_050_000, maxOutputTokens: 128_000 },
      { id: 'gpt-new' },
    ]);
  });

  it('trusts a listed size before its own', () => {
    expect(contextTokensOf('compatible', 'x', [{ id: 'x', contextTokens: 32_000 }])).toBe(32_000);
    expect(contextTokensOf('compatible', 'x')).toBe(4_096);
    expect(contextTokensOf('gemini', 'gemini-3.8-flash')).toBe(1_048_576);
  });

  it.each(['gpt-6-luna', 'gpt-4o-mini', 'o4-mini', 'chatgpt-4o-latest'])('takes %s for a text model', (id) =>
    expect(isOpenAiTextModel(id)).toBe(true),
  );

  it.each([
    'gpt-4o-mini-tts',
    'gpt-realtime-2',
    'whisper-1',
    'text-embedding-3-small',
    'gpt-image-2',
    'sora-2',
    'gpt-5.1-codex',
    'babbage-002',
  ])('takes %s for something else', (id) => expect(isOpenAiTextModel(id)).toBe(false));

  it('knows which Gemini models write text', () => {
    expect(isGeminiTextModel('gemini-3.8-flash')).toBe(true);
    expect(isGeminiTextModel('gemma-4-27b-it')).toBe(true);
    expect(isGeminiTextModel('gemini-3.5-flash-image')).toBe(false);
  });
});
