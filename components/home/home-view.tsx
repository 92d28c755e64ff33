import { Settings } from 'lucide';

import { ViewHeader } from '../app/view-header.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { KeptFilledList } from '../keep-filled/kept-filled-list.tsx';
import { OnceNotices } from '../notices/once-notices.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { FirstSteps } from './first-steps.tsx';
import { NeedsALook } from './needs-a-look.tsx';
import { RecentConnections } from './recent-connections.tsx';
import { RunningNow } from './running-now.tsx';
import './home.css';

/** First run: three steps to the first text, with their fields. Afterwards: what goes on, what needs a look, what was recent. */
export function HomeView() {
  const settings = useTopic('settings');
  const runs = useTopic('runs');
  const isSetUp = settings !== undefined && settings.missing.length === 0 && settings.integration !== undefined;
  const isUsed = isSetUp && (runs?.some((run) => run.prompts > 0) ?? false);
  return (
    <>
      <ViewHeader title={t('home.title')} {...(!isUsed && { lead: t('home.lead') })}>
        <a
          class="button button-quiet button-icon"
          href="#/settings"
          aria-label={t('nav.settings')}
          title={t('nav.settings')}
        >
          <Icon node={Settings} size={18} />
        </a>
      </ViewHeader>
      {isUsed && <OnceNotices />}
      {settings && runs && !isUsed && <FirstSteps view={settings} />}
      {isUsed && (
        <div>
          <LinkButton href="#/create" look="primary">
            {t('home.step.first.go')}
          </LinkButton>
        </div>
      )}
      {runs && <RunningNow runs={runs} />}
      {runs && <NeedsALook runs={runs} />}
      <KeptFilledList />
      <RecentConnections />
    </>
  );
}
