import { Database, FileText } from 'lucide';
import { useState } from 'preact/hooks';

import type { Connection } from '../../lib/connections/connection.ts';
import { BrokenRow } from '../errors/broken-row.tsx';
import { ErrorBoundary } from '../errors/error-boundary.tsx';
import { formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Moment } from '../ui/moment.tsx';
import { StateBadge } from '../run-status/state-badge.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { SortHeader } from '../ui/sort-header.tsx';
import { StatusRegion } from '../ui/status-region.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ConnectionMenu } from './connection-menu.tsx';
import { CONNECTION_COLUMNS, filterConnections, nextSort, sortConnections } from './connection-order.ts';
import type { ConnectionSort } from './connection-order.ts';
import { connectionHint } from './connection-hint.ts';
import { isForeign, lastStateOf, wordsOf } from './connection-words.ts';
import type { ConnectionActions } from './use-connection-actions.ts';
import './connections.css';

interface ConnectionListProps {
  readonly connections: readonly Connection[];
  /** The workspace of the token in use. */
  readonly workspaceId: string | undefined;
  readonly actions: ConnectionActions;
}

export function ConnectionList({ connections, workspaceId, actions }: ConnectionListProps) {
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<ConnectionSort>({ column: 'lastRun', direction: 'descending' });
  const shown = sortConnections(filterConnections(connections, filter, wordsOf), sort, wordsOf);
  return (
    <>
      <div class="list-tools">
        <TextField label={t('connections.filter')} type="search" value={filter} onInput={setFilter} />
      </div>
      <StatusRegion
        text={filter.trim() === '' ? '' : t('connections.found', { count: shown.length })}
        kind={filter}
        hidden
      />
      {shown.length === 0 ? (
        <p class="soft">{t('connections.noMatch', { filter })}</p>
      ) : (
        <div class="list-frame">
          <table class="list-table" aria-label={t('nav.connections')}>
            <thead>
              <tr>
                {CONNECTION_COLUMNS.map((column) => (
                  <SortHeader
                    key={column}
                    label={t(`connections.column.${column}`)}
                    direction={sort.column === column ? sort.direction : undefined}
                    onSort={() => setSort(nextSort(sort, column))}
                    isNumber={column === 'prompts'}
                  />
                ))}
                <th scope="col" class="list-plain">
                  <span class="visually-hidden">{t('connections.column.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((connection) => (
                <GuardedRow
                  key={connection.id}
                  connection={connection}
                  foreign={isForeign(connection, workspaceId)}
                  actions={actions}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

interface ConnectionRowProps {
  readonly connection: Connection;
  readonly foreign: boolean;
  readonly actions: ConnectionActions;
}

/** One that cannot be shown can still be deleted. */
function GuardedRow(props: ConnectionRowProps) {
  const remove = () => props.actions.remove(props.connection);
  return (
    <ErrorBoundary
      fallback={({ line }) => <BrokenRow line={line} columns={CONNECTION_COLUMNS.length + 1} onDelete={remove} />}
    >
      <ConnectionRow {...props} />
    </ErrorBoundary>
  );
}

function ConnectionRow({ connection, foreign, actions }: ConnectionRowProps) {
  const { id, name, target, lastRun, stats } = connection;
  const state = lastStateOf(connection);
  const href = `#/connections/${encodeURIComponent(id)}`;
  const hint = connectionHint(connection);
  return (
    <tr
      class="list-row"
      onClick={(event) => {
        // The name is the link for keyboard and screen reader; the rest of the row is only a larger target.
        const isControl = event.target instanceof Element && event.target.closest('a, button, dialog, [role="menu"]');
        if (!isControl && getSelection()?.isCollapsed !== false) location.hash = href;
      }}
    >
      <td class="list-main">
        <a class="list-name" href={href}>
          <Icon node={target.kind === 'page' ? FileText : Database} />
          {name}
        </a>
        {hint !== '' && <span class="list-under list-cut">{hint}</span>}
        {foreign && (
          <span class="list-under">{t('connections.otherWorkspace', { workspace: connection.workspaceName })}</span>
        )}
      </td>
      <td class="list-fact">{wordsOf(connection).type}</td>
      <td class="list-fact list-moment">{lastRun ? <Moment at={lastRun.at} /> : t('connections.neverRun')}</td>
      <td class="list-fact">{state && <StateBadge state={state} />}</td>
      <td class="list-fact list-number" data-label={t('connections.column.prompts')}>
        {formatNumber(stats.prompts)}
      </td>
      <td class="list-end">
        <div class="connection-buttons">
          <Button size="small" onClick={() => (location.hash = `#/create/${encodeURIComponent(id)}`)}>
            {t('connections.continue')}
          </Button>
          <ConnectionMenu connection={connection} actions={actions} />
        </div>
      </td>
    </tr>
  );
}
