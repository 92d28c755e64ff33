import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

import type { ContextPart } from '../../context/context-store.ts';
import type { Job, Run } from '../../jobs/run.ts';
import type { UsageRecord } from '../../usage/usage-record.ts';
import { AppError } from '../../shared/app-error.ts';

/** Name of the database that holds runs, jobs and usage. “Clear” deletes it. */
export const RUNS_DATABASE = 'visen-runs';
const VERSION = 3;

/** `open` is there only while the run is: a record without it is not in that index. */
export type StoredRun = Run & { readonly open?: 1 };

export interface RunsSchema extends DBSchema {
  runs: { key: string; value: StoredRun; indexes: { createdAt: number; open: number; endedAt: number } };
  jobs: {
    key: string;
    value: Job;
    indexes: {
      due: [string, string, number];
      state: [string, string, number];
      order: [string, number];
      phase: string;
      subject: [string, number];
    };
  };
  usage: { key: string; value: UsageRecord };
  context: {
    key: string;
    value: { readonly key: string; readonly runId: string; readonly at: number; readonly content: ContextPart };
    indexes: { at: number };
  };
}

export type RunsDatabase = IDBPDatabase<RunsSchema>;

/**
 * Opens the database and brings it to this version.
 * @throws AppError `storage-newer` when a newer Visen wrote it, `storage-unavailable` where the browser gives none (some
 * private modes: https://bugzilla.mozilla.org/show_bug.cgi?id=1982707).
 */
export async function openRunsDatabase(name = RUNS_DATABASE): Promise<RunsDatabase> {
  try {
    return await openDB<RunsSchema>(name, VERSION, {
      upgrade(database, from, _to, transaction) {
        if (from < 1) createStores(database);
        // What became of one row in all runs (version 2).
        if (from < 2) transaction.objectStore('jobs').createIndex('subject', ['subjectId', 'updatedAt']);
        // What runs read of their context (version 3).
        if (from < 3) database.createObjectStore('context', { keyPath: 'key' }).createIndex('at', 'at');
      },
      // Another context wants to upgrade or delete (Clear): let go, the next call opens it anew.
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
      },
    });
  } catch (error) {
    throw mapStorageError(error);
  }
}

/** The stores as version 1 had them. */
function createStores(database: RunsDatabase): void {
  const runs = database.createObjectStore('runs', { keyPath: 'id' });
  runs.createIndex('createdAt', 'createdAt');
  runs.createIndex('open', 'open');
  runs.createIndex('endedAt', 'endedAt');
  const jobs = database.createObjectStore('jobs', { keyPath: 'id' });
  jobs.createIndex('due', ['runId', 'phase', 'due']);
  jobs.createIndex('state', ['runId', 'state', 'seq']);
  jobs.createIndex('order', ['runId', 'seq']);
  jobs.createIndex('phase', 'phase');
  database.createObjectStore('usage', { keyPath: 'workspaceId' });
}

/** A DOMException of IndexedDB as one of ours. */
export function mapStorageError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'VersionError') return new AppError('storage-newer', 'never', { cause: error });
  if (name === 'QuotaExceededError') return new AppError('storage-full', 'never', { cause: error });
  return new AppError('storage-unavailable', 'later', { details: { name }, cause: error });
}
