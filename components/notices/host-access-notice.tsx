import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useMissingHosts } from '../hooks/use-missing-hosts.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** The browser withholds Notion's hosts: which ones, and the button that asks for them. */
export function HostAccessNotice() {
  const client = useClient();
  const missing = useMissingHosts() ?? [];
  // Asked for first thing in the click: both browsers refuse it outside of one.
  const grant = useAction(async () => {
    await client.requestHostPermission(missing);
  });
  if (missing.length === 0) return null;
  return (
    <>
      <Notice
        kind="warn"
        actions={
          <Button look="primary" size="small" onClick={() => grant.run()} disabled={grant.pending}>
            {t('notice.access.grant')}
          </Button>
        }
      >
        {t('notice.access', { hosts: formatList(missing.map((pattern) => pattern.replace(/^https:\/\/|\/\*$/g, ''))) })}
      </Notice>
      {grant.failure && <FailureNotice failure={grant.failure} onRetry={() => grant.run()} />}
    </>
  );
}
