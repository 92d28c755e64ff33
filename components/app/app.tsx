import { useEffect, useRef } from 'preact/hooks';

import { ConnectionsView } from '../connections/connections-view.tsx';
import { CreateView } from '../create/create-view.tsx';
import { ErrorBoundary } from '../errors/error-boundary.tsx';
import { FeedbackView } from '../feedback/feedback-view.tsx';
import { HomeView } from '../home/home-view.tsx';
import { t } from '../i18n/translate.ts';
import { HostAccessNotice } from '../notices/host-access-notice.tsx';
import { PromptsView } from '../prompts/prompts-view.tsx';
import { RunsView } from '../runs/runs-view.tsx';
import { SettingsDraftProvider } from '../settings-form/settings-draft-context.tsx';
import { SettingsView } from '../settings-form/settings-view.tsx';
import { UpgradeView } from '../upgrade/upgrade-view.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import { useRoute } from './route.ts';
import type { Route, View } from './route.ts';
import { Sidebar } from './sidebar.tsx';
import './app.css';

/** The options page: a sidebar and one view, chosen by the hash. */
export function App() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${t(`nav.${route.view}`)} · Visen`;
    // After a move inside the App the reader starts at the view's heading, unless the view put the focus into a field of its own.
    const isTaken = isField(document.activeElement) && main.current?.contains(document.activeElement) === true;
    if (!first.current && !isTaken) main.current?.querySelector<HTMLElement>('h1')?.focus();
    first.current = false;
  }, [route.view, route.id]);
  return (
    <div class="app">
      <a
        class="app-skip"
        href="#main"
        onClick={(event) => {
          // The hash belongs to the route.
          event.preventDefault();
          main.current?.querySelector<HTMLElement>('h1')?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <Sidebar view={route.view} />
      <main ref={main} class="app-main" id="main">
        <div class={WIDE.has(route.view) ? 'app-view app-view-wide' : 'app-view'}>
          <HostAccessNotice />
          <CommandWait />
          <SettingsDraftProvider>
            <ErrorBoundary key={`${route.view} ${route.id ?? ''}`}>
              <CurrentView route={route} />
            </ErrorBoundary>
          </SettingsDraftProvider>
        </div>
      </main>
    </div>
  );
}

const isField = (element: Element | null): boolean => element?.matches('input, select, textarea') ?? false;

const WIDE: ReadonlySet<View> = new Set(['connections', 'runs', 'settings']);

function CurrentView({ route }: { readonly route: Route }) {
  switch (route.view) {
    case 'home':
      return <HomeView />;
    case 'create':
      return <CreateView key={route.id ?? 'new'} route={route} />;
    case 'connections':
      return <ConnectionsView route={route} />;
    case 'runs':
      return <RunsView route={route} />;
    case 'prompts':
      return <PromptsView />;
    case 'settings':
      return <SettingsView query={route.query} />;
    case 'upgrade':
      return <UpgradeView />;
    case 'feedback':
      return <FeedbackView />;
  }
}
