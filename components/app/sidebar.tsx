import { Gauge, History, House, Library, MessageSquare, PenLine, Plug, Settings } from 'lucide';
import type { IconNode } from 'lucide';

import type { RunSummary } from '../../lib/runs/run-views.ts';
import { useTopicPart } from '../hooks/use-throttled-topic.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { isEnded } from '../run-status/run-text.ts';
import { Icon } from '../ui/icon.tsx';
import { Mark } from '../ui/mark.tsx';
import { VIEWS } from './route.ts';
import type { View } from './route.ts';
import { usageText } from './usage-text.ts';

const ICONS: Readonly<Record<View, IconNode>> = {
  home: House,
  create: PenLine,
  connections: Plug,
  runs: History,
  prompts: Library,
  settings: Settings,
  upgrade: Gauge,
  feedback: MessageSquare,
};

/** Where one can go, who is signed in, and what is used of the plan. */
export function Sidebar({ view }: { readonly view: View }) {
  return (
    <nav class="sidebar" aria-label={t('nav.label')}>
      <div class="sidebar-brand">
        <Mark size={20} />
        <span class="sidebar-word">{t('app.name')}</span>
      </div>
      <NavList view={view} />
    </nav>
  );
}

const countGoing = (runs: readonly RunSummary[]) => runs.filter(({ state }) => !isEnded(state)).length;

/** The views as links, who is signed in, and what is used of the plan. */
export function NavList({ view }: { readonly view: View }) {
  const going = useTopicPart('runs', countGoing) ?? 0;
  return (
    <>
      <ul class="sidebar-links">
        {VIEWS.map((name) => (
          <li key={name}>
            <a
              class="sidebar-link"
              href={`#/${name}`}
              title={t(`nav.${name}`)}
              {...(name === view && { 'aria-current': 'page' })}
            >
              <Icon node={ICONS[name]} />
              <span class="sidebar-word">{t(`nav.${name}`)}</span>
              {name === 'runs' && going > 0 && (
                <span class="sidebar-badge" aria-hidden="true">
                  {going}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
      <Account />
    </>
  );
}

function Account() {
  const settings = useTopic('settings');
  const usage = useTopic('usage');
  const integration = settings?.integration;
  return (
    <div class="sidebar-account">
      {settings && !integration && <p>{t('account.none')}</p>}
      {integration && (
        <p>
          <span class="sidebar-workspace">{integration.workspaceName}</span>
          <br />
          {integration.integrationName}
        </p>
      )}
      {usage && <p>{usageText(usage)}</p>}
      {usage && <UsageRing usage={usage} />}
    </div>
  );
}

/** Where there is no room for the words: how much of the plan is used, which a tooltip says in numbers. */
function UsageRing({ usage }: { readonly usage: { readonly used: number; readonly limit?: number } }) {
  const share = usage.limit === undefined ? 0 : Math.min(1, usage.used / Math.max(1, usage.limit));
  return (
    <span class="sidebar-ring" aria-hidden="true" title={usageText(usage)} style={{ '--share': `${share * 360}deg` }} />
  );
}
