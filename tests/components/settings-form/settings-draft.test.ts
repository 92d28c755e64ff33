import { describe, expect, it } from 'vitest';

import {
  EMPTY_DRAFT,
  editSecret,
  editSettings,
  missingFields,
  trimSecrets,
  withoutSaved,
  withoutSent,
} from '../../../components/settings-form/settings-draft.ts';
import { DEFAULT_SETTINGS } from '../../../lib/settings/settings.ts';
import type { SettingsView } from '../../../lib/settings/settings.ts';

const view: SettingsView = { settings: DEFAULT_SETTINGS, secrets: {}, passphrase: 'none', missing: [] };

describe('a settings draft', () => {
  it('is no change once a field is back at what is saved', () => {
    const changed = editSettings(EMPTY_DRAFT, { engine: 'openai', baseUrl: 'x' });
    expect(changed.settings).toEqual({ engine: 'openai', baseUrl: 'x' });
    const back = editSettings(changed, { engine: 'gemini', baseUrl: '' });
    expect(withoutSaved(back, view.settings).settings).toEqual({});
  });

  it('keeps what is typed while a save is on its way', () => {
    const sent = editSecret(editSettings(EMPTY_DRAFT, { engine: 'openai' }), 'openai', 'first');
    const typed = editSecret(editSettings(sent, { engine: 'gemini', baseUrl: 'x' }), 'notion', 'later');
    const left = withoutSaved(withoutSent(typed, sent), { ...view.settings, engine: 'openai' });
    expect(left).toEqual({ settings: { engine: 'gemini', baseUrl: 'x' }, secrets: { notion: 'later' } });
  });

  it('holds no change that was saved in the meantime', () => {
    const url = 'https://app.notion.com/p/1';
    const made = editSettings(EMPTY_DRAFT, { connectionsDatabaseUrl: url, engine: 'openai' });
    expect(withoutSaved(made, { ...view.settings, connectionsDatabaseUrl: url }).settings).toEqual({
      engine: 'openai',
    });
  });

  it('compares models by value', () => {
    const same = editSettings(EMPTY_DRAFT, { models: { ...DEFAULT_SETTINGS.models } });
    expect(withoutSaved(same, view.settings).settings).toEqual({});
  });

  it('keeps a saved secret when its field is emptied, and removes it only on demand', () => {
    const typed = editSecret(EMPTY_DRAFT, 'notion', 'abc');
    expect(editSecret(typed, 'notion', '').secrets).toEqual({});
    expect(editSecret(typed, 'notion', null).secrets).toEqual({ notion: null });
  });

  it('sends keys without the spaces that came with a paste', () => {
    expect(trimSecrets({ gemini: '  key\n', openai: null })).toEqual({ gemini: 'key', openai: null });
  });
});

describe('missingFields', () => {
  it('wants the key of the chosen engine only', () => {
    expect(missingFields(EMPTY_DRAFT, view)).toEqual(['notion', 'gemini']);
    const gpt = editSettings(EMPTY_DRAFT, { engine: 'openai' });
    expect(missingFields(gpt, view)).toEqual(['notion', 'openai']);
  });

  it('wants an address, but no key, of a compatible server', () => {
    const server = editSettings(EMPTY_DRAFT, { engine: 'compatible' });
    expect(missingFields(server, view)).toEqual(['notion', 'baseUrl']);
  });

  it('takes a saved key as given, and one that is to be removed as missing', () => {
    const saved: SettingsView = {
      ...view,
      secrets: { notion: { last4: '1234', savedAt: 1 }, gemini: { last4: '5678', savedAt: 1 } },
    };
    expect(missingFields(EMPTY_DRAFT, saved)).toEqual([]);
    expect(missingFields(editSecret(EMPTY_DRAFT, 'gemini', null), saved)).toEqual(['gemini']);
    expect(missingFields(editSecret(EMPTY_DRAFT, 'gemini', '   '), view)).toContain('gemini');
  });
});
