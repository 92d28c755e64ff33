import { ENGINES, needsKey } from '../language-model/engines.ts';
import { defaultModel } from '../language-model/model-catalog.ts';
import type { Failure } from '../shared/app-error.ts';
import type { Integration } from '../notion/integration.ts';
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
  if (ENGINES[engine].host === 'base-url' && settings.baseUrl === '') missing.push('base-url');
  if (needsKey(engine) && secrets[engine] === undefined) missing.push('engine-key');
  if (settings.models[engine] === '' && defaultModel(engine) === undefined) missing.push('model');
  return missing;
}
