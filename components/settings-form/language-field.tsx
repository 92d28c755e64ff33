import { useState } from 'preact/hooks';

import { useClient } from '../hooks/client-context.tsx';
import { chooseInterfaceLanguage, readChosenLanguage } from '../i18n/chosen-language.ts';
import { ALL_LANGUAGES, LANGUAGES, type Language } from '../i18n/languages.ts';
import { browserLanguage, t } from '../i18n/translate.ts';
import { Select } from '../ui/select.tsx';

/** The language of Visen itself. Acts at once, in every window. */
export function LanguageField() {
  const client = useClient();
  const [chosen, setChosen] = useState<Language | ''>(readChosenLanguage() ?? '');
  return (
    <Select
      label={t('settings.language')}
      value={chosen}
      options={[
        { value: '', label: t('settings.language.browser', { language: LANGUAGES[browserLanguage] }) },
        ...ALL_LANGUAGES.map((value) => ({ value, label: LANGUAGES[value] })),
      ]}
      onChange={(value) => {
        setChosen(value);
        chooseInterfaceLanguage(value === '' ? undefined : value);
        // The browser's menu is not ours to draw again; what goes wrong with it keeps nobody from reading the rest.
        client.call('menu.language', { language: value }).catch(reportError);
      }}
      hint={t('settings.language.hint')}
    />
  );
}
