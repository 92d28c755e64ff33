import { isOpen, leaseJob, numberJobs, reopenJob } from '../../jobs/job-machine.ts';
import type { JobRecords, Lease, RunStore } from '../../jobs/ports.ts';
import { canRetry, goOn, putAside, putsRestAside, retryFailed, takeUp, takeUpReviewed } from '../../jobs/reopen-run.ts';
import { noteLostWorker } from '../../jobs/stalls.ts';
import { followClock } from '../../jobs/wall-time.ts';
import type { Job, JobState, Run } from '../../jobs/run.ts';
import { isAtWork, isOpenRun } from '../../jobs/run-state.ts';
import { createUsageRecord, type UsageRecord } from '../../usage/usage-record.ts';
import type { RunsDatabase, StoredRun } from './database.ts';
import { between, firstOpen, inPhase } from './job-ranges.ts';
import { RunsConnection } from './runs-connection.ts';
import { abort, applyOrAbort } from './transactions.ts';

const WRITE = { durability: 'strict' } as const;
const ALL = ['runs', 'jobs', 'usage', 'context'] as const;
const RUNS_AND_JOBS = ['runs', 'jobs'] as const;
const NONE: ReadonlySet<string> = new Set();

/** The store over IndexedDB. Each method is one transaction; a change runs on what is stored at that moment. */
export class IndexedDbRunStore implements RunStore {
  readonly #connection: RunsConnection;

  constructor(name?: string) {
    this.#connection = new RunsConnection(name);
  }

