import { X } from 'lucide';
import type { ComponentChildren } from 'preact';

import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';

interface OnceNoticesProps {
  /** Small, for a surface with little room. */
  readonly compact?: boolean | undefined;
}

/** What Visen says once: tabs that need a reload for the button, and why Notion's own menu shows in place of ours. */
export function OnceNotices({ compact }: OnceNoticesProps) {
  const client = useClient();
  const notices = useTopic('notices');
  const missing = useTopic('settings')?.missing.length;
  const dismiss = useAction(async (notice: 'menu-hint' | 'reload-tabs') => {
    await client.call('notices.dismiss', { notice });
  });
  if (!notices) return null;
  return (
    <>
      {notices.tabsToReload > 0 && (
        <OnceNotice compact={compact} onDismiss={() => dismiss.run('reload-tabs')}>
          {t('notice.reload', { count: notices.tabsToReload })}
        </OnceNotice>
      )}
      {/* A newcomer who is still setting up has met no menu yet. */}
      {notices.menuHint && missing === 0 && (
        <OnceNotice compact={compact} onDismiss={() => dismiss.run('menu-hint')}>
          {t('notice.menuHint')}
        </OnceNotice>
      )}
    </>
  );
}

interface OnceNoticeProps extends OnceNoticesProps {
  readonly children: ComponentChildren;
  readonly onDismiss: () => void;
}

function OnceNotice({ compact, children, onDismiss }: OnceNoticeProps) {
  if (!compact) {
    return (
      <Notice
        actions={
          <Button size="small" onClick={onDismiss}>
            {t('notice.dismiss')}
          </Button>
        }
      >
        {children}
      </Notice>
    );
  }
  return (
    <div class="notice notice-compact">
      <div class="notice-body">{children}</div>
      <Button look="quiet" size="icon" name={t('notice.dismiss')} onClick={onDismiss}>
        <Icon node={X} size={14} />
      </Button>
    </div>
  );
}
