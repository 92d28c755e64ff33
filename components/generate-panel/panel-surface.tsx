/** Popup and side panel: what a tab shows decides what is offered. */
import { SquareArrowOutUpRight } from 'lucide';

import type { PanelContext } from '../../lib/panel/panel-commands.ts';
import { usageText } from '../app/usage-text.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { HostAccessNotice } from '../notices/host-access-notice.tsx';
import { OnceNotices } from '../notices/once-notices.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Mark } from '../ui/mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { CommandWait } from '../waits/wait-line.tsx';
import { Elsewhere } from './elsewhere.tsx';
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
  const { context, moved, failure, reload, follow, setTouched } = usePanelContext(tabId);
  const hasTarget = context?.configured === true && context.pageId !== undefined;
  const isElsewhere = context?.configured === true && context.pageId === undefined;
  return (
    <main class={`surface surface-${kind}`}>
      <header class={`surface-head ${hasTarget ? 'has-target' : ''}`}>
        <span class={hasTarget ? 'visually-hidden' : 'surface-brand'}>
          <Mark size={18} />
          <h1>{t('app.name')}</h1>
        </span>
        {!isElsewhere && (
          <Button look="quiet" size="icon" name={t('panel.openVisen')} onClick={() => client.openApp('#/home')}>
            <Icon node={SquareArrowOutUpRight} />
          </Button>
        )}
      </header>
      <HostAccessNotice />
      <CommandWait />
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
      {context && <PanelContent tabId={tabId} context={context} onTouched={setTouched} />}
      <OnceNotices compact />
      <SurfaceFoot />
    </main>
  );
}

/** Whose workspace it is, and what is left of the plan. */
function SurfaceFoot() {
  const usage = useTopic('usage');
  const integration = useTopic('settings')?.integration;
  if (!usage) return null;
  return (
    <footer class="surface-foot soft small">
      <Mark size={16} />
      <span class="surface-workspace">{integration?.workspaceName}</span>
      <span>{usageText(usage)}</span>
    </footer>
  );
}

interface PanelContentProps {
  readonly tabId: number;
  readonly context: PanelContext;
  readonly onTouched: (touched: boolean) => void;
}

function PanelContent({ tabId, context, onTouched }: PanelContentProps) {
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
  if (!context.pageId) return <Elsewhere />;
  const { pageId } = context;
  return <TargetPanel key={pageId} tabId={tabId} pageId={pageId} context={context} onTouched={onTouched} />;
}
