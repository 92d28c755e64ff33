import type { Route } from '../app/route.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Toast } from '../ui/toast.tsx';
import { KeptFilledList } from '../keep-filled/kept-filled-list.tsx';
import { ConnectionDetails } from './connection-details.tsx';
import { ConnectionList } from './connection-list.tsx';
import { MirrorLine, RemovedInNotion } from './mirror-line.tsx';
import { useConnectionActions } from './use-connection-actions.ts';
import { useConnectionsState } from './use-connections.ts';

/** `#/connections` lists them, `#/connections/<id>` shows one. */
export function ConnectionsView({ route }: { readonly route: Route }) {
  const { value: connections, failure } = useConnectionsState();
  const workspaceId = useTopic('settings')?.integration?.workspaceId;
  const actions = useConnectionActions();
  const toast = <Toast content={actions.toast} onClose={actions.closeToast} />;
  const problem = actions.failure ?? (connections ? undefined : failure);
  if (route.id !== undefined) {
    return (
      <ConnectionDetails
        key={route.id}
        connection={connections?.find(({ id }) => id === route.id)}
        isLoading={!connections && !failure}
        actions={actions}
      >
        {toast}
        {problem && <FailureNotice failure={problem} />}
      </ConnectionDetails>
    );
  }
  return (
    <>
      <ViewHeader title={t('nav.connections')} lead={t('connections.lead')}>
        {connections && connections.length > 0 && (
          <LinkButton href="#/create" look="primary">
            {t('connections.new')}
          </LinkButton>
        )}
      </ViewHeader>
      {toast}
      <RemovedInNotion />
      {problem && <FailureNotice failure={problem} />}
      {!connections && !failure && <Spinner text={t('connections.loading')} />}
      <KeptFilledList />
      {connections?.length === 0 && (
        <EmptyState text={t('connections.empty')}>
          <LinkButton href="#/create" look="primary">
            {t('connections.new')}
          </LinkButton>
        </EmptyState>
      )}
      {connections && connections.length > 0 && (
        <ConnectionList connections={connections} workspaceId={workspaceId} actions={actions} />
      )}
      <MirrorLine />
    </>
  );
}
