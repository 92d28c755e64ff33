/**
 * Everything a person does with runs: start, pause, stop, retry, undo, decide. Looking at them is `RunHistory`. A run is stored before its start is
 * acknowledged; from then on it lives in the store and this service only wakes who works on it.
 */
import type { Connection } from '../connections/connection.ts';
import type { Target } from '../run-request/target.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { clearWait, isAtWork, isPaused, pauseRun, resumeRun, stopRun } from '../jobs/run-state.ts';
import type { JobRecords, RunStore } from '../jobs/ports.ts';
import { createJob, newRun, type Run } from '../jobs/run.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { JobView, RunView } from './run-views.ts';
import { requirePlan } from '../usage/require-plan.ts';
import { AppError, type ErrorCode } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { withExamples } from './find-examples.ts';
import type { RunHistory } from './run-history.ts';
import { RunReopening } from './run-reopening.ts';
import { toJobView } from './show-run.ts';
import { isShownInReview, reopenReviewedJob } from '../generation/rows/review.ts';
import { countSteps, requestOfStep } from '../generation/rows/row-steps.ts';
import { decideRow, type Decision, isUndecided, listForgottenTrials } from '../generation/rows/trial.ts';
import type { UndoRunner } from '../generation/undo/undo-runner.ts';
import type { RequestOf, ResponseOf } from '../shared/command.ts';
import type { RunCommands } from './run-commands.ts';

export interface RunsServiceDeps {
  readonly store: RunStore;
  readonly runner: JobRunner;
  readonly undo: UndoRunner;
  readonly clock: Clock;
  /** Names this worker. */
  readonly owner: string;
  /** The workspace of the stored token. @throws AppError `notion-token-missing` */
  readonly workspaceId: () => Promise<string>;
  /** Engine and model that a request means now. @throws AppError `engine-key-missing`, `engine-model-missing` */
  readonly resolveEngine: (request: RunRequest) => Promise<{ engine: string; model: string }>;
  /** The connection of this target, made and named after it when there is none; its options become those of the run. */
  readonly ensureConnection: (
    connectionId: string | undefined,
    request: RunRequest,
    target: Target,
  ) => Promise<Connection>;
  readonly history: RunHistory;
  readonly onChange: (runId: string) => void;
  /** Stores the rows of a run of rows, page by page. Started again after a stop. */
  readonly listRows: (run: Run) => void;
  /** Resolves when no more rows of the run are stored. */
  readonly stopListing: (runId: string) => Promise<void>;
  /** @throws AppError `prompts-used-up` when the plan has no prompt for a trial's answer */
  readonly allowAccepting: (run: Run, jobId: string) => Promise<void>;
}

/** Who started a run: a person, for a trial or for good, or Keep filled. */
type StartedAs = 'asked' | 'trial' | 'automatic';

const DAY_MS = 86_400_000;

export class RunsService {
  readonly #deps: RunsServiceDeps;
  readonly #reopening: RunReopening;

  constructor(deps: RunsServiceDeps) {
    this.#deps = deps;
    this.#reopening = new RunReopening({ ...deps, letGo: (runId) => this.#letGo(runId) });
  }

