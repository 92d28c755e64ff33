import { INTEGRATIONS_URL } from '../errors/links.ts';
import { useClient } from '../hooks/client-context.tsx';
import { t } from '../i18n/translate.ts';
import { LinkButton } from '../ui/button.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { ConnectionsDatabaseField } from './connections-database-field.tsx';
import { NotionHowTo } from './notion-how-to.tsx';
import { refusalOf } from './refused-field.ts';
import { TestButton } from './test-button.tsx';
import { settle } from './use-save-settings.ts';
import type { SettingsForm } from './use-settings-form.ts';

export function NotionSection({ form }: { readonly form: SettingsForm }) {
  const client = useClient();
  const typed = form.draft.secrets.notion;
  return (
    <section class="settings-section" data-section="notion">
      <h2>{t('settings.notion')}</h2>
      <SecretField
        label={t('settings.notionToken')}
        hint={t('settings.notionToken.hint')}
        value={typed === undefined ? '' : typed}
        saved={form.view.secrets.notion}
        onChange={(value) => form.editSecret('notion', value)}
        required={!form.view.secrets.notion}
        error={form.missing.includes('notion') ? t('settings.missing.notion') : undefined}
        errorId={refusalOf(form, 'notion')}
      />
      <div class="row">
        <LinkButton href={INTEGRATIONS_URL} newTab size="small">
          {t('settings.openIntegrations')}
        </LinkButton>
      </div>
      <NotionHowTo />
      <TestButton
        label={t('settings.testNotion')}
        service="notion"
        test={() => settle(client.call('settings.testNotion', typed ? { token: typed.trim() } : {}))}
      />
      <ConnectionsDatabaseField form={form} />
    </section>
  );
}
