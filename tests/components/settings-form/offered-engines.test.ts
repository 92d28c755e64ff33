import { describe, expect, it } from 'vitest';

import { enginesToGoOnWith } from '../../../components/settings-form/offered-engines.ts';
import { DEFAULT_SETTINGS, type Settings, type SettingsView } from '../../../lib/settings/settings.ts';

const settings: Settings = { ...DEFAULT_SETTINGS, engine: 'gemini' };
const view: SettingsView = { settings, secrets: {}, passphrase: 'none', missing: [] };

describe('enginesToGoOnWith', () => {
  it('has the browser’s own model only once it is on this device', () => {
    for (const state of [undefined, 'unavailable', 'downloadable', 'downloading'] as const) {
      expect(enginesToGoOnWith({ settings, view }, { state })).toEqual([]);
    }
    expect(enginesToGoOnWith({ settings, view }, { state: 'available' })).toEqual(['chrome']);
  });

  it('has the engines whose key is saved, without the chosen one', () => {
    const saved = {
      ...view,
      secrets: { openai: { last4: '1234', savedAt: 1 }, gemini: { last4: '5678', savedAt: 1 } },
    };
    expect(enginesToGoOnWith({ settings, view: saved }, { state: undefined })).toEqual(['openai']);
  });

  it('keeps what was chosen before, so that the field shows it', () => {
    const chosen = { ...settings, engineLimits: { gemini: { whenSpent: 'chrome' as const } } };
    expect(enginesToGoOnWith({ settings: chosen, view }, { state: 'unavailable' })).toEqual(['chrome']);
  });
});
