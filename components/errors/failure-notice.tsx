import { engineIdOf } from '../../lib/language-model/engines.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { ruleOf } from '../../lib/shared/error-rules.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useNow } from '../hooks/use-now.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { cureOf, failureText, remarkText } from './failure-text.ts';
import { INTEGRATIONS_URL } from './links.ts';
import { ServerWords } from './server-words.tsx';

interface FailureNoticeProps {
  readonly failure: Failure;
  /** Offered where trying again can help. */
  readonly onRetry?: (() => void) | undefined;
  /** The App is at the settings already. */
  readonly withoutSettings?: boolean;
  /** The run is done all the same; this is what there is to say about its answer. */
  readonly isRemark?: boolean;
  /** Whose failure it is, as runs store it. */
  readonly engine?: string | undefined;
}

/** Nobody has to act: it was asked for too early, that is all. */
const isWait = ({ code, retry }: Failure): boolean => retry === 'wait' && ruleOf(code).waitsFor !== undefined;

/** An error with its cure. */
export function FailureNotice({ failure, onRetry, withoutSettings, isRemark, engine }: FailureNoticeProps) {
  const client = useClient();
  const integrationName = useTopic('settings')?.integration?.integrationName;
  const now = useNow(failure.retryAt !== undefined);
  const cure = cureOf(failure.code);
  const context = { now, integrationName, engine: engineIdOf(engine) };
  if (isRemark) return <Notice kind="warn">{remarkText(failure, context)}</Notice>;
  return (
    <Notice
      kind={isWait(failure) ? 'wait' : 'error'}
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
      {failureText(failure, context)}
      <ServerWords failure={failure} />
    </Notice>
  );
}
