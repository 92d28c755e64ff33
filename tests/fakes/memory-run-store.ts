import type { JobRecords, Lease, RunStore } from '../../lib/jobs/ports.ts';
import { isOpen, leaseJob, numberJobs, reopenJob } from '../../lib/jobs/job-machine.ts';
import {
  canRetry,
  goOn,
  putAside,
  putsRestAside,
  retryFailed,
  takeUp,
  takeUpReviewed,
} from '../../lib/jobs/reopen-run.ts';
import { noteLostWorker } from '../../lib/jobs/stalls.ts';
import { followClock } from '../../lib/jobs/wall-time.ts';
import type { Job, JobState, Run } from '../../lib/jobs/run.ts';
import { isAtWork, isOpenRun } from '../../lib/jobs/run-state.ts';
import { createUsageRecord, type UsageRecord } from '../../lib/usage/usage-record.ts';
import { AppError } from '../../lib/shared/app-error.ts';

const NONE: ReadonlySet<string> = new Set();

/** The store in memory. `beforeEffect`/`afterEffect` let a test stop the worker around every write. */
export class MemoryRunStore implements RunStore {
  readonly runs = new Map<string, Run>();
  readonly jobs = new Map<string, Job>();
  readonly usage = new Map<string, UsageRecord>();
  beforeEffect: (name: string) => Promise<void> = async () => undefined;
  afterEffect: (name: string) => Promise<void> = async () => undefined;

