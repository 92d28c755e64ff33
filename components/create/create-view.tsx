import type { TargetKind } from '../../lib/run-request/target.ts';
import type { Route } from '../app/route.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { useConnections } from '../connections/use-connections.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ConnectionScreen } from './connection-screen.tsx';
import { TargetForm } from './target-form.tsx';

/** `#/create` chooses a target and names it; `#/create/<connectionId>` goes on with what is there. */
export function CreateView({ route }: { readonly route: Route }) {
  const connections = useConnections();
  const settings = useTopic('settings');
  const prompts = useTopic('prompts');
  if (route.id !== undefined) {
    const connection = connections?.find(({ id }) => id === route.id);
    if (connection) return <ConnectionScreen key={connection.id} connection={connection} />;
    return (
      <>
        <ViewHeader title={t('nav.create')} />
        {connections && (
          <Notice kind="warn" actions={<LinkButton href="#/create">{t('create.startNew')}</LinkButton>}>
            {t('create.gone')}
          </Notice>
        )}
      </>
    );
  }
  const prompt = prompts?.find(({ id }) => id === route.query.get('prompt'));
  return (
    <>
      <ViewHeader
        title={t('nav.create')}
        lead={prompt ? t('create.withPrompt', { name: prompt.name }) : t('create.lead')}
      />
      {settings && settings.missing.length > 0 && (
        <Notice actions={<LinkButton href="#/home">{t('panel.setUp.go')}</LinkButton>}>{t('panel.setUp')}</Notice>
      )}
      <TargetForm
        key={route.query.toString()}
        url={route.query.get('url') ?? ''}
        kind={kindOfRoute(route.query.get('type'))}
        {...(prompt && { prompt: prompt.text })}
      />
    </>
  );
}

const kindOfRoute = (type: string | null): TargetKind | undefined =>
  type === 'database' || type === 'page' ? type : undefined;
