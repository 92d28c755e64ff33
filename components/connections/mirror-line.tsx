import type { MirrorView } from '../../lib/mirror/mirror-view.ts';
import { failureText } from '../errors/failure-text.ts';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useNow } from '../hooks/use-now.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useLookInNotion } from './use-look-in-notion.ts';
import './connections.css';

/** How the database in Notion that follows the connections is doing, and what to do about it. Nothing while not known. */
export function MirrorLine() {
  const mirror = useTopic('mirror');
  if (!mirror) return null;
  return <KnownMirror mirror={mirror} />;
}

function KnownMirror({ mirror }: { readonly mirror: MirrorView }) {
  const client = useClient();
  const integrationName = useTopic('settings')?.integration?.integrationName;
  const now = useNow(mirror.failure?.retryAt !== undefined);
  const sync = useAction(async () => {
    await client.call('mirror.sync', {});
  });
  const complete = useAction(async () => {
    await client.call('mirror.complete', {});
  });
  useLookInNotion(mirror.state !== 'none');
  const columns = mirror.missingColumns ?? [];
  const failure = sync.failure ?? complete.failure;
  const lacks = columns.length > 0;
  return (
    <>
      <p class="mirror-line">
        <span>
          {lacks ? t('settings.mirror.missing', { columns: formatList(columns) }) : mirrorText(mirror)}
          {!lacks && mirror.failure && ` ${failureText(mirror.failure, { now, integrationName })}`}
        </span>
        {mirror.url && (
          <a href={mirror.url} target="_blank" rel="noopener noreferrer">
            {t('connections.openInNotion')}
          </a>
        )}
        {mirror.state === 'none' && <a href="#/settings">{t('connections.mirror.setUp')}</a>}
        {lacks && (
          <Button size="small" onClick={() => complete.run()} disabled={complete.pending}>
            {t('settings.mirror.complete')}
          </Button>
        )}
        {!lacks && mirror.state !== 'none' && (
          <Button size="small" onClick={() => sync.run()} disabled={sync.pending}>
            {t('connections.mirror.sync')}
          </Button>
        )}
      </p>
      {failure && <FailureNotice failure={failure} />}
    </>
  );
}

/** Connections that are gone because their rows were deleted in Notion, each with a way back. */
export function RemovedInNotion() {
  const client = useClient();
  const removed = useTopic('mirror')?.removedInNotion ?? [];
  const restore = useAction(async (id: string) => {
    await client.call('connections.restore', { id });
  });
  return (
    <div role="status" class={removed.length > 0 || restore.failure ? 'stack-tight' : 'toast-region'}>
      {removed.map(({ id, name }) => (
        <Notice
          key={id}
          actions={
            <Button size="small" onClick={() => restore.run(id)} disabled={restore.pending}>
              {t('connections.undo')}
            </Button>
          }
        >
          {t('connections.removedInNotion', { name })}
        </Notice>
      ))}
      {restore.failure && <FailureNotice failure={restore.failure} />}
    </div>
  );
}

function mirrorText({ state, pending }: MirrorView): string {
  if (state === 'behind') return t('settings.mirror.behind', { count: pending });
  return t(`connections.mirror.${state}`);
}
