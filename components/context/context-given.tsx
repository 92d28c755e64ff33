import type { UsedContext } from '../../lib/context/context-source.ts';
import { t } from '../i18n/translate.ts';
import './context.css';

/** What the model was given of each page and database: how much, and which rows. */
export function ContextGiven({ context }: { readonly context: readonly UsedContext[] }) {
  return (
    <ul class="context-given">
      {context.map((used, at) => (
        <li key={used.title + String(at)}>
          {amountOf(used)}
          {used.rows && used.rows.length > 0 && <span class="soft">{used.rows.join(' · ')}</span>}
        </li>
      ))}
    </ul>
  );
}

function amountOf({ title, characters, cutFrom, rows, rowsOf = 0 }: UsedContext): string {
  if (rows) return t('runs.details.context.rows', { title, given: rows.length, total: rowsOf });
  if (characters === 0 && cutFrom !== undefined) return t('runs.details.context.none', { title });
  if (cutFrom === undefined) return t('runs.details.context.whole', { title });
  return t('runs.details.context.cut', { title, given: characters, total: cutFrom });
}
