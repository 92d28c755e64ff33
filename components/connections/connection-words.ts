import type { Connection } from '../../lib/connections/connection.ts';
import type { RunState } from '../../lib/jobs/run.ts';
import { t } from '../i18n/translate.ts';
import { isRunState, runStateName } from '../run-status/run-text.ts';
import type { ConnectionWords } from './connection-order.ts';

/** The state of the last run; undefined before the first. */
export function lastStateOf({ lastRun }: Connection): RunState | undefined {
  return lastRun && isRunState(lastRun.state) ? lastRun.state : undefined;
}

export function wordsOf(connection: Connection): ConnectionWords {
  const state = lastStateOf(connection);
  return {
    type: t(connection.target.kind === 'page' ? 'create.type.page' : 'create.type.database'),
    state: state ? runStateName(state) : t('connections.neverRun'),
  };
}

/** Whether it belongs to another workspace than the token in use. */
export function isForeign(connection: Connection, workspaceId: string | undefined): boolean {
  return workspaceId !== undefined && connection.workspaceId !== workspaceId;
}