  async #write<T>(name: string, apply: () => T): Promise<T> {
    await this.beforeEffect(name);
    const result = apply();
    await this.afterEffect(name);
    return structuredClone(result);
  }

  async createRun(run: Run, jobs: readonly Job[]): Promise<{ created: boolean }> {
    return this.#write('createRun', () => {
      if (this.runs.has(run.id)) return { created: false };
      this.runs.set(run.id, structuredClone(run));
      for (const job of jobs) this.jobs.set(job.id, structuredClone(job));
      return { created: true };
    });
  }

  async addJobs(runId: string, jobs: readonly Job[], change: (run: Run, added: readonly Job[]) => Run): Promise<void> {
    await this.#write('addJobs', () => {
      const run = this.#run(runId);
      const missing = jobs.filter((job) => !this.jobs.has(job.id));
      const added = numberJobs(missing, run.total);
      for (const job of added) this.jobs.set(job.id, structuredClone(job));
      this.runs.set(runId, structuredClone(change(run, added)));
    });
  }

  async getRun(runId: string): Promise<Run | undefined> {
    return structuredClone(this.runs.get(runId));
  }

  async listRuns(limit = Infinity): Promise<readonly Run[]> {
    const sorted = [...this.runs.values()].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return structuredClone(sorted.slice(0, limit));
  }

  async listOpenRuns(): Promise<readonly Run[]> {
    return [...(await this.listRuns())].reverse().filter(isOpenRun);
  }

  async listRunsEndedBefore(time: number): Promise<readonly string[]> {
    return [...this.runs.values()].filter((run) => !isOpenRun(run) && (run.endedAt ?? time) < time).map(({ id }) => id);
  }

  async getJob(jobId: string): Promise<Job | undefined> {
    return structuredClone(this.jobs.get(jobId));
  }

  async listJobs(runId: string, request: { after?: number; limit: number; state?: JobState }): Promise<readonly Job[]> {
    const { after = -1, limit, state } = request;
    const found = this.#jobsOf(runId).filter((job) => job.seq > after && (state === undefined || job.state === state));
    return structuredClone(found.slice(0, limit));
  }

  async listJobsOf(subjectIds: readonly string[], latest: number): Promise<readonly Job[]> {
    const newest = [...this.jobs.values()].sort((a, b) => b.updatedAt - a.updatedAt);
    const found = [...new Set(subjectIds)].flatMap((subjectId) =>
      newest.filter((job) => job.subjectId === subjectId).slice(0, latest),
    );
    return structuredClone(found.sort((a, b) => b.updatedAt - a.updatedAt));
  }

  async claim(runId: string, now: number, lease: Lease, busy: ReadonlySet<string> = NONE): Promise<Job | undefined> {
    return this.#write('claim', () => {
      const run = this.runs.get(runId);
      if (!run || !isAtWork(run)) return undefined;
      const due = this.#jobsOf(runId).filter((job) => isOpen(job) && job.due <= now && !busy.has(job.subjectId));
      due.sort((a, b) => a.due - b.due || a.seq - b.seq);
      const [first] = due;
      if (!first) return undefined;
      const claimed = leaseJob(first, now, lease);
      this.jobs.set(claimed.id, claimed);
      return claimed;
    });
  }

  async nextOpen(runId: string, busy: ReadonlySet<string> = NONE): Promise<Job | undefined> {
    const open = this.#jobsOf(runId).filter((job) => isOpen(job) && !busy.has(job.subjectId));
    return open.toSorted((a, b) => a.due - b.due)[0];
  }

  async releaseLeasesOfOthers(owner: string, now: number): Promise<number> {
    return this.#write('releaseLeasesOfOthers', () => {
      let count = 0;
      for (const job of this.jobs.values()) {
        if (!isOpen(job) || !job.lease || job.lease.owner === owner) continue;
        this.jobs.set(job.id, noteLostWorker(job, now));
        count += 1;
      }
      return count;
    });
  }

  async followClock(now: number): Promise<number> {
    if (![...this.jobs.values()].some((job) => isOpen(job) && followClock(job, now))) return 0;
    return this.#write('followClock', () => {
      let count = 0;
      for (const job of [...this.jobs.values()].filter(isOpen)) {
        const moved = followClock(job, now);
        if (!moved) continue;
        this.jobs.set(job.id, moved);
        count += 1;
      }
      return count;
    });
  }

  async makeDue(runId: string, now: number): Promise<void> {
    await this.#write('makeDue', () => {
      for (const job of this.#jobsOf(runId)) {
        if (isOpen(job) && !job.lease && job.due > now) this.jobs.set(job.id, { ...job, due: now });
      }
    });
  }

  async change(jobId: string, apply: (records: JobRecords) => Partial<JobRecords>): Promise<JobRecords> {
    return this.#write('change', () => {
      const job = this.jobs.get(jobId);
      if (!job) throw new AppError('not-found', 'never');
      const run = this.#run(job.runId);
      const before = { job, run, usage: this.#usage(run.workspaceId) };
      const after = { ...before, ...structuredClone(apply(structuredClone(before))) };
      this.jobs.set(jobId, after.job);
      this.runs.set(run.id, after.run);
      this.usage.set(run.workspaceId, after.usage);
      return after;
    });
  }

  async changeRun(runId: string, apply: (run: Run) => Run): Promise<Run> {
    return this.#write('changeRun', () => {
      const after = structuredClone(apply(structuredClone(this.#run(runId))));
      this.runs.set(runId, after);
      return after;
    });
  }

  async reopenFailed(runId: string, now: number): Promise<number> {
    return this.#write('reopenFailed', () => {
      const run = this.#run(runId);
      if (!canRetry(run)) return 0;
      const failed = this.#jobsOf(runId).filter((job) => job.state === 'failed');
      const rest = putsRestAside(run) ? this.#jobsOf(runId).filter(isOpen) : [];
      for (const job of failed) this.jobs.set(job.id, reopenJob(job, now));
      for (const job of rest) this.jobs.set(job.id, putAside(job));
      this.runs.set(runId, retryFailed(run, failed.length, rest.length));
      return failed.length;
    });
  }

  async reopenReviewed(jobId: string, change: (job: Job) => Job | undefined): Promise<void> {
    await this.#write('reopenReviewed', () => {
      const job = this.jobs.get(jobId);
      if (!job) throw new AppError('not-found', 'never');
      const run = this.#run(job.runId);
      const opened = run.undo ? undefined : change(structuredClone(job));
      if (!opened) return;
      const rest = putsRestAside(run) ? this.#jobsOf(run.id).filter(isOpen) : [];
      this.jobs.set(jobId, structuredClone(opened));
      for (const other of rest) this.jobs.set(other.id, putAside(other));
      this.runs.set(run.id, takeUpReviewed(run, rest.length));
    });
  }

  async reopenRest(runId: string): Promise<Run> {
    return this.#write('reopenRest', () => {
      const run = this.#run(runId);
      const after = goOn(run);
      if (after === run) return run;
      for (const job of this.#jobsOf(runId)) if (job.phase === 'aside') this.jobs.set(job.id, takeUp(job));
      this.runs.set(runId, after);
      return after;
    });
  }

  async deleteRun(runId: string): Promise<void> {
    await this.#write('deleteRun', () => {
      this.runs.delete(runId);
      for (const job of this.#jobsOf(runId)) this.jobs.delete(job.id);
    });
  }

  async getUsage(workspaceId: string): Promise<UsageRecord> {
    return structuredClone(this.#usage(workspaceId));
  }

  async changeUsage(workspaceId: string, apply: (usage: UsageRecord) => UsageRecord): Promise<UsageRecord> {
    return this.#write('changeUsage', () => {
      const after = apply(structuredClone(this.#usage(workspaceId)));
      this.usage.set(workspaceId, after);
      return after;
    });
  }

  async clear(): Promise<void> {
    await this.#write('clear', () => {
      this.runs.clear();
      this.jobs.clear();
      this.usage.clear();
    });
  }

  #run(runId: string): Run {
    const run = this.runs.get(runId);
    if (!run) throw new AppError('not-found', 'never');
    return run;
  }

  #usage(workspaceId: string): UsageRecord {
    return this.usage.get(workspaceId) ?? createUsageRecord(workspaceId);
  }

  #jobsOf(runId: string): Job[] {
    return [...this.jobs.values()].filter((job) => job.runId === runId).sort((a, b) => a.seq - b.seq);
  }
}
