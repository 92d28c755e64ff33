/**
 * What is stored of a run and its jobs. A run is one Generate; a job is its unit of durable work (the page, or one row).
 * Of the request this room reads only its kind; a checkpoint is opaque here and parsed by whoever wrote it.
 */
import type { Usage } from '../language-model/language-model.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { Waits } from './fruitless-waits.ts';
import type { Failure } from '../shared/app-error.ts';
import type { Wait } from './wait.ts';

export type RunState = 'queued' | 'running' | 'waiting' | 'paused' | 'done' | 'done-with-errors' | 'failed' | 'stopped';

export type JobState = 'pending' | 'generating' | 'writing' | 'done' | 'failed' | 'skipped';

/** What is stored of a run whatever its state. */
interface RunFacts {
  readonly id: string;
  readonly request: RunRequest;
  readonly connectionId?: string;
  readonly workspaceId: string;
  readonly engine: string;
  readonly model: string;
  /** Rows with several steps: engine and model of those after the first. */
  readonly stepModels?: readonly { readonly engine: string; readonly model: string }[];
  readonly createdAt: number;
  readonly startedAt?: number;
  /** When it was paused last (epoch ms). */
  readonly pausedAt?: number;
  /** When it would have begun if it had never rested (epoch ms): a pause of a night says nothing about its pace. Absent: at its start. */
  readonly paceFrom?: number;
  /** Waits for a service since the last answer or write that succeeded. */
  readonly waits?: Waits;
  /** Why the run as a whole was paused or ended. A run of one job fails as its job does. */
  readonly failure?: Failure;
  /** Rows: they are still being listed, or were when the run was paused or stopped. */
  readonly listing?: boolean;
  /** While rows are listed: when the newest row of the database was made at the click (ISO, whole minutes). */
  readonly rowsUntil?: string;
  /**
   * Rows: what was not reached when the run was stopped, while only its failed rows are tried again: so many stored rows, and
   * whether there are more to be listed. The run ends as stopped again; Go on takes it up.
   */
  readonly aside?: { readonly rows: number; readonly listing: boolean };
  /** Jobs that are stored. */
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
  /** Dollars for searches of answers whose own price is not known; not in `cost`. */
  readonly fees?: number;
  readonly usageEstimated: boolean;
  /** Jobs with a model's answer, written or not: what the tokens were spent for. Absent where they were not counted from the start. */
  readonly answered?: number;
  /** How long it took to get these answers, one after the other (ms): from when a job was begun, or its last answer came. */
  readonly answerMs?: number;
  /** The engine asked Visen to wait: the run's time shows its limit, not its speed. */
  readonly slowed?: true;
  /** Rows: when the last look at rows that people edited began (epoch ms). */
  readonly lookedAt?: number;
  /** Rows: a trial asks before it writes. */
  readonly trial?: boolean;
  /** Started by Keep filled, not by a click. */
  readonly automatic?: true;
}

/** Its jobs are being worked on, or will be when their turn comes or the wait is over. */
export interface ActiveRun extends RunFacts {
  readonly control: 'active';
  readonly wait?: Wait;
  readonly endedAt?: never;
  readonly undo?: never;
}

/** No job is begun until a person resumes it, or what kept it from working is gone. */
export interface PausedRun extends RunFacts {
  readonly control: 'paused';
  readonly wait?: never;
  readonly endedAt?: never;
  readonly undo?: never;
}

/** Ended by a person. Only Go on, Retry failed or a decision about one of its rows opens it again. */
export interface StoppedRun extends RunFacts {
  readonly control: 'stopped';
  readonly endedAt: number;
  readonly undo?: RunUndo;
  readonly wait?: never;
}

/** All of its jobs came to an end: `control` is what it was then, as jobs in flight finish while a run is paused. */
export interface CompletedRun extends RunFacts {
  readonly control: 'active' | 'paused';
  readonly endedAt: number;
  readonly undo?: RunUndo;
  readonly wait?: never;
}

export type EndedRun = StoppedRun | CompletedRun;

/**
 * One Generate. `control` is what a person last asked of it; with `endedAt` it tells the state. What belongs to another state is not
 * there.
 */
export type Run = ActiveRun | PausedRun | EndedRun;

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

/** Made of both: listing a run's rows twice makes each job once. */
export function jobIdOf(runId: string, subjectId: string): string {
  return `${runId}:${subjectId}`;
}

export type RunOrigin = Pick<
  Run,
  'id' | 'request' | 'connectionId' | 'workspaceId' | 'engine' | 'model' | 'stepModels'
>;

/** A run of which nothing is done yet. `now`: epoch ms. */
export function newRun(origin: RunOrigin, now: number): ActiveRun {
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
