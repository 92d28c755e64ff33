import { t } from '../i18n/translate.ts';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { SettingsForm } from './use-settings-form.ts';

const LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'pt', 'nl', 'pl', 'tr', 'ja', 'ko', 'zh'] as const;

export function WritingSection({ form }: { readonly form: SettingsForm }) {
  return (
    <section class="settings-section">
      <h2>{t('settings.writing')}</h2>
      <TextField
        label={t('settings.outputLanguage')}
        value={form.settings.outputLanguage}
        onInput={(outputLanguage) => form.edit({ outputLanguage })}
        suggestions={LANGUAGES.map((tag) => ({ value: nameOf(tag) }))}
        hint={t('settings.outputLanguage.hint')}
      />
      <TextArea
        label={t('settings.system')}
        value={form.settings.systemInstructions}
        onInput={(systemInstructions) => form.edit({ systemInstructions })}
        hint={t('settings.system.hint')}
        rows={4}
      />
    </section>
  );
}

/** A language in its own words: models and people both understand it. */
function nameOf(tag: string): string {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}
