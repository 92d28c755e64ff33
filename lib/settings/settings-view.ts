import type { Failure } from '../shared/app-error.ts';
import type { Integration } from '../notion/integration.ts';
import { effectiveChoice, engineLacks } from './engine-set-up.ts';
import type { Settings, SettingsView } from './settings.ts';

/** Settings as a surface sees them, with what is missing before a first Generate. */
export function toSettingsView(
  settings: Settings,
  secrets: SettingsView['secrets'],
  integration: Integration | undefined,
  passphrase: SettingsView['passphrase'],
  problems: readonly Failure[],
): SettingsView {
  return {
    settings,
    secrets,
    ...(integration !== undefined && { integration }),
    passphrase,
    missing: findMissing(settings, secrets),
    ...(problems.length > 0 && { problems }),
  };
}

function findMissing(settings: Settings, secrets: SettingsView['secrets']): SettingsView['missing'] {
  const { engine } = settings;
  const missing: SettingsView['missing'][number][] = [];
  if (secrets.notion === undefined) missing.push('notion-token');
  const lacking = engineLacks(engine, settings, (id) => secrets[id] !== undefined);
  missing.push(...lacking.map((one) => (one === 'key' ? 'engine-key' : one)));
  if (effectiveChoice({}, settings).model === '') missing.push('model');
  return missing;
}
