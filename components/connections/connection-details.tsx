import type { ComponentChildren } from 'preact';

import type { Connection } from '../../lib/connections/connection.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { TargetSummary } from '../generate-panel/target-summary.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { KeptFilledList } from '../keep-filled/kept-filled-list.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { ChangedPrompt } from './changed-prompt.tsx';
import { ConnectionFacts } from './connection-facts.tsx';
import { ConnectionMenu } from './connection-menu.tsx';
import { isForeign } from './connection-words.ts';
import { LastContent } from './last-content.tsx';
import { useChangedPrompt } from './use-changed-prompt.ts';
import type { ConnectionActions } from './use-connection-actions.ts';
import './connections.css';

interface ConnectionDetailsProps {
  /** Undefined: not known yet, or gone. */
  readonly connection: Connection | undefined;
  readonly isLoading: boolean;
  readonly actions: ConnectionActions;
  /** Messages, right after the header. */
  readonly children: ComponentChildren;
}

export function ConnectionDetails({ connection, isLoading, actions, children }: ConnectionDetailsProps) {
  const { version: _version, ...changed } = useChangedPrompt(connection);
  const back = <BackLink href="#/connections" label={t('connections.back')} />;
  if (!connection) {
    return (
      <>
        {back}
        <ViewHeader title={t('nav.connections')} />
        {children}
        {isLoading ? <Spinner text={t('connections.loading')} /> : <Notice kind="warn">{t('create.gone')}</Notice>}
      </>
    );
  }
  return (
    <>
      {back}
      <ViewHeader title={connection.name}>
        <Button look="primary" onClick={() => (location.hash = `#/create/${encodeURIComponent(connection.id)}`)}>
          {t('connections.continue')}
        </Button>
        <ConnectionMenu connection={connection} actions={actions} />
      </ViewHeader>
      {children}
      <ForeignNotice connection={connection} />
      <ChangedPrompt {...changed} />
      <div class="row-spread">
        <TargetSummary target={connection.target} />
        <LinkButton href={connection.target.url} newTab>
          {t('connections.openInNotion')}
        </LinkButton>
      </div>
      <KeptFilledList connectionId={connection.id} />
      <ConnectionFacts connection={connection} />
      <LastContent connection={connection} />
    </>
  );
}

function ForeignNotice({ connection }: { readonly connection: Connection }) {
  const integration = useTopic('settings')?.integration;
  if (!integration || !isForeign(connection, integration.workspaceId)) return null;
  return (
    <Notice kind="warn" actions={<LinkButton href="#/settings">{t('cure.settings')}</LinkButton>}>
      {t('create.otherWorkspace', { workspace: connection.workspaceName, current: integration.workspaceName })}
    </Notice>
  );
}
