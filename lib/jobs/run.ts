/**
 * What is stored of a run and its jobs. A run is one Generate; a job is its unit of durable work (the page, or one row).
 * This room knows neither Notion nor models: `request` and `checkpoint` are opaque here and parsed by who wrote them.
 */
import type { Usage } from '../language-model/language-model.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { Waits } from './fruitless-waits.ts';
import type { Failure } from '../shared/app-error.ts';
import type { Wait } from './wait.ts';

/** What a person last asked of the run. The work itself is told by the jobs. */
export type RunControl = 'active' | 'paused' | 'stopped';

export type RunState = 'queued' | 'running' | 'waiting' | 'paused' | 'done' | 'done-with-errors' | 'failed' | 'stopped';

export type JobState = 'pending' | 'generating' | 'writing' | 'done' | 'failed' | 'skipped';

export interface Run {
  readonly id: string;
  readonly request: RunRequest;
  readonly connectionId?: string;
  readonly workspaceId: string;
  readonly engine: string;
  readonly model: string;
  /** Rows with several steps: engine and model of those after the first. */
  readonly stepModels?: readonly { readonly engine: string; readonly model: string }[];
  readonly control: RunControl;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** When it was paused last (epoch ms). */
  readonly pausedAt?: number;
  /** When it would have begun if it had never rested (epoch ms): a pause of a night says nothing about its pace. Absent: at its start. */
  readonly paceFrom?: number;
  readonly wait?: Wait;
  /** Waits for a service since the last answer or write that succeeded. */
  readonly waits?: Waits;
  /** Set when the run as a whole cannot go on; `control` is then `paused` or all is ended. */
  readonly failure?: Failure;
  /** Jobs that are stored; rows runs list their rows first and are `listing` until all are stored. */
  readonly listing?: boolean;
  /** While rows are listed: when the newest row of the database was made at the click (ISO, whole minutes). */
  readonly rowsUntil?: string;
  /**
   * Rows: what was not reached when the run was stopped, while only its failed rows are tried again: so many stored rows, and
   * whether there are more to be listed. The run ends as stopped again; Go on takes it up.
   */
  readonly aside?: { readonly rows: number; readonly listing: boolean };
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of those that were skipped: their answers failed a check and wait for a person. */
  readonly review?: number;
  /** Model answers that were written: what “Prompts used” counts. */
  readonly prompts: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Web searches that were made; absent: none. */
  readonly searches?: number;
  /** Dollars; absent where the price is not known. */
  readonly cost?: number;
  readonly usageEstimated: boolean;
  /** Jobs with a model's answer, written or not: what the tokens were spent for. Absent where they were not counted from the start. */
  readonly answered?: number;
  /** How long it took to get these answers, one after the other (ms): from when a job was begun, or its last answer came. */
  readonly answerMs?: number;
  /** The engine asked for patience: its limit, and not its pace, is what the run's time tells of. */
  readonly slowed?: true;
  /** Rows: when the last look at rows that people edited began (epoch ms). */
  readonly lookedAt?: number;
  /** Rows: a trial asks before it writes. */
  readonly trial?: boolean;
  /** Started by Keep filled, and by no click. */
  readonly automatic?: true;
  readonly undo?: RunUndo;
}

/** Undo of a run. A person may stop it, and go on with it later. */
export interface RunUndo {
  readonly state: 'running' | 'stopped' | 'done';
  readonly restored: number;
  /** Left as they are, because a person edited them since. */
  readonly skipped: number;
  /** Could be neither put back nor looked at: deleted for good, in the trash, or out of reach. */
  readonly failed?: number;
  /** Steps that were gone through, of `total`: rows, or the blocks of a page. Absent before the first. */
  readonly done?: number;
  readonly total?: number;
  /** Since when it is at work without a rest (epoch ms), and how many steps were done then. */
  readonly since?: { readonly at: number; readonly done: number };
  readonly wait?: Wait;
  /** The block that was moved to the trash last, stored before its request left (epoch ms by Notion's clock); `edited`: by a person since. */
  readonly sent?: { readonly id: string; readonly sentAt: number; readonly edited?: true };
  /** Why it was stopped, where no person did. */
  readonly failure?: Failure;
}

