/** Every change of the stored connections, as pure functions. */
import { deriveRunState } from '../jobs/run-state.ts';
import type { Run } from '../jobs/run.ts';
import { AppError } from '../shared/app-error.ts';
import type { Connection } from './connection.ts';
import type { RunTally, StoredConnections } from './connections-store.ts';

const MAX_REMOVED = 50;
const MAX_TALLIES = 300;
const NO_TALLY: RunTally = { rowsDone: 0, rowsFailed: 0, prompts: 0, tokens: 0, cost: 0 };

/** Adds a connection, or replaces the one of the same id. */
export function putConnection(stored: StoredConnections, connection: Connection): StoredConnections {
  const isKnown = stored.connections.some(({ id }) => id === connection.id);
  const connections = isKnown
    ? stored.connections.map((other) => (other.id === connection.id ? connection : other))
    : [...stored.connections, connection];
  return { ...stored, connections };
}

/** Takes a connection out and keeps it for Undo. One that is not there changes nothing. */
export function removeConnection(stored: StoredConnections, id: string, now: number): StoredConnections {
  const connection = stored.connections.find((other) => other.id === id);
  if (connection === undefined) return stored;
  const removed = [{ connection, removedAt: now }, ...stored.removed.filter((entry) => entry.connection.id !== id)];
  return {
    ...stored,
    connections: stored.connections.filter((other) => other.id !== id),
    removed: removed.slice(0, MAX_REMOVED),
  };
}

/** Puts a removed connection back. Throws `not-found`. */
export function restoreConnection(stored: StoredConnections, id: string): StoredConnections {
  const entry = stored.removed.find(({ connection }) => connection.id === id);
  if (entry === undefined) {
    if (stored.connections.some((connection) => connection.id === id)) return stored;
    throw new AppError('not-found', 'never');
  }
  const removed = stored.removed.filter((other) => other !== entry);
  return { ...putConnection(stored, entry.connection), removed };
}

/** Takes a run's numbers over into its connection: the difference to what was taken over before. */
export function tallyRun(stored: StoredConnections, run: Run, state = deriveRunState(run)): StoredConnections {
  const connection = stored.connections.find(({ id }) => id === run.connectionId);
  if (connection === undefined) return stored;
  const before = stored.tallies[run.id] ?? NO_TALLY;
  const after = tallyOf(run);
  const { stats } = connection;
  const { rowsDone, rowsFailed, prompts, tokens, cost } = stats;
  const isNewest = (connection.lastRun?.at ?? 0) <= run.createdAt || connection.lastRun?.runId === run.id;
  const next: Connection = {
    ...connection,
    stats: {
      rowsDone: Math.max(0, rowsDone + after.rowsDone - before.rowsDone),
      rowsFailed: Math.max(0, rowsFailed + after.rowsFailed - before.rowsFailed),
      prompts: Math.max(0, prompts + after.prompts - before.prompts),
      tokens: Math.max(0, tokens + after.tokens - before.tokens),
      cost: Math.max(0, cost + after.cost - before.cost),
    },
    ...(isNewest && { lastRun: { runId: run.id, at: run.createdAt, state } }),
  };
  if (JSON.stringify(next) === JSON.stringify(connection)) return stored;
  const { [run.id]: _old, ...others } = stored.tallies;
  const kept = Object.entries(others).slice(-(MAX_TALLIES - 1));
  return { ...putConnection(stored, next), tallies: { ...Object.fromEntries(kept), [run.id]: after } };
}

/** Whether a run that was taken over before stands otherwise by now. */
export function isBehind(stored: StoredConnections, run: Run): boolean {
  return stored.tallies[run.id] !== undefined && tallyRun(stored, run) !== stored;
}

function tallyOf(run: Run): RunTally {
  return {
    rowsDone: run.done,
    rowsFailed: run.failed,
    prompts: run.prompts,
    tokens: run.inputTokens + run.outputTokens,
    cost: run.cost ?? 0,
  };
}
