import type { Failure } from '../../lib/shared/app-error.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useNow } from '../hooks/use-now.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { cureOf, failureText } from './failure-text.ts';
import { INTEGRATIONS_URL } from './links.ts';

interface FailureNoticeProps {
  readonly failure: Failure;
  /** Offered where trying again can help. */
  readonly onRetry?: (() => void) | undefined;
  /** The App is at the settings already. */
  readonly withoutSettings?: boolean;
}

/** An error with its cure. */
export function FailureNotice({ failure, onRetry, withoutSettings }: FailureNoticeProps) {
  const client = useClient();
  const integrationName = useTopic('settings')?.integration?.integrationName;
  const now = useNow(failure.retryAt !== undefined);
  const cure = cureOf(failure.code);
  return (
    <Notice
      kind="error"
      actions={
        <>
          {cure === 'settings' && !withoutSettings && (
            <Button size="small" onClick={() => client.openApp('#/settings')}>
              {t('cure.settings')}
            </Button>
          )}
          {cure === 'upgrade' && (
            <Button size="small" onClick={() => client.openApp('#/upgrade')}>
              {t('cure.upgrade')}
            </Button>
          )}
          {cure === 'integrations' && (
            <LinkButton size="small" href={INTEGRATIONS_URL} newTab>
              {t('cure.integrations')}
            </LinkButton>
          )}
          {onRetry && (cure === 'retry' || cure === 'integrations' || cure === 'settings') && (
            <Button size="small" onClick={onRetry}>
              {t('cure.retry')}
            </Button>
          )}
        </>
      }
    >
      {failureText(failure, { now, integrationName })}
    </Notice>
  );
}
