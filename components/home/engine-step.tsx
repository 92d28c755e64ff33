import { useState } from 'preact/hooks';

import { ENGINES, type KeyedEngineId, needsKey } from '../../lib/language-model/engines.ts';
import type { CheckResult } from '../../lib/settings/settings-commands.ts';
import { toFailure } from '../../lib/shared/app-error.ts';
import { engineName } from '../errors/engine-name.ts';
import { useClient, type VisenClient } from '../hooks/client-context.tsx';
import { useBuiltInModel } from '../hooks/use-built-in-model.ts';
import { t } from '../i18n/translate.ts';
import { CheckLine } from '../settings-form/check-line.tsx';
import { offeredEngines } from '../settings-form/offered-engines.ts';
import { engineHosts } from '../settings-form/engine-hosts.ts';
import { type SettingsDraft, trimSecrets } from '../settings-form/settings-draft.ts';
import { NO_PERMISSION, requestPermission, settle } from '../settings-form/use-save-settings.ts';
import type { SettingsForm } from '../settings-form/use-settings-form.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { SecretField } from '../ui/secret-field.tsx';

/** The engines, and the key of the chosen one alone. */
export function EngineStep({ form }: { readonly form: SettingsForm }) {
  const { engine } = form.settings;
  const builtIn = useBuiltInModel();
  return (
    <div class="stack-tight">
      <div class="engine-choices" role="radiogroup" aria-label={t('settings.engine')}>
        {offeredEngines(engine, builtIn).map((choice) => (
          <label key={choice} class="engine-choice">
            <input
              type="radio"
              name="engine"
              checked={engine === choice}
              onChange={() => form.edit({ engine: choice })}
            />
            <span>
              <strong>{engineName(choice)}</strong>
              <span class="soft small">{t(`home.engine.${choice}`)}</span>
            </span>
          </label>
        ))}
      </div>
      {needsKey(engine) ? (
        <KeyOf key={engine} form={form} engine={engine} />
      ) : (
        <div>
          <p class="soft small">{ENGINES[engine].host === 'device' ? t('builtIn.limits') : t('home.engine.server')}</p>
          <LinkButton href="#/settings">{t('home.step.engine.go')}</LinkButton>
        </div>
      )}
    </div>
  );
}

function KeyOf({ form, engine }: { readonly form: SettingsForm; readonly engine: KeyedEngineId }) {
  const client = useClient();
  const typed = form.draft.secrets[engine] ?? '';
  const [check, setCheck] = useState<{ readonly result?: CheckResult } | undefined>();
  const isRunning = check !== undefined && check.result === undefined;
  const connect = () => {
    // Asked for first thing in the click: the browser takes it at no other moment.
    const permission = requestPermission(client, engineHosts(engine, form.settings.baseUrl));
    const sent = { settings: form.draft.settings, secrets: trimSecrets({ [engine]: typed }) };
    setCheck({});
    void saveAndTest(client, engine, sent, permission).then((result) => {
      setCheck({ result });
      if (result.outcome !== 'failed') form.discardSent(sent);
    });
  };
  return (
    <>
      <SecretField
        label={t(`settings.key.${engine}`)}
        value={typed}
        saved={form.view.secrets[engine]}
        onChange={(value) => form.editSecret(engine, value ?? '')}
      />
      <div class="row">
        <Button look="primary" onClick={connect} disabled={typed.trim() === '' || isRunning}>
          {t('home.engine.connect')}
        </Button>
        <LinkButton href={ENGINES[engine].keyUrl ?? ''} newTab size="small">
          {t(`settings.getKey.${engine}`)}
        </LinkButton>
      </div>
      <p class="soft small">{t(`settings.engine.cost.${engine}`)}</p>
      <div aria-live="polite">{check && <CheckLine service="engine" result={check.result} />}</div>
    </>
  );
}

/** Never rejects: what went wrong is the result. */
async function saveAndTest(
  client: VisenClient,
  engine: KeyedEngineId,
  sent: SettingsDraft,
  permission: Promise<boolean>,
): Promise<CheckResult> {
  try {
    await client.call('settings.save', sent);
    if (!(await permission)) return NO_PERMISSION;
    return await settle(client.call('settings.testEngine', { engine }));
  } catch (error) {
    return { outcome: 'failed', milliseconds: 0, failure: toFailure(error) };
  }
}
