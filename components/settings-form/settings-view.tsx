import { useState } from 'preact/hooks';

import type { SecretName, SettingsView as SettingsState } from '../../lib/settings/settings.ts';
import { engineName } from '../errors/engine-name.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useTopicState } from '../hooks/use-topic.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { AboutLine } from './about-line.tsx';
import { ClearDialog } from './clear-dialog.tsx';
import { EngineSection } from './engine-section.tsx';
import { LimitsSection } from './limits-section.tsx';
import { NotionSection } from './notion-section.tsx';
import { PassphraseSection } from './passphrase-section.tsx';
import { SaveStatus } from './save-status.tsx';
import { sectionOf, SettingsSections } from './settings-sections.tsx';
import { TransferSection } from './transfer-section.tsx';
import { useSaveSettings } from './use-save-settings.ts';
import { useSettingsForm } from './use-settings-form.ts';
import { WritingSection } from './writing-section.tsx';
import './settings-form.css';

export function SettingsView({ query }: { readonly query: URLSearchParams }) {
  const { value, failure } = useTopicState('settings');
  return (
    <>
      <ViewHeader title={t('nav.settings')} lead={t('settings.lead')} />
      {failure && <FailureNotice failure={failure} withoutSettings />}
      {value && (
        <div class="settings-page">
          <SettingsSections at={sectionOf(query)} />
          <SettingsFormView view={value} />
        </div>
      )}
    </>
  );
}

function SettingsFormView({ view }: { readonly view: SettingsState }) {
  const form = useSettingsForm(view);
  const { state, save } = useSaveSettings(form);
  const [dialog, setDialog] = useState<'none' | 'clear' | 'cleared'>('none');
  return (
    <>
      <form
        class="settings-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setDialog('none');
          save();
        }}
      >
        {view.forgotten && (
          <Notice kind="warn">{t('settings.forgotten', { keys: formatList(view.forgotten.map(secretLabel)) })}</Notice>
        )}
        <NotionSection form={form} />
        <EngineSection form={form} />
        <WritingSection form={form} />
        <LimitsSection form={form} />
        <PassphraseSection view={view} />
        <TransferSection view={view} />
        <div class="settings-bar">
          <div class="row">
            <Button type="submit" look="primary" disabled={state.phase === 'saving'}>
              {t('settings.save')}
            </Button>
            <Button look="quiet" popup="dialog" onClick={() => setDialog('clear')}>
              {t('settings.clear')}
            </Button>
            {form.dirty && <span class="soft small">{t('settings.unsaved')}</span>}
          </div>
          <SaveStatus state={state} cleared={dialog === 'cleared'} />
        </div>
      </form>
      <AboutLine />
      {dialog === 'clear' && (
        <ClearDialog
          onClose={() => setDialog('none')}
          onCleared={() => {
            form.discard();
            form.showMissing(false);
            setDialog('cleared');
          }}
        />
      )}
    </>
  );
}

const secretLabel = (name: SecretName): string => (name === 'notion' ? 'Notion' : engineName(name));
