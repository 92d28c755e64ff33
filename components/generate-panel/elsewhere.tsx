import { RecentConnections } from '../home/recent-connections.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useMissingHosts } from '../hooks/use-missing-hosts.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { RecentRuns } from './recent-runs.tsx';

const LINKS = ['create', 'connections', 'runs', 'settings'] as const;

/** Where no Notion page is open: what was worked on last, and the ways into the App. */
export function Elsewhere() {
  const client = useClient();
  // Nothing is said of the tab before it is known that it may be seen.
  const maySee = useMissingHosts()?.length === 0;
  return (
    <>
      {maySee && <p class="soft">{t('panel.elsewhere')}</p>}
      <RecentConnections base="options.html" />
      <RecentRuns />
      <div>
        <Button look="primary" onClick={() => client.openApp('#/home')}>
          {t('panel.openVisen')}
        </Button>
      </div>
      <nav class="quick-links" aria-label={t('panel.links')}>
        {LINKS.map((view) => (
          <a key={view} class="small" href={`options.html#/${view}`} target="_blank">
            {t(`nav.${view}`)}
          </a>
        ))}
      </nav>
    </>
  );
}
