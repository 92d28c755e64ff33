import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** What Visen says once: tabs that need a reload for the button, and why Notion's own menu shows in place of ours. */
export function OnceNotices() {
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
        <Notice
          actions={
            <Button size="small" onClick={() => dismiss.run('reload-tabs')}>
              {t('notice.dismiss')}
            </Button>
          }
        >
          {t('notice.reload', { count: notices.tabsToReload })}
        </Notice>
      )}
      {/* A newcomer who is still setting up has met no menu yet. */}
      {notices.menuHint && missing === 0 && (
        <Notice
          actions={
            <Button size="small" onClick={() => dismiss.run('menu-hint')}>
              {t('notice.dismiss')}
            </Button>
          }
        >
          {t('notice.menuHint')}
        </Notice>
      )}
    </>
  );
}
