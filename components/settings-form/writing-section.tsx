import { OUTPUT_LANGUAGES } from '../generate-options/output-languages.ts';
import { t } from '../i18n/translate.ts';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { LanguageField } from './language-field.tsx';
import type { SettingsForm } from './use-settings-form.ts';

export function WritingSection({ form }: { readonly form: SettingsForm }) {
  return (
    <section class="settings-section" data-section="writing">
      <h2>{t('settings.writing')}</h2>
      <LanguageField />
      <TextField
        label={t('settings.outputLanguage')}
        value={form.settings.outputLanguage}
        onInput={(outputLanguage) => form.edit({ outputLanguage })}
        suggestions={OUTPUT_LANGUAGES}
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
