import { Database, FileText } from 'lucide';
import { Fragment } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';

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
import { useWindowRows } from '../ui/use-window-rows.ts';
import { ConnectionMenu } from './connection-menu.tsx';
import { CONNECTION_COLUMNS, filterConnections, nextSort, sortConnections } from './connection-order.ts';
import type { ConnectionSort } from './connection-order.ts';
import { connectionHint } from './connection-hint.ts';
import { isForeign, lastStateOf, wordsOf } from './connection-words.ts';
import { useAfterPaint } from '../hooks/use-after-paint.ts';
import type { ConnectionActions } from './use-connection-actions.ts';
import './connections.css';

interface ConnectionListProps {
  readonly connections: readonly Connection[];
  /** The workspace of the token in use. */
  readonly workspaceId: string | undefined;
  readonly actions: ConnectionActions;
}

/** More are put in order and drawn after the field to find one among them is there. */
const AT_ONCE = 60;

export function ConnectionList({ connections, workspaceId, actions }: ConnectionListProps) {
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<ConnectionSort>({ column: 'lastRun', direction: 'descending' });
  const isReady = useAfterPaint(connections.length > AT_ONCE);
  const shown = useMemo(
    () => (isReady ? sortConnections(filterConnections(connections, filter, wordsOf), sort, wordsOf) : []),
    [connections, filter, sort, isReady],
  );
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
      {!isReady ? null : shown.length === 0 ? (
        <p class="soft">{t('connections.noMatch', { filter })}</p>
      ) : (
        <div class="list-frame">
          <table class="list-table" aria-label={t('nav.connections')} aria-rowcount={shown.length + 1}>
            <thead>
              <tr aria-rowindex={1}>
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
            <ConnectionRows connections={shown} workspaceId={workspaceId} actions={actions} />
          </table>
        </div>
      )}
    </>
  );
}

/** As a row stands where there is room for its columns. */
const ROW_PX = 65;

/** Those in sight: a thousand rows would be 22,000 elements. */
function ConnectionRows({ connections, workspaceId, actions }: ConnectionListProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const keyOf = (index: number) => connections[index]?.id ?? String(index);
  const { rows, rest, measure, pin } = useWindowRows({ count: connections.length, keyOf, estimate: ROW_PX, body });
  return (
    <tbody
      ref={body}
      onFocusIn={(event) => {
        const index = (event.target as Element).closest<HTMLElement>('[data-index]')?.dataset.index;
        if (index !== undefined) pin(Number(index));
      }}
    >
      {rows.map(({ index, gap }) => {
        const connection = connections[index];
        if (!connection) return null;
        return (
          <Fragment key={connection.id}>
            <ListGap px={gap} />
            <GuardedRow
              connection={connection}
              foreign={isForeign(connection, workspaceId)}
              actions={actions}
              index={index}
              measure={measure}
            />
          </Fragment>
        );
      })}
      <ListGap px={rest} />
    </tbody>
  );
}

/** Stands for rows that are out of sight. */
function ListGap({ px }: { readonly px: number }) {
  return px > 0 ? <tr class="list-gap" aria-hidden="true" style={{ height: `${px}px` }} /> : null;
}

interface ConnectionRowProps {
  readonly connection: Connection;
  readonly foreign: boolean;
  readonly actions: ConnectionActions;
  /** Its place in the list. */
  readonly index: number;
  readonly measure: (element: Element | null) => void;
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

function ConnectionRow({ connection, foreign, actions, index, measure }: ConnectionRowProps) {
  const { id, name, target, lastRun, stats } = connection;
  const state = lastStateOf(connection);
  const href = `#/connections/${encodeURIComponent(id)}`;
  const hint = connectionHint(connection);
  return (
    <tr
      ref={measure}
      class="list-row"
      data-index={index}
      aria-rowindex={index + 2}
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
        {hint !== '' && (
          <span class="list-under list-cut" dir="auto">
            {hint}
          </span>
        )}
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
