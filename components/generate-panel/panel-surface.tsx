/** Popup and side panel: what a tab shows decides what is offered. */
import type { PanelContext } from '../../lib/messaging/protocol.ts';
import { usageText } from '../app/usage-text.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { RecentConnections } from '../home/recent-connections.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { OnceNotices } from '../notices/once-notices.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Mark } from '../ui/mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TargetPanel } from './target-panel.tsx';
import { usePanelContext } from './use-panel-context.ts';
import './generate-panel.css';

interface PanelSurfaceProps {
  readonly kind: 'popup' | 'sidepanel';
  /** The tab that this surface belongs to. */
  readonly tabId: number;
}

export function PanelSurface({ kind, tabId }: PanelSurfaceProps) {
  const client = useClient();
  const usage = useTopic('usage');
  const { context, moved, failure, reload, follow, setTouched } = usePanelContext(tabId);
  return (
    <main class={`surface surface-${kind}`}>
      <header class="surface-head">
        <Mark size={18} />
        <h1>{t('app.name')}</h1>
        {usage && <span class="surface-usage soft small">{usageText(usage)}</span>}
      </header>
      <OnceNotices />
      {failure && <FailureNotice failure={failure} onRetry={reload} />}
      {moved && (
        <Notice
          kind="warn"
          actions={
            <Button size="small" onClick={follow}>
              {t('panel.moved.follow')}
            </Button>
          }
        >
          {t('panel.moved')}
        </Notice>
      )}
      {!context && !failure && <Spinner text={t('panel.loading')} />}
      {context && <PanelContent context={context} onTouched={setTouched} />}
      {context && (
        <div>
          <Button look="quiet" size="small" onClick={() => client.openApp('#/home')}>
            {t('panel.openVisen')}
          </Button>
        </div>
      )}
    </main>
  );
}

interface PanelContentProps {
  readonly context: PanelContext;
  readonly onTouched: (touched: boolean) => void;
}

function PanelContent({ context, onTouched }: PanelContentProps) {
  const client = useClient();
  if (!context.configured) {
    return (
      <Notice
        actions={
          <Button look="primary" size="small" onClick={() => client.openApp('#/home')}>
            {t('panel.setUp.go')}
          </Button>
        }
      >
        {t('panel.setUp')}
      </Notice>
    );
  }
  if (!context.pageId) {
    return (
      <>
        <EmptyState text={t('panel.elsewhere')} />
        <RecentConnections base="options.html" />
      </>
    );
  }
  return <TargetPanel key={context.pageId} pageId={context.pageId} context={context} onTouched={onTouched} />;
}