  async createRun(run: Run, jobs: readonly Job[]): Promise<{ created: boolean }> {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction(RUNS_AND_JOBS, 'readwrite', WRITE);
      const exists = (await transaction.objectStore('runs').getKey(run.id)) !== undefined;
      if (!exists) {
        void transaction.objectStore('runs').put(toStored(run));
        for (const job of jobs) void transaction.objectStore('jobs').put(job);
      }
      await transaction.done;
      return { created: !exists };
    });
  }

  async addJobs(runId: string, jobs: readonly Job[], change: (run: Run, added: readonly Job[]) => Run): Promise<void> {
    await this.#connection.use(async (database) => {
      const transaction = database.transaction(RUNS_AND_JOBS, 'readwrite', WRITE);
      const run = await transaction.objectStore('runs').get(runId);
      if (!run) return abort(transaction);
      const store = transaction.objectStore('jobs');
      const missing: Job[] = [];
      for (const job of jobs) if ((await store.getKey(job.id)) === undefined) missing.push(job);
      const added = numberJobs(missing, run.total);
      for (const job of added) void store.put(job);
      void transaction.objectStore('runs').put(toStored(change(run, added)));
      await transaction.done;
    });
  }

  async getRun(runId: string): Promise<Run | undefined> {
    return this.#connection.use((database) => database.get('runs', runId));
  }

  async listRuns(limit = Infinity): Promise<readonly Run[]> {
    return this.#connection.use(async (database) => {
      if (limit === Infinity) return (await database.getAllFromIndex('runs', 'createdAt')).reverse();
      const { store } = database.transaction('runs');
      // A cursor would wait for each run by itself.
      const keys = (await store.index('createdAt').getAllKeys()).slice(-limit).reverse();
      return (await Promise.all(keys.map((key) => store.get(key)))).flatMap((run) => run ?? []);
    });
  }

  async listOpenRuns(): Promise<readonly Run[]> {
    return this.#connection.use(async (database) => {
      const open = await database.getAllFromIndex('runs', 'open');
      return open.sort((a, b) => a.createdAt - b.createdAt);
    });
  }

  async listRunsEndedBefore(time: number): Promise<readonly string[]> {
    return this.#connection.use(async (database) => {
      const ended = await database.getAllFromIndex('runs', 'endedAt', IDBKeyRange.upperBound(time, true));
      return ended.filter((run) => !isOpenRun(run)).map(({ id }) => id);
    });
  }

  async getJob(jobId: string): Promise<Job | undefined> {
    return this.#connection.use((database) => database.get('jobs', jobId));
  }

  async listJobs(runId: string, request: { after?: number; limit: number; state?: JobState }): Promise<readonly Job[]> {
    const after = request.after ?? -1;
    return this.#connection.use((database) =>
      request.state === undefined
        ? database.getAllFromIndex('jobs', 'order', between([runId], after), request.limit)
        : database.getAllFromIndex('jobs', 'state', between([runId, request.state], after), request.limit),
    );
  }

  async listJobsOf(subjectIds: readonly string[], latest: number): Promise<readonly Job[]> {
    return this.#connection.use(async (database) => {
      const { store } = database.transaction('jobs');
      // Keys first: a job holds its whole answer, and a row may have hundreds of them.
      const keys = await Promise.all(
        [...new Set(subjectIds)].map((subjectId) =>
          store.index('subject').getAllKeys(IDBKeyRange.bound([subjectId], [subjectId, Infinity])),
        ),
      );
      const found = await Promise.all(keys.flatMap((ofOne) => ofOne.slice(-latest)).map((key) => store.get(key)));
      return found.flatMap((job) => job ?? []).sort((a, b) => b.updatedAt - a.updatedAt);
    });
  }

  async claim(runId: string, now: number, lease: Lease, busy: ReadonlySet<string> = NONE): Promise<Job | undefined> {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction(RUNS_AND_JOBS, 'readwrite');
      const run = await transaction.objectStore('runs').get(runId);
      const jobs = transaction.objectStore('jobs');
      const free = run && isAtWork(run) ? await firstOpen(jobs, runId, now, busy) : undefined;
      const claimed = free && leaseJob(free, now, lease);
      if (claimed) void jobs.put(claimed);
      await transaction.done;
      return claimed;
    });
  }

  async nextOpen(runId: string, busy: ReadonlySet<string> = NONE): Promise<Job | undefined> {
    return this.#connection.use((database) => firstOpen(database.transaction('jobs').store, runId, Infinity, busy));
  }

  async releaseLeasesOfOthers(owner: string, now: number): Promise<number> {
    return this.#connection.use((database) =>
      updateJobs(database, 'phase', IDBKeyRange.only('open'), (job) =>
        job.lease && job.lease.owner !== owner ? noteLostWorker(job, now) : undefined,
      ),
    );
  }

  async followClock(now: number): Promise<number> {
    return this.#connection.use((database) =>
      updateJobs(database, 'phase', IDBKeyRange.only('open'), (job) => followClock(job, now)),
    );
  }

  async makeDue(runId: string, now: number): Promise<void> {
    const range = between([runId, 'open'], now);
    await this.#connection.use((database) =>
      updateJobs(database, 'due', range, (job) => (job.lease ? undefined : { ...job, due: now })),
    );
  }

  async change(jobId: string, apply: (records: JobRecords) => Partial<JobRecords>): Promise<JobRecords> {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction(ALL, 'readwrite', WRITE);
      const job = await transaction.objectStore('jobs').get(jobId);
      const run = job && (await transaction.objectStore('runs').get(job.runId));
      if (!job || !run) return abort(transaction);
      const stored = await transaction.objectStore('usage').get(run.workspaceId);
      const before: JobRecords = { job, run, usage: stored ?? createUsageRecord(run.workspaceId) };
      const change = applyOrAbort(transaction, () => apply(before));
      if (change.job) void transaction.objectStore('jobs').put(change.job);
      if (change.run) void transaction.objectStore('runs').put(toStored(change.run));
      if (change.usage) void transaction.objectStore('usage').put(change.usage);
      await transaction.done;
      return { ...before, ...change };
    });
  }

  async changeRun(runId: string, apply: (run: Run) => Run): Promise<Run> {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction('runs', 'readwrite', WRITE);
      const run = await transaction.store.get(runId);
      if (!run) return abort(transaction);
      const after = applyOrAbort(transaction, () => apply(run));
      void transaction.store.put(toStored(after));
      await transaction.done;
      return after;
    });
  }

  async reopenFailed(runId: string, now: number): Promise<number> {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction(RUNS_AND_JOBS, 'readwrite', WRITE);
      const run = await transaction.objectStore('runs').get(runId);
      if (!run) return abort(transaction);
      const jobs = transaction.objectStore('jobs');
      const mayRetry = canRetry(run);
      const failed = mayRetry ? await jobs.index('state').getAll(between([runId, 'failed'], -1)) : [];
      const rest = mayRetry && putsRestAside(run) ? await jobs.index('due').getAll(inPhase(runId, 'open')) : [];
      for (const job of failed) void jobs.put(reopenJob(job, now));
      for (const job of rest) void jobs.put(putAside(job));
      if (mayRetry) void transaction.objectStore('runs').put(toStored(retryFailed(run, failed.length, rest.length)));
      await transaction.done;
      return failed.length;
    });
  }

  async reopenReviewed(jobId: string, change: (job: Job) => Job | undefined): Promise<void> {
    await this.#connection.use(async (database) => {
      const transaction = database.transaction(RUNS_AND_JOBS, 'readwrite', WRITE);
      const jobs = transaction.objectStore('jobs');
      const job = await jobs.get(jobId);
      const run = job && (await transaction.objectStore('runs').get(job.runId));
      if (!job || !run) return abort(transaction);
      const opened = run.undo ? undefined : applyOrAbort(transaction, () => change(job));
      if (opened) {
        const rest = putsRestAside(run) ? await jobs.index('due').getAll(inPhase(run.id, 'open')) : [];
        void jobs.put(opened);
        for (const other of rest) void jobs.put(putAside(other));
        void transaction.objectStore('runs').put(toStored(takeUpReviewed(run, rest.length)));
      }
      await transaction.done;
    });
  }

  async reopenRest(runId: string): Promise<Run> {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction(RUNS_AND_JOBS, 'readwrite', WRITE);
      const run = await transaction.objectStore('runs').get(runId);
      if (!run) return abort(transaction);
      const after = goOn(run);
      const jobs = transaction.objectStore('jobs');
      const aside = after === run ? [] : await jobs.index('due').getAll(inPhase(runId, 'aside'));
      for (const job of aside) void jobs.put(takeUp(job));
      void transaction.objectStore('runs').put(toStored(after));
      await transaction.done;
      return after;
    });
  }

  async deleteRun(runId: string): Promise<void> {
    await this.#connection.use(async (database) => {
      const transaction = database.transaction(ALL, 'readwrite');
      void transaction.objectStore('runs').delete(runId);
      void transaction.objectStore('context').delete(IDBKeyRange.bound(`${runId}:`, `${runId}:\uffff`));
      void transaction.objectStore('jobs').delete(IDBKeyRange.bound(`${runId}:`, `${runId}:\uffff`));
      await transaction.done;
    });
  }

  async getUsage(workspaceId: string): Promise<UsageRecord> {
    return this.#connection.use(
      async (database) => (await database.get('usage', workspaceId)) ?? createUsageRecord(workspaceId),
    );
  }

  async changeUsage(workspaceId: string, apply: (usage: UsageRecord) => UsageRecord): Promise<UsageRecord> {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction('usage', 'readwrite', WRITE);
      const stored = (await transaction.store.get(workspaceId)) ?? createUsageRecord(workspaceId);
      const after = applyOrAbort(transaction, () => apply(stored));
      void transaction.store.put(after);
      await transaction.done;
      return after;
    });
  }

  async clear(): Promise<void> {
    await this.#connection.use(async (database) => {
      const transaction = database.transaction(ALL, 'readwrite');
      for (const name of ALL) void transaction.objectStore(name).clear();
      await transaction.done;
    });
  }

  /** Closes the connection; the next call opens it again. */
  close(): Promise<void> {
    return this.#connection.close();
  }
}

/** With the mark that puts it into the index of open runs, or without it. */
function toStored(run: StoredRun): StoredRun {
  const { open: _open, ...rest } = run;
  return isOpenRun(run) ? { ...rest, open: 1 } : rest;
}

async function updateJobs(
  database: RunsDatabase,
  index: 'due' | 'phase',
  range: IDBKeyRange,
  update: (job: Job) => Job | undefined,
): Promise<number> {
  const transaction = database.transaction('jobs', 'readwrite');
  const found: readonly Job[] = await transaction.store.index(index).getAll(range as never);
  let count = 0;
  for (const job of found.filter(isOpen)) {
    const changed = update(job);
    if (!changed) continue;
    void transaction.store.put(changed);
    count += 1;
  }
  await transaction.done;
  return count;
}
