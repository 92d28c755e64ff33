import { isUnprotected } from '../../lib/language-model/base-url.ts';
import { SERVICE_IDS, SERVICES, serviceOfUrl, type ServiceId } from '../../lib/language-model/compatible-services.ts';
import { t } from '../i18n/translate.ts';
import { LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { refusalOf } from './refused-field.ts';
import type { SettingsForm } from './use-settings-form.ts';

/** A server that speaks OpenAI's language: a known service fills the address and knows its ways, any other is typed. */
export function CompatibleServer({ form }: { readonly form: SettingsForm }) {
  const { settings, edit } = form;
  const service = settings.service ?? serviceOfUrl(settings.baseUrl);
  const { keyUrl } = SERVICES[service];
  const typed = form.draft.secrets.compatible;
  const choose = (id: ServiceId) => {
    if (id === service) return;
    // A model of one service is none of another; what was typed for a server of one's own stays with “Other”.
    const { baseUrl } = SERVICES[id];
    edit({ service: id, ...(baseUrl !== '' && { baseUrl }), models: { ...settings.models, compatible: '' } });
  };
  return (
    <>
      <Select
        label={t('settings.service')}
        value={service}
        options={SERVICE_IDS.map((id) => ({ value: id, label: SERVICES[id].name ?? t('settings.service.own') }))}
        onChange={choose}
        hint={t('settings.service.hint')}
      />
      <TextField
        label={t('settings.baseUrl')}
        type="url"
        value={settings.baseUrl}
        onInput={(baseUrl) => edit({ baseUrl })}
        placeholder="http://localhost:11434/v1"
        hint={t(service === 'azure' ? 'settings.baseUrl.hint.azure' : 'settings.baseUrl.hint')}
        required
        error={form.missing.includes('baseUrl') ? t('settings.missing.baseUrl') : undefined}
        errorId={refusalOf(form, 'baseUrl')}
      />
      {isUnprotected(settings.baseUrl) && <Notice kind="warn">{t('settings.baseUrl.unprotected')}</Notice>}
      <SecretField
        label={t('settings.key.compatible')}
        hint={t('settings.key.compatible.hint')}
        value={typed === undefined ? '' : typed}
        saved={form.view.secrets.compatible}
        onChange={(value) => form.editSecret('compatible', value)}
        errorId={refusalOf(form, 'compatible')}
      />
      {keyUrl !== undefined && (
        <div>
          <LinkButton href={keyUrl} newTab size="small">
            {t('settings.getKey.service', { service: SERVICES[service].name ?? '' })}
          </LinkButton>
        </div>
      )}
    </>
  );
}

const HEADER_EXAMPLE = 'X-Title: Visen';
const FIELDS_EXAMPLE = '{ "top_p": 0.9 }';

/** What few servers need, below what all do. */
export function ServerExtras({ form }: { readonly form: SettingsForm }) {
  const { settings, edit } = form;
  return (
    <>
      <TextField
        label={t('settings.contextWindow')}
        hint={t('settings.contextWindow.hint')}
        type="number"
        min={0}
        step={1}
        narrow
        value={settings.contextWindow ? String(settings.contextWindow) : ''}
        onInput={(text) => {
          const tokens = Number(text);
          if (Number.isInteger(tokens) && tokens >= 0) edit({ contextWindow: tokens });
        }}
      />
      <TextArea
        label={t('settings.moreHeaders')}
        hint={t('settings.moreHeaders.hint')}
        value={settings.moreHeaders ?? ''}
        onInput={(moreHeaders) => edit({ moreHeaders })}
        placeholder={HEADER_EXAMPLE}
        rows={2}
        errorId={refusalOf(form, 'moreHeaders')}
      />
      <TextArea
        label={t('settings.moreFields')}
        hint={t('settings.moreFields.hint')}
        value={settings.moreFields ?? ''}
        onInput={(moreFields) => edit({ moreFields })}
        placeholder={FIELDS_EXAMPLE}
        rows={2}
        errorId={refusalOf(form, 'moreFields')}
      />
    </>
  );
}
