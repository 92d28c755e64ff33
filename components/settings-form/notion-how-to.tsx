import { t } from '../i18n/translate.ts';
import { Disclosure } from '../ui/disclosure.tsx';

const STEPS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** The way to a token, in words. */
export function NotionHowTo() {
  return (
    <Disclosure summary={t('settings.howTo')}>
      <ol class="settings-steps">
        {STEPS.map((step) => (
          <li key={step}>{t(`settings.howTo.${step}`)}</li>
        ))}
      </ol>
      <p>{t('settings.howTo.share')}</p>
      <p>{t('settings.howTo.personal')}</p>
    </Disclosure>
  );
}
