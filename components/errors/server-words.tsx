import type { Failure } from '../../lib/shared/app-error.ts';
import { t } from '../i18n/translate.ts';
import './server-words.css';

/** What the server itself said about a failure, folded: its own words in its own language, for who wants to look them up. */
export function ServerWords({ failure }: { readonly failure: Failure }) {
  const said = failure.details?.['said'];
  if (typeof said !== 'string') return null;
  return (
    <details class="server-words">
      <summary>{t('failure.said')}</summary>
      <q>{said}</q>
    </details>
  );
}
