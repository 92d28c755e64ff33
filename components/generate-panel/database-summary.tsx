import type { Connection, Target } from '../../lib/connections/connection.ts';
import { t } from '../i18n/translate.ts';
import { LinkButton } from '../ui/button.tsx';

interface DatabaseSummaryProps {
  readonly target: Target;
  readonly connection?: Connection | undefined;
}

/** Rows need room: the App has it. */
export function DatabaseSummary({ target, connection }: DatabaseSummaryProps) {
  const route = connection
    ? `#/create/${encodeURIComponent(connection.id)}`
    : `#/create?type=database&url=${encodeURIComponent(target.url)}`;
  return (
    <>
      <p class="soft">{t('panel.database')}</p>
      {connection && (
        <p class="small">
          {t('panel.database.counts', { done: connection.stats.rowsDone, failed: connection.stats.rowsFailed })}
        </p>
      )}
      <div>
        <LinkButton href={`options.html${route}`} look="primary" newTab>
          {t('panel.database.open')}
        </LinkButton>
      </div>
    </>
  );
}
