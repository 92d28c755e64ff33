import type { EngineId } from '../../lib/language-model/language-model.ts';
import { GEMINI_KEY_URL, OPENAI_KEY_URL } from '../errors/links.ts';
import { useClient } from '../hooks/client-context.tsx';
import { t } from '../i18n/translate.ts';
import { LinkButton } from '../ui/button.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { Select } from '../ui/select.tsx';
import { CompatibleServer, ServerExtras } from './compatible-server.tsx';
import { engineHosts } from './engine-hosts.ts';
import { engineProbe } from './engine-probe.ts';
import { ModelField } from './model-field.tsx';
import { requiredSecret } from './settings-draft.ts';
import { TestButton } from './test-button.tsx';
import { NO_PERMISSION, requestPermission, settle } from './use-save-settings.ts';
import type { SettingsForm } from './use-settings-form.ts';

const ENGINES: readonly EngineId[] = ['gemini', 'openai', 'compatible', 'chrome'];

export function EngineSection({ form }: { readonly form: SettingsForm }) {
  const client = useClient();
  const { engine, baseUrl } = form.settings;
  // The browser's own model has its place in the port and no adapter yet: nobody is offered what no run can use.
  const offered = ENGINES.filter((id) => id !== 'chrome' || engine === 'chrome');
  const test = () => {
    const permission = requestPermission(client, engineHosts(engine, baseUrl));
    return permission.then((granted) =>
      granted ? settle(client.call('settings.testEngine', { ...engineProbe(form), withAnswer: true })) : NO_PERMISSION,
    );
  };
  return (
    <section class="settings-section">
      <h2>{t('settings.ai')}</h2>
      <Select
        label={t('settings.engine')}
        value={engine}
        options={offered.map((value) => ({ value, label: t(`engine.${value}`) }))}
        onChange={(value) => form.edit({ engine: value })}
        hint={t(`settings.engine.cost.${engine}`)}
      />
      <EngineKey form={form} name="gemini" href={GEMINI_KEY_URL} />
      <EngineKey form={form} name="openai" href={OPENAI_KEY_URL} />
      {engine === 'compatible' && <CompatibleServer form={form} />}
      {engine !== 'chrome' && <ModelField key={engine} form={form} />}
      {engine === 'compatible' && <ServerExtras form={form} />}
      <TestButton label={t('settings.testEngine')} service="engine" test={test} />
    </section>
  );
}

interface EngineKeyProps {
  readonly form: SettingsForm;
  readonly name: 'gemini' | 'openai';
  readonly href: string;
}

function EngineKey({ form, name, href }: EngineKeyProps) {
  const typed = form.draft.secrets[name];
  const chosen = requiredSecret(form.settings.engine) === name;
  return (
    <>
      <SecretField
        label={t(`settings.key.${name}`)}
        value={typed === undefined ? '' : typed}
        saved={form.view.secrets[name]}
        onChange={(value) => form.editSecret(name, value)}
        required={chosen && !form.view.secrets[name]}
        error={form.missing.includes(name) ? t(`settings.missing.${name}`) : undefined}
      />
      <div>
        <LinkButton href={href} newTab size="small">
          {t(`settings.getKey.${name}`)}
        </LinkButton>
      </div>
    </>
  );
}
