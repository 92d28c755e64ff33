/** Runs as a person looks at them: one, all of them, their rows, and a file of it all. Reads only. */
import type { RunStore } from '../jobs/ports.ts';
import type { Run, RunState } from '../jobs/run.ts';
import type { JobView, RunSummary, RunView } from './run-views.ts';
import { AppError, type Failure } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import { listAcceptedRows } from './list-accepted-rows.ts';
import { findExamples } from './find-examples.ts';
import { exportRun } from './export-run.ts';
import { describeJobDetails } from './describe-job.ts';
import type { NotionWindow } from './estimate-time.ts';
import type { ForecastFacts } from './forecast.ts';
import { PAST_RUNS, readPastAnswers } from './past-answers.ts';
import { answerText, toJobView, toRunSummary, toRunView, withQuestions } from './show-run.ts';
import { listTrialJobs } from '../generation/rows/trial.ts';
import type { RequestOf, ResponseOf } from '../shared/command.ts';
import type { RunCommands } from './run-commands.ts';

export interface RunHistoryDeps {
  readonly store: RunStore;
  readonly clock: Clock;
  /** Text of a run that is not stored yet. */
  readonly liveText: (runId: string) => string | undefined;
  /** What its engine looks for on the web just now. */
  readonly liveSearch?: (runId: string) => string | undefined;
  /** Why all that is open rests, though it is not stored: there is no room. */
  readonly restsBecause: () => Failure | undefined;
  /** What is known of Notion's window of requests. Default: what every plan allows. */
  readonly notionWindow?: (() => NotionWindow) | undefined;
  /** By connection id, all of them in one read. */
  readonly connectionNames: () => Promise<ReadonlyMap<string, string>>;
}

const EXPORT_PAGE = 500;
const LISTED_RUNS = 100;

export class RunHistory {
  readonly #deps: RunHistoryDeps;

  constructor(deps: RunHistoryDeps) {
    this.#deps = deps;
  }

  /** @throws AppError `not-found` */
  async view(runId: string): Promise<RunView> {
    return this.#view(await this.#require(runId));
  }

  /** A run that may be gone: what a surface watches. */
  async find(runId: string): Promise<RunView | null> {
    const run = await this.#deps.store.getRun(runId);
    return run ? this.#view(run) : null;
  }

