import { ExternalLink } from 'lucide';

import type { Connection } from '../../lib/connections/connection.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { ChangedPrompt } from '../connections/changed-prompt.tsx';
import { useChangedPrompt } from '../connections/use-changed-prompt.ts';
import { GeneratePanel } from '../generate-panel/generate-panel.tsx';
import { TargetSummary } from '../generate-panel/target-summary.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { DatabaseScreen } from './database-screen.tsx';
import { useKeepOptions } from './use-keep-options.ts';

/** A connection as it was left: its prompt, its choices, its last run. */
export function ConnectionScreen({ connection }: { readonly connection: Connection }) {
  const integration = useTopic('settings')?.integration;
  const keep = useKeepOptions(connection);
  const foreign = integration !== undefined && integration.workspaceId !== connection.workspaceId;
  const { version, ...changed } = useChangedPrompt(connection);
  const notice = (foreign || changed.question) && (
    <>
      {foreign && (
        <Notice kind="warn">
          {t('create.otherWorkspace', {
            workspace: connection.workspaceName,
            current: integration.workspaceName,
          })}
        </Notice>
      )}
      <ChangedPrompt {...changed} />
    </>
  );
  if (connection.target.kind === 'database') {
    return (
      <DatabaseScreen key={version} connection={connection}>
        {notice}
      </DatabaseScreen>
    );
  }
  return (
    <>
      <ViewHeader title={connection.name}>
        <LinkButton href={connection.target.url} newTab size="small" look="quiet">
          <Icon node={ExternalLink} size={14} />
          {t('connections.openInNotion')}
        </LinkButton>
      </ViewHeader>
      {connection.target.title !== connection.name && <TargetSummary target={connection.target} />}
      {notice}
      <GeneratePanel
        key={version}
        target={connection.target}
        initial={connection.options}
        connectionId={connection.id}
        runId={connection.lastRun?.runId}
        onChange={keep}
      />
    </>
  );
}