  /** Stores the run and then answers. The same id again changes nothing: a second click or a resent message is one run. */
  async start(
    { id, request: asked, connectionId }: RequestOf<RunCommands, 'runs.start'>,
    as: StartedAs = 'asked',
  ): Promise<ResponseOf<RunCommands, 'runs.start'>> {
    const { store, clock } = this.#deps;
    const known = await store.getRun(id);
    if (known) return { runId: id, connectionId: known.connectionId ?? '' };
    const request = await withExamples(store, asked);
    const workspaceId = await this.#deps.workspaceId();
    const { engine, model } = await this.#deps.resolveEngine(request);
    const stepModels = await stepModelsOf(request, this.#deps.resolveEngine);
    await this.#allowStart(workspaceId);
    const ownerId =
      as === 'automatic' ? connectionId : (await this.#deps.ensureConnection(connectionId, request, request.target)).id;
    const now = clock.now();
    const origin = {
      id,
      request,
      ...(ownerId && { connectionId: ownerId }),
      workspaceId,
      engine,
      model,
      ...stepModels,
    };
    const run: Run = {
      ...newRun(origin, now),
      ...(as === 'trial' && { trial: true }),
      ...(as === 'automatic' && { automatic: true }),
    };
    await store.createRun(run, run.listing ? [] : [createJob(id, 0, request.target, now)]);
    this.#deps.onChange(id);
    this.#wake(run);
    return { runId: id, connectionId: ownerId ?? '' };
  }

  /** A run that nobody clicked for: its connection stays as the person left it. */
  async startAutomatic(command: RequestOf<RunCommands, 'runs.start'>): Promise<void> {
    await this.start(command, 'automatic');
  }

  async control({ runId, action }: RequestOf<RunCommands, 'runs.control'>): Promise<RunView> {
    const { store, runner, undo, clock } = this.#deps;
    switch (action) {
      case 'pause':
        await store.changeRun(runId, (run) => pauseRun(run, clock.now()));
        void runner.abort(runId);
        break;
      case 'resume':
        await this.#resume(runId);
        break;
      case 'stop':
        await undo.stop(runId);
        await store.changeRun(runId, (run) => stopRun(run, clock.now()));
        void runner.abort(runId);
        void this.#deps.stopListing(runId);
        break;
      case 'retry-failed':
        await this.#reopening.retryFailed(await this.#require(runId));
        break;
      case 'go-on':
        await this.#reopening.goOn(await this.#require(runId));
        break;
      case 'undo':
        await store.changeRun(runId, (run) => stopRun(run, clock.now()));
        await this.#letGo(runId);
        await undo.start(runId);
        break;
    }
    this.#deps.onChange(runId);
    const run = await this.#require(runId);
    this.#wake(run);
    return this.#deps.history.view(runId);
  }

  /** Removes runs that ended, and trials that nobody decided on, longer ago than `days`. What they wrote stays in Notion. */
  async prune(days: number): Promise<void> {
    const { store, clock } = this.#deps;
    const time = clock.now() - days * DAY_MS;
    const forgotten = await listForgottenTrials(store, time);
    for (const runId of forgotten) {
      await store.changeRun(runId, (run) => stopRun(run, clock.now()));
      await this.#letGo(runId);
    }
    const old = [...forgotten, ...(await store.listRunsEndedBefore(time))];
    for (const runId of old) await store.deleteRun(runId);
    if (old.length > 0) this.#deps.onChange('');
  }

  /** A trial: answers for a few rows, written only when accepted. */
  async startTrial({ request, rowIds, ...origin }: RequestOf<RunCommands, 'trial.start'>): Promise<{ runId: string }> {
    const kind = request.selection?.kind === 'outdated' ? 'outdated' : 'ticked';
    // Nothing of a trial is written before it is accepted: a second step would have nothing to see.
    const trial: RunRequest = { ...requestOfStep(request, 0), selection: { kind, rowIds } };
    const { runId } = await this.start({ ...origin, request: trial }, 'trial');
    return { runId };
  }

  /**
   * Accepted, a row's answer or one cell of it is written; rejected, it is let go. While another cell of the row is being written, the
   * decision comes after that.
   * @throws AppError `prompts-used-up` when the plan has no prompt left for it: the answer stays and waits on
   */
  async decideTrial({ jobId, ...decision }: RequestOf<RunCommands, 'trial.decide'>): Promise<JobView> {
    const { store, allowAccepting } = this.#deps;
    const asked = await store.getJob(jobId);
    if (asked && decision.accept && !asked.counted && isUndecided(asked))
      await allowAccepting(await this.#require(asked.runId), jobId);
    const { job, run } = await this.#decideOnce(jobId, decision);
    this.#deps.onChange(run.id);
    this.#wake(run);
    return toJobView(job, run);
  }

  /**
   * What is held of a row is written after all, or asked for once more: its run goes on with this row. A row that needs no review (any
   * more) stays as it is.
   * @throws AppError `prompts-used-up` or `spending-cap`: the answer stays and waits on; `message-invalid` for a text that does not fit
   */
  async decideReview({ jobId, ...decision }: RequestOf<RunCommands, 'review.decide'>): Promise<JobView> {
    const { store, clock, allowAccepting } = this.#deps;
    const asked = await store.getJob(jobId);
    if (!asked) throw new AppError('not-found', 'never');
    const before = await this.#require(asked.runId);
    if (isShownInReview(asked, before)) {
      if (decision.action === 'again') await this.#allowStart(before.workspaceId);
      else if (!asked.counted) await allowAccepting(before, jobId);
      if (before.control === 'stopped') await this.#letGo(before.id);
      await store.reopenReviewed(jobId, (job) => reopenReviewedJob(job, decision, clock.now()));
      if (before.endedAt !== undefined) await this.#reopening.leaveOutRest(before);
    }
    const run = await this.#require(before.id);
    this.#deps.onChange(run.id);
    this.#wake(run);
    return toJobView((await store.getJob(jobId)) ?? asked, run);
  }

  /** Called when the worker starts, by alarms, and when the network is back: takes up everything that is open. */
  async resumeAll(): Promise<void> {
    const runs = await this.#deps.store.listOpenRuns();
    for (const run of runs) if (run.listing && isAtWork(run)) this.#deps.listRows(run);
    void this.#deps.undo.pump();
    await this.#deps.runner.pump();
  }

  /** What waits for the network, or for a passphrase, goes on now. */
  async wakeWaiting(reasons: readonly NonNullable<Run['wait']>['reason'][]): Promise<void> {
    const { store, clock } = this.#deps;
    for (const run of await store.listOpenRuns()) {
      if (!run.wait || !reasons.includes(run.wait.reason)) continue;
      await store.changeRun(run.id, clearWait);
      await store.makeDue(run.id, clock.now());
      this.#deps.onChange(run.id);
    }
    // Also what lists its rows, or is being undone.
    await this.resumeAll();
  }

  /** What was paused by one of these failures, and by no person, goes on: its cause is gone. */
  async resumeAfter(codes: readonly ErrorCode[]): Promise<void> {
    for (const run of await this.#deps.store.listOpenRuns()) {
      if (!isPaused(run) || !run.failure || !codes.includes(run.failure.code)) continue;
      await this.#resume(run.id);
      this.#deps.onChange(run.id);
    }
    await this.resumeAll();
  }

  /** Stops everything, before all is erased. */
  async stopAll(): Promise<void> {
    const { store, clock, undo } = this.#deps;
    undo.abandon();
    const runs = await store.listOpenRuns();
    for (const run of runs) {
      if (run.endedAt === undefined) await store.changeRun(run.id, (stored) => stopRun(stored, clock.now()));
      await this.#letGo(run.id);
    }
    // One that was asked for while its run let go has begun by now.
    undo.abandon();
  }

  async #decideOnce(jobId: string, decision: Decision): Promise<JobRecords> {
    const { store, runner, clock, owner } = this.#deps;
    for (;;) {
      const records = await store.change(jobId, (stored) => decideRow(stored, decision, { now: clock.now(), owner }));
      const mustWait = records.job.lease !== undefined && isUndecided(records.job);
      if (!mustWait || !(await runner.untilLetGo(jobId))) return records;
    }
  }

  /** A run that ended meanwhile, or was stopped in another window, stays as it is. */
  async #resume(runId: string): Promise<void> {
    const { store, clock } = this.#deps;
    const run = await store.changeRun(runId, (stored) => resumeRun(stored, clock.now()));
    if (run.endedAt === undefined) await store.makeDue(runId, clock.now());
  }

  /** Nothing of the run is in flight any more when this resolves. */
  async #letGo(runId: string): Promise<void> {
    await Promise.all([this.#deps.runner.abort(runId), this.#deps.stopListing(runId)]);
  }

  async #allowStart(workspaceId: string): Promise<void> {
    requirePlan(await this.#deps.store.getUsage(workspaceId), this.#deps.clock.now());
  }

  #wake(run: Run): void {
    if (run.listing && isAtWork(run)) this.#deps.listRows(run);
    void this.#deps.runner.pump();
  }

  async #require(runId: string): Promise<Run> {
    const run = await this.#deps.store.getRun(runId);
    if (!run) throw new AppError('not-found', 'never');
    return run;
  }
}

/** Steps that say nothing of a model use that of the first. @throws AppErrors as `resolveEngine` */
async function stepModelsOf(
  request: RunRequest,
  resolveEngine: RunsServiceDeps['resolveEngine'],
): Promise<Pick<Run, 'stepModels'>> {
  const later = Array.from({ length: countSteps(request) - 1 }, (_, at) => requestOfStep(request, at + 1));
  return later.length === 0 ? {} : { stepModels: await Promise.all(later.map(resolveEngine)) };
}