  /** The state that a person sees: a trial that waits for an answer is not running. */
  async stateOf(run: Run): Promise<RunState> {
    return (await this.#asShown(toRunSummary(run, this.#deps.clock.now()))).state;
  }

  async #view(run: Run): Promise<RunView> {
    const { id: runId } = run;
    const job = run.request.kind === 'rows' ? undefined : (await this.#deps.store.listJobs(runId, { limit: 1 }))[0];
    const liveText = this.#deps.liveText(runId);
    const now = this.#deps.clock.now();
    const view = await this.#asShown(toRunView(run, now, job, liveText, await this.#factsFor(run, now)));
    const name = (await this.#deps.connectionNames()).get(run.connectionId ?? '');
    const failure = run.failure ?? job?.failure;
    const searching = view.state === 'running' ? this.#deps.liveSearch?.(runId) : undefined;
    return {
      ...view,
      ...(searching !== undefined && { searching }),
      ...(failure && { failure }),
      ...(name !== undefined && { connectionName: name }),
      ...(liveText === undefined && isBeforeFirstAnswer(run) && { isAwaited: true }),
    };
  }

  /** Newest first, without their texts. One read, however many runs there are, and one for each trial that is open. */
  async list(): Promise<readonly RunSummary[]> {
    const runs = await this.#deps.store.listRuns(LISTED_RUNS);
    const now = this.#deps.clock.now();
    const names = await this.#deps.connectionNames();
    const window = this.#deps.notionWindow?.();
    const views = await Promise.all(runs.map((run) => this.#asShown(toRunSummary(run, now, { window }))));
    return views.map((view) => {
      const connectionName = names.get(view.connectionId ?? '');
      return { ...view, ...(connectionName !== undefined && { connectionName }) };
    });
  }

  async jobs({
    runId,
    after,
    limit,
    state,
  }: RequestOf<RunCommands, 'runs.jobs'>): Promise<ResponseOf<RunCommands, 'runs.jobs'>> {
    const run = await this.#require(runId);
    const stored = state === 'review' ? 'skipped' : state;
    const found = await this.#deps.store.listJobs(runId, {
      limit,
      ...(after !== undefined && { after }),
      ...(stored !== undefined && { state: stored }),
    });
    const next = found.length === limit ? found.at(-1)?.seq : undefined;
    const views = found.map((job) => toJobView(job, run));
    // Rows that need review are stored among those that were skipped.
    const jobs = stored === 'skipped' ? views.filter((view) => view.state === state) : views;
    return { jobs, ...(next !== undefined && { next }) };
  }

  /** What was accepted in all trials of a database. */
  async accepted(
    request: RequestOf<RunCommands, 'trial.accepted'>,
  ): Promise<ResponseOf<RunCommands, 'trial.accepted'>> {
    const { databaseId: id, dataSourceId, output } = request;
    const rows = await listAcceptedRows(this.#deps.store, request);
    if (output === undefined) return { rows, examples: 0 };
    const target = { id, ...(dataSourceId !== undefined && { dataSourceId }) };
    return { rows, examples: (await findExamples(this.#deps.store, target, output)).length };
  }

  async jobDetails({
    jobId,
  }: RequestOf<RunCommands, 'runs.jobDetails'>): Promise<ResponseOf<RunCommands, 'runs.jobDetails'>> {
    const job = await this.#deps.store.getJob(jobId);
    if (!job) throw new AppError('not-found', 'never');
    return describeJobDetails(job, (await this.#require(job.runId)).request.kind);
  }

  async text({ runId }: RequestOf<RunCommands, 'runs.text'>): Promise<ResponseOf<RunCommands, 'runs.text'>> {
    const [job] = await this.#deps.store.listJobs(runId, { limit: 1 });
    if (!job) throw new AppError('not-found', 'never');
    return { text: answerText(job, this.#deps.liveText(runId)) ?? '' };
  }

  /** All rows of a run as a file. */
  async export({
    runId,
    format,
  }: RequestOf<RunCommands, 'runs.export'>): Promise<ResponseOf<RunCommands, 'runs.export'>> {
    const all: JobView[] = [];
    let after: number | undefined;
    do {
      const page = await this.jobs({ runId, limit: EXPORT_PAGE, ...(after !== undefined && { after }) });
      all.push(...page.jobs);
      after = page.next;
    } while (after !== undefined);
    return exportRun(await this.view(runId), all, format);
  }

  /** Other runs are read only until this one has answers that tell more. */
  async #factsFor(run: Run, now: number): Promise<ForecastFacts> {
    const { request, engine, model, endedAt, answered = 0 } = run;
    const window = this.#deps.notionWindow?.();
    if (request.kind !== 'rows' || endedAt !== undefined || answered > 0) return { window };
    const runs = (await this.#deps.store.listRuns(PAST_RUNS)).filter(({ id }) => id !== run.id);
    return { window, past: readPastAnswers(runs, { request, engine, model }, now) };
  }

  async #asShown<V extends RunSummary>(view: V): Promise<V> {
    const failure = this.#deps.restsBecause();
    if (failure && ['queued', 'running', 'waiting'].includes(view.state)) return { ...view, state: 'paused', failure };
    if (!view.trial || view.state !== 'running') return view;
    return withQuestions(view, await listTrialJobs(this.#deps.store, view));
  }

  async #require(runId: string): Promise<Run> {
    const run = await this.#deps.store.getRun(runId);
    if (!run) throw new AppError('not-found', 'never');
    return run;
  }
}

/** Rows are there to be asked about, and none has come to an end. */
function isBeforeFirstAnswer({ request, done, failed, skipped, review = 0, total }: Run): boolean {
  return request.kind === 'rows' && done + failed + review === 0 && total > skipped;
}
