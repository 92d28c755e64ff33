import { useState } from 'preact/hooks';

import type { CheckResult } from '../../lib/settings/settings-commands.ts';
import type { MirrorView } from '../../lib/mirror/mirror-view.ts';
import { toFailure } from '../../lib/shared/app-error.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { useClient } from '../hooks/client-context.tsx';
import type { VisenClient } from '../hooks/client-context.tsx';
import { engineHosts } from './engine-hosts.ts';
import { refusedField } from './refused-field.ts';
import { trimSecrets } from './settings-draft.ts';
import type { SettingsForm } from './use-settings-form.ts';

/** What a check said; absent while it runs. */
export type CheckState = { readonly result?: CheckResult };
export type MirrorCheck = { readonly view?: MirrorView; readonly failure?: Failure };

export interface SaveState {
  readonly phase: 'idle' | 'saving' | 'saved' | 'failed';
  readonly failure?: Failure;
  readonly notion?: CheckState;
  readonly engine?: CheckState;
  readonly mirror?: MirrorCheck;
}

/**
 * Save: the engine's host is asked for first thing in the click, the settings are stored without waiting for the answer,
 * and each service is checked by itself.
 */
export function useSaveSettings(form: SettingsForm): { readonly state: SaveState; readonly save: () => void } {
  const client = useClient();
  const [state, setState] = useState<SaveState>({ phase: 'idle' });
  const add = (part: Partial<SaveState>) => setState((now) => ({ ...now, ...part }));
  const save = () => {
    if (state.phase === 'saving') return;
    const { engine, baseUrl, engineLimits } = form.settings;
    // Also of the engine that goes on when the day is used up: no run can ask for it.
    const used = [engine, engineLimits?.[engine]?.whenSpent ?? engine];
    const permission = requestPermission(client, [...new Set(used.flatMap((id) => engineHosts(id, baseUrl)))]);
    form.showMissing(true);
    form.showRefused(undefined);
    setState({ phase: 'saving' });
    store(client, form).then(
      () => {
        form.discardSent(form.draft);
        setState({ phase: 'saved', notion: {}, engine: {} });
        void checkAll(client, form, permission, add);
      },
      (error: unknown) => {
        const failure = toFailure(error);
        form.showRefused(refusedField(failure));
        setState({ phase: 'failed', failure });
      },
    );
  };
  return { state, save };
}

async function store(client: VisenClient, form: SettingsForm): Promise<void> {
  await client.call('settings.save', { settings: form.draft.settings, secrets: trimSecrets(form.draft.secrets) });
}

/** False where the person or the browser refused; never rejects. */
export async function requestPermission(client: VisenClient, patterns: readonly string[]): Promise<boolean> {
  if (patterns.length === 0) return true;
  try {
    return await client.requestHostPermission(patterns);
  } catch {
    // A host that the manifest does not allow at all (plain http in a local network): the check says it in words.
    return false;
  }
}

async function checkAll(
  client: VisenClient,
  form: SettingsForm,
  permission: Promise<boolean>,
  add: (part: Partial<SaveState>) => void,
): Promise<void> {
  const { engine, connectionsDatabaseUrl } = form.settings;
  await Promise.all([
    settle(client.call('settings.testNotion', {})).then((result) => add({ notion: { result } })),
    permission
      .then((granted) => (granted ? settle(client.call('settings.testEngine', { engine })) : NO_PERMISSION))
      .then((result) => add({ engine: { result } })),
    ...(connectionsDatabaseUrl.trim() ? [checkMirror(client, connectionsDatabaseUrl.trim(), add)] : []),
  ]);
}

export const NO_PERMISSION: CheckResult = {
  outcome: 'failed',
  milliseconds: 0,
  failure: { code: 'engine-permission', retry: 'never' },
};

/** A check that could not even be asked for is a failed one. */
export async function settle(check: Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await check;
  } catch (error) {
    return { outcome: 'failed', milliseconds: 0, failure: toFailure(error) };
  }
}

async function checkMirror(client: VisenClient, url: string, add: (part: Partial<SaveState>) => void): Promise<void> {
  try {
    add({ mirror: { view: await client.call('mirror.check', { url }) } });
  } catch (error) {
    add({ mirror: { failure: toFailure(error) } });
  }
}
