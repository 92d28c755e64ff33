/** What a person changed in the form and did not save yet, and what follows from it. Pure. */
import { type KeyedEngineId, needsKey } from '../../lib/language-model/engines.ts';
import type { SecretChange } from '../../lib/settings/settings-commands.ts';
import type { SecretName, Settings, SettingsView } from '../../lib/settings/settings.ts';
import { engineLacks } from '../../lib/settings/engine-set-up.ts';

export interface SettingsDraft {
  readonly settings: Partial<Settings>;
  readonly secrets: SecretChange;
}

export const EMPTY_DRAFT: SettingsDraft = { settings: {}, secrets: {} };

/** Holds what was typed, also where it is as saved: a save that is on its way may change what that is. */
export function editSettings(draft: SettingsDraft, change: Partial<Settings>): SettingsDraft {
  return { ...draft, settings: { ...draft.settings, ...change } };
}

/** The draft after `sent` was stored: what was typed since then is still to be saved. */
export function withoutSent(draft: SettingsDraft, sent: SettingsDraft): SettingsDraft {
  const isOpen = (now: unknown, then: unknown): boolean => JSON.stringify(now) !== JSON.stringify(then);
  const open = <T extends object>(now: T, then: T): T =>
    Object.fromEntries(Object.entries(now).filter(([name, value]) => isOpen(value, then[name as keyof T]))) as T;
  return { settings: open(draft.settings, sent.settings), secrets: open(draft.secrets, sent.secrets) };
}

/** The draft without what is saved already: going back to that is no change. */
export function withoutSaved(draft: SettingsDraft, saved: Settings): SettingsDraft {
  const kept = Object.entries(draft.settings).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(saved[name as keyof Settings]),
  );
  return { ...draft, settings: Object.fromEntries(kept) as Partial<Settings> };
}

/** Whether anything of it is still to be saved. */
export function isDirty({ settings, secrets }: SettingsDraft): boolean {
  return Object.keys(settings).length > 0 || Object.keys(secrets).length > 0;
}

/** Text replaces a secret, `null` removes it, empty text leaves it as it is. */
export function editSecret(draft: SettingsDraft, name: SecretName, value: string | null): SettingsDraft {
  const { [name]: _old, ...others } = draft.secrets;
  return { ...draft, secrets: value === '' ? others : { ...others, [name]: value } };
}

/** The secrets as they are to be sent: pasted keys often bring spaces or a line end with them. */
export function trimSecrets(secrets: SecretChange): SecretChange {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]),
  );
}

/** Whether there will be such a secret after the next save. */
export function hasSecret(draft: SettingsDraft, view: SettingsView, name: SecretName): boolean {
  const change = draft.secrets[name];
  return change === undefined ? view.secrets[name] !== undefined : change !== null && change.trim() !== '';
}

export type MissingField = 'notion' | KeyedEngineId | 'baseUrl';

/** Fields that must be filled before a first Generate. */
export function missingFields(draft: SettingsDraft, view: SettingsView): readonly MissingField[] {
  const settings = { ...view.settings, ...draft.settings };
  const { engine } = settings;
  const lacking = engineLacks(engine, settings, (id) => hasSecret(draft, view, id));
  return [
    ...(hasSecret(draft, view, 'notion') ? [] : (['notion'] as const)),
    ...lacking.flatMap((one) => (one === 'base-url' ? (['baseUrl'] as const) : needsKey(engine) ? [engine] : [])),
  ];
}
