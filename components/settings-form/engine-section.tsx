import { ENGINE_IDS, ENGINES, type KeyedEngineId, needsKey } from '../../lib/language-model/engines.ts';
import { engineName } from '../errors/engine-name.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useBuiltInModel } from '../hooks/use-built-in-model.ts';
import { t } from '../i18n/translate.ts';
import { LinkButton } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { Select } from '../ui/select.tsx';
import { BuiltInModelFields } from './built-in-model.tsx';
import { CompatibleServer, ServerExtras } from './compatible-server.tsx';
import { engineHosts } from './engine-hosts.ts';
import { EngineLimitsFields } from './engine-limits-fields.tsx';
import { engineProbe } from './engine-probe.ts';
import { ModelField } from './model-field.tsx';
import { offeredEngines } from './offered-engines.ts';
import { refusalOf } from './refused-field.ts';
import { TestButton } from './test-button.tsx';
import { NO_PERMISSION, requestPermission, settle } from './use-save-settings.ts';
import type { SettingsForm } from './use-settings-form.ts';

export function EngineSection({ form }: { readonly form: SettingsForm }) {
  const client = useClient();
  const { engine, baseUrl } = form.settings;
  const { host } = ENGINES[engine];
  const builtIn = useBuiltInModel();
  const test = () => {
    const permission = requestPermission(client, engineHosts(engine, baseUrl));
    return permission.then((granted) =>
      granted ? settle(client.call('settings.testEngine', { ...engineProbe(form), withAnswer: true })) : NO_PERMISSION,
    );
  };
  return (
    <section class="settings-section" data-section="ai">
      <h2>{t('settings.ai')}</h2>
      <Select
        label={t('settings.engine')}
        value={engine}
        options={offeredEngines(engine, builtIn).map((value) => ({ value, label: engineName(value) }))}
        onChange={(value) => form.edit({ engine: value })}
        hint={t(`settings.engine.cost.${engine}`)}
      />
      {needsKey(engine) && <EngineKey key={engine} form={form} name={engine} />}
      {host === 'base-url' && <CompatibleServer form={form} />}
      {host === 'device' && <BuiltInModelFields builtIn={builtIn} />}
      {host !== 'device' && <ModelField key={engine} form={form} />}
      {host === 'base-url' && <ServerExtras form={form} />}
      <EngineLimitsFields key={`limits-${engine}`} form={form} builtIn={builtIn} />
      <TestButton label={t('settings.testEngine')} service="engine" test={test} />
      <OtherKeys form={form} />
    </section>
  );
}

/** The keys of engines that are not chosen: kept at hand, out of the way. */
function OtherKeys({ form }: { readonly form: SettingsForm }) {
  const { engine } = form.settings;
  return (
    <Disclosure summary={t('settings.otherKeys')}>
      <div class="settings-group">
        <p class="field-hint">{t('settings.otherKeys.hint')}</p>
        {ENGINE_IDS.filter(needsKey)
          .filter((name) => name !== engine)
          .map((name) => (
            <EngineKey key={name} form={form} name={name} />
          ))}
      </div>
    </Disclosure>
  );
}

interface EngineKeyProps {
  readonly form: SettingsForm;
  readonly name: KeyedEngineId;
}

function EngineKey({ form, name }: EngineKeyProps) {
  const typed = form.draft.secrets[name];
  const chosen = form.settings.engine === name;
  return (
    <>
      <SecretField
        label={t(`settings.key.${name}`)}
        value={typed === undefined ? '' : typed}
        saved={form.view.secrets[name]}
        onChange={(value) => form.editSecret(name, value)}
        required={chosen && !form.view.secrets[name]}
        error={form.missing.includes(name) ? t(`settings.missing.${name}`) : undefined}
        errorId={refusalOf(form, name)}
      />
      <div>
        <LinkButton href={ENGINES[name].keyUrl ?? ''} newTab size="small">
          {t(`settings.getKey.${name}`)}
        </LinkButton>
      </div>
    </>
  );
}