/** Which engine and model an answer came from: another than the run's, where the limit of its day was reached. */
export interface MadeBy {
  readonly engine: string;
  readonly model: string;
}

export interface Job<Checkpoint = unknown> {
  /** See `jobIdOf`. */
  readonly id: string;
  readonly runId: string;
  readonly seq: number;
  /** The page or row this job writes. */
  readonly subjectId: string;
  readonly title: string;
  readonly state: JobState;
  /** Index key: `open` until terminal; `aside` waits for a person's Go on and is never claimed. */
  readonly phase: 'open' | 'aside' | 'ended';
  /** Not to be claimed before (epoch ms): `seq` at first (keeps the order), the end of a back-off, or of a lease. */
  readonly due: number;
  readonly lease?: { readonly owner: string; readonly until: number };
  /** Failed tries of the current step by kind; reset when a checkpoint advances. */
  readonly attempts: number;
  /** Times that a worker was lost while holding the lease, without progress. */
  readonly stalls: number;
  /** When the first of these was noticed (epoch ms). */
  readonly stalledSince?: number;
  /** Waits for a service without progress. */
  readonly waits?: Waits;
  readonly checkpoint?: Checkpoint;
  readonly failure?: Failure;
  /** One model answer was counted for this job: never counted again. */
  readonly counted: boolean;
  readonly usage?: Usage;
  readonly madeBy?: MadeBy;
  readonly updatedAt: number;
}

/** Whether something may still be done for a run: what looks for work reads these only. */
export function isOpenRun(run: Run): boolean {
  return run.endedAt === undefined || run.undo?.state === 'running';
}

/** Whether its jobs may be begun: not while it is paused, and not once it was stopped. */
export function isAtWork(run: Run): boolean {
  return run.control === 'active' && run.endedAt === undefined;
}

/** The state a person sees, derived from control, counts and waits. */
export function deriveRunState(run: Run): RunState {
  const ended = run.done + run.failed + run.skipped;
  if (run.control === 'stopped') return 'stopped';
  if (!run.listing && run.total > 0 && ended >= run.total) {
    if (run.failed === 0) return 'done';
    return run.done + run.skipped === 0 ? 'failed' : 'done-with-errors';
  }
  if (!run.listing && run.endedAt !== undefined) return run.failure ? 'failed' : 'done';
  if (run.control === 'paused') return 'paused';
  if (run.wait) return 'waiting';
  return run.startedAt === undefined ? 'queued' : 'running';
}

/** Made of both: listing a run's rows twice makes each job once. */
export function jobIdOf(runId: string, subjectId: string): string {
  return `${runId}:${subjectId}`;
}

export type RunOrigin = Pick<
  Run,
  'id' | 'request' | 'connectionId' | 'workspaceId' | 'engine' | 'model' | 'stepModels'
>;

/** A run of which nothing is done yet. `now`: epoch ms. */
export function newRun(origin: RunOrigin, now: number): Run {
  const isRows = origin.request.kind === 'rows';
  return {
    ...origin,
    control: 'active',
    createdAt: now,
    total: isRows ? 0 : 1,
    ...(isRows && { listing: true }),
    done: 0,
    failed: 0,
    skipped: 0,
    prompts: 0,
    inputTokens: 0,
    outputTokens: 0,
    usageEstimated: false,
    answered: 0,
  };
}

/** A job that was never tried. */
export function createJob(runId: string, seq: number, subject: { id: string; title: string }, now: number): Job {
  return {
    id: jobIdOf(runId, subject.id),
    runId,
    seq,
    subjectId: subject.id,
    title: subject.title,
    state: 'pending',
    phase: 'open',
    due: seq,
    attempts: 0,
    stalls: 0,
    counted: false,
    updatedAt: now,
  };
}
