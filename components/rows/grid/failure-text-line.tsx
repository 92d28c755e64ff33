import type { Failure } from '../../../lib/shared/app-error.ts';
import { cureOf, failureText } from '../../errors/failure-text.ts';
import { INTEGRATIONS_URL } from '../../errors/links.ts';
import { ServerWords } from '../../errors/server-words.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { useTopic } from '../../hooks/use-topic.ts';
import { t } from '../../i18n/translate.ts';

/** A failure and its cure in one line: a box for each of a hundred rows would bury the rows. */
export function FailureText({ failure, isPlain }: { readonly failure: Failure; readonly isPlain?: boolean }) {
  const integrationName = useTopic('settings')?.integration?.integrationName;
  const now = useNow(failure.retryAt !== undefined);
  const cure = cureOf(failure.code);
  // In a cell of the grid, links would be tab stops: the whole cell has them.
  if (isPlain) return <>{failureText(failure, { now, integrationName })}</>;
  return (
    <span class="small">
      {failureText(failure, { now, integrationName })}{' '}
      {(cure === 'settings' || cure === 'upgrade') && (
        <a href={`options.html#/${cure}`}>{t(cure === 'settings' ? 'cure.settings' : 'cure.upgrade')}</a>
      )}
      {cure === 'integrations' && (
        <a href={INTEGRATIONS_URL} target="_blank" rel="noopener noreferrer">
          {t('cure.integrations')}
        </a>
      )}
      <ServerWords failure={failure} />
    </span>
  );
}
