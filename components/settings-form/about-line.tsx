import { t } from '../i18n/translate.ts';

/** Whose work Visen holds, and whose it is not. The notices are written by each build from what it holds. */
export function AboutLine() {
  return (
    <p class="soft small">
      {t('about.notAffiliated')}{' '}
      <a href="third-party-notices.txt" target="_blank" rel="noopener noreferrer">
        {t('about.notices')}
      </a>
    </p>
  );
}
