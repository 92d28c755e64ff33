/** What the durable work needs from outside. Adapters: lib/adapters/indexed-db, lib/adapters/browser. */
import type { Usage } from '../language-model/language-model.ts';
import type { Failure } from '../shared/app-error.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { Job, JobState, MadeBy, Run } from './run.ts';

/** What one transaction may read and change. Absent in the answer of a change: stays as it was. */
export interface JobRecords {
  readonly job: Job;
  readonly run: Run;
  readonly usage: UsageRecord;
}

export interface Lease {
  readonly owner: string;
  readonly until: number;
}

/**
 * The store of runs, jobs and usage. Every method is one transaction; a change is a pure function over what is stored at
 * that moment, so that no two writers can lose each other's change. Rejects with AppError `storage-full` or
 * `storage-unavailable`, and then nothing of the transaction is stored.
 */
export interface RunStore {
  /** Stores a run with its jobs, once: a second call with the same run id changes nothing. */
  createRun(run: Run, jobs: readonly Job[]): Promise<{ readonly created: boolean }>;
  /** Stores the jobs that the run does not have yet, numbered on from `run.total`; `change` is told of these only. */
  addJobs(runId: string, jobs: readonly Job[], change: (run: Run, added: readonly Job[]) => Run): Promise<void>;
  getRun(runId: string): Promise<Run | undefined>;
  /** Newest first. */
  listRuns(limit?: number): Promise<readonly Run[]>;
  /** Oldest first: runs that are not ended, and those that are being undone. However long the history is, this is short. */
  listOpenRuns(): Promise<readonly Run[]>;
  /** Ids of runs that ended before this time (epoch ms). */
  listRunsEndedBefore(time: number): Promise<readonly string[]>;
  getJob(jobId: string): Promise<Job | undefined>;
  /** In the order of the run. */
  listJobs(runId: string, request: { after?: number; limit: number; state?: JobState }): Promise<readonly Job[]>;
  /** The jobs of all runs on these pages or rows, the last changed first; of each page at most the latest `latest`. */
  listJobsOf(subjectIds: readonly string[], latest: number): Promise<readonly Job[]>;
  /**
   * Leases the first open job that is due, or nothing: also nothing once the run was stopped or paused. `busy`: subjects that are
   * passed over.
   */
  claim(runId: string, now: number, lease: Lease, busy?: ReadonlySet<string>): Promise<Job | undefined>;
  /** The open job of the run that is due first, those of `busy` subjects apart; undefined: none is open. */
  nextOpen(runId: string, busy?: ReadonlySet<string>): Promise<Job | undefined>;
  /** Makes jobs claimable whose lease belongs to a worker that is gone, and counts a stall for each (`stalls.ts`). */
  releaseLeasesOfOthers(owner: string, now: number): Promise<number>;
  /** Moves the times of open jobs along with a clock that was put back (`wall-time.ts`); returns how many were moved. */
  followClock(now: number): Promise<number>;
  /** Open jobs of the run that wait for `due` become claimable now. */
  makeDue(runId: string, now: number): Promise<void>;
  /** Changes a job together with its run and the workspace's usage. Rejects with `not-found` when the job is gone. */
  change(jobId: string, apply: (records: JobRecords) => Partial<JobRecords>): Promise<JobRecords>;
  changeRun(runId: string, apply: (run: Run) => Run): Promise<Run>;
  /**
   * Failed jobs become open again, with their checkpoints; what a stopped run of rows had not reached is put aside. Nothing of the
   * run may be in flight. Returns how many were opened; a run that was undone, or that has nothing to retry, stays as it is.
   */
  reopenFailed(runId: string, now: number): Promise<number>;
  /**
   * Opens a skipped job again as `change` makes it, and its run with it; undefined leaves all as it is. What a stopped run had not
   * reached is put aside, as for `reopenFailed`. A run that was undone stays as it is. Rejects with `not-found` when the job is gone.
   */
  reopenReviewed(jobId: string, change: (job: Job) => Job | undefined): Promise<void>;
  /** What a stopped run of rows had not reached becomes open again, and the run with it. What has no such rest stays as it is. */
  reopenRest(runId: string): Promise<Run>;
  deleteRun(runId: string): Promise<void>;
  getUsage(workspaceId: string): Promise<UsageRecord>;
  changeUsage(workspaceId: string, apply: (usage: UsageRecord) => UsageRecord): Promise<UsageRecord>;
  clear(): Promise<void>;
}

/** Calls the background at a time, also when its worker was stopped in between (alarms are not earlier than 30 s). */
export interface Wakeup {
  at(time: number): void;
}

/** Keeps the worker alive while work is in flight, and only then. */
export interface KeepAlive {
  hold(): void;
  release(): void;
}

/** A model answer to be counted, once per job, in the transaction that makes it true. */
export interface CountedAnswer {
  /** Paid for, but with nothing in it to write: it counts as a failed attempt. */
  readonly isEmpty?: boolean;
  readonly usage: Usage;
  /** Dollars; undefined where the price is not known. */
  readonly cost: number | undefined;
  /** Dollars for its searches, where `cost` is not known: they count towards the spending cap. */
  readonly fees?: number;
  readonly madeBy?: MadeBy;
  /** How long it took to get it (ms). */
  readonly ms?: number;
}

/** What a job is given to work with. */
export interface JobContext {
  readonly run: Run;
  readonly job: Job;
  /** Aborts on Stop and Pause, and when the lease is lost. */
  readonly signal: AbortSignal;
  /** Stores what is known so far. Await it before the next effect. */
  save(checkpoint: unknown, state: JobState, answer?: CountedAnswer): Promise<void>;
  /** The same at the end of a part of the job that counts for itself. */
  endPart(checkpoint: unknown, counts: boolean): Promise<void>;
  /** The model has said all that it is asked for: while this job writes, another one may ask. */
  answered(): void;
}

/** How a job ended, or that it sleeps until somebody decides on it: that is neither a failure nor an end. */
export type JobOutcome = JobEnd | JobSleep;

export interface JobSleep {
  readonly state: 'waits';
  readonly for: 'decision';
  /** A part of its answer is written: that is its one prompt. */
  readonly counts?: true;
}

export interface JobEnd {
  readonly state: 'done' | 'skipped';
  /** A remark on a done job, or why it was skipped. */
  readonly failure?: Failure;
  /** A model answer was written: counts as one prompt. */
  readonly counts: boolean;
  /** Skipped, wholly or in part, until a person says what becomes of the answer. */
  readonly review?: true;
  /** What is known at the end, to be stored with it. Absent: what was saved last. */
  readonly checkpoint?: unknown;
}

export interface JobExecutor {
  /** Throws AppError; what it saved before is kept for the next try. */
  execute(context: JobContext): Promise<JobOutcome>;
  /** Called when a job is given up or stopped: has anything of its answer been written? */
  hasWritten(run: Run, job: Job): boolean;
  /** The job is no longer in flight, and what became of it is stored. */
  letGo(job: Job): void;
}
