import { describe, expect, it } from 'vitest';

import {
  countOwn,
  fieldsFor,
  lacksSetUp,
  withEngine,
  withModel,
  withOption,
} from '../../../components/generate-options/generation-choice.ts';
import { DEFAULT_GENERATION_OPTIONS } from '../../../lib/run-request/generation-options.ts';
import { effectiveChoice } from '../../../lib/settings/engine-set-up.ts';
import { DEFAULT_SETTINGS } from '../../../lib/settings/settings.ts';
import type { SettingsView } from '../../../lib/settings/settings.ts';

const plain = DEFAULT_GENERATION_OPTIONS;
const settings = { ...DEFAULT_SETTINGS, models: { ...DEFAULT_SETTINGS.models, openai: 'gpt-6.1-sol' } };

describe('a connection’s own options', () => {
  it('are absent again once they are given back to Settings', () => {
    const own = withOption(plain, 'maxOutputTokens', 500);
    expect(own.maxOutputTokens).toBe(500);
    expect(countOwn(own)).toBe(1);
    expect(withOption(own, 'maxOutputTokens', undefined)).toEqual(plain);
  });

  it('lose model, temperature and effort with their engine, and keep the rest', () => {
    const own = { ...plain, engine: 'openai', model: 'gpt-6-luna', effort: 'high', extraContext: 'x' } as const;
    expect(withEngine(own, 'gemini')).toEqual({ ...plain, engine: 'gemini', extraContext: 'x' });
    expect(withEngine(own, undefined)).toEqual({ ...plain, extraContext: 'x' });
  });

  it('keep the engine beside a model, so that another engine in Settings never gets its name', () => {
    expect(withModel(plain, 'gemini', ' gemini-3.8-flash ')).toEqual({
      ...plain,
      engine: 'gemini',
      model: 'gemini-3.8-flash',
    });
    expect(withModel({ ...plain, engine: 'gemini', model: 'x' }, 'gemini', '')).toEqual({ ...plain, engine: 'gemini' });
  });
});

describe('the engine and model of a run', () => {
  it('are the connection’s, else those of Settings, else the default', () => {
    expect(effectiveChoice({ engine: 'openai', model: 'gpt-6-luna' }, settings).model).toBe('gpt-6-luna');
    expect(effectiveChoice({ engine: 'openai' }, settings).model).toBe('gpt-6.1-sol');
    expect(effectiveChoice({}, settings)).toEqual({ engine: 'gemini', model: 'gemini-3.5-flash-lite' });
    expect(effectiveChoice({ engine: 'compatible' }, settings).model).toBe('');
  });

  it('decide which fields are offered', () => {
    expect(fieldsFor({ engine: 'openai', model: 'gpt-6-luna' }, {})).toEqual({ temperature: false, effort: true });
    expect(fieldsFor({ engine: 'openai', model: 'gpt-6-luna' }, { effort: 'none' }).temperature).toBe(true);
    expect(fieldsFor({ engine: 'openai', model: 'gpt-4.1' }, {})).toEqual({ temperature: true, effort: false });
    expect(fieldsFor({ engine: 'gemini', model: 'gemini-3.8-flash' }, {})).toEqual({
      temperature: false,
      effort: true,
    });
    expect(fieldsFor({ engine: 'compatible', model: 'qwen3' }, {})).toEqual({ temperature: true, effort: true });
  });

  it('say what Settings lack for an engine', () => {
    const view: SettingsView = {
      settings,
      secrets: { gemini: { last4: '1234', savedAt: 1 } },
      passphrase: 'none',
      missing: [],
    };
    expect(lacksSetUp('gemini', view)).toBeUndefined();
    expect(lacksSetUp('openai', view)).toBe('key');
    expect(lacksSetUp('compatible', view)).toBe('base-url');
    expect(lacksSetUp('compatible', { ...view, settings: { ...settings, baseUrl: 'localhost:1' } })).toBeUndefined();
    expect(lacksSetUp('chrome', view)).toBeUndefined();
  });
});
