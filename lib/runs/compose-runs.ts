/** Puts the durable work together: what the background needs of it is one object. Adapters come in, nothing is started here. */
import { ContextShelf } from '../context/context-shelf.ts';
import { type ContextStore, createTransientContextStore } from '../context/context-store.ts';
import { JobRunner } from '../jobs/job-runner.ts';
import type { KeepAlive, RunStore, Wakeup } from '../jobs/ports.ts';
import type { HandlersFor } from '../shared/command.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import type { Job, Run } from '../jobs/run.ts';
import { askedText } from '../run-request/asked-text.ts';
import { usesVariable } from '../prompt/variables.ts';
import { AppError } from '../shared/app-error.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { PagePreview } from '../web-search/page-preview.ts';
import type { Clock } from '../shared/clock.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { Emitter } from '../shared/emitter.ts';
import { blocksOfOtherRuns } from '../generation/body/blocks-of-other-runs.ts';
import { countRows } from '../generation/rows/count-rows.ts';
import { EstimateFacts } from './estimate-facts.ts';
import { EstimateService, type EstimateServiceDeps } from './estimate-service.ts';
import { createJobExecutor } from './job-executor.ts';
import { previewPage } from '../generation/preview/page-preview.ts';
import type { GenerationPorts } from '../generation/request/generation-ports.ts';
import { outputOf } from '../generation/rows/list-rows.ts';
import { PromptBudget } from './prompt-budget.ts';
import { EditWatch } from '../generation/rows/edit-watch.ts';
import { RowLister } from '../generation/rows/row-lister.ts';
import { countSteps } from '../generation/rows/row-steps.ts';
import { RowPace } from '../generation/rows/row-pace.ts';
import { RowSources } from '../generation/rows/row-sources.ts';
import { RunHistory, type RunHistoryDeps } from './run-history.ts';
import type { RunCommands } from './run-commands.ts';
import { RunsService, type RunsServiceDeps } from './runs-service.ts';
import { UndoRunner } from '../generation/undo/undo-runner.ts';
import { undoJob, isUndone, markUndone } from '../generation/undo/undo-job.ts';
import { LiveTexts } from './live-texts.ts';
import { findRunTopic } from './run-topics.ts';
import { withPace } from './with-pace.ts';

export interface RunsDeps
  extends
    Pick<RunsServiceDeps, 'workspaceId' | 'resolveEngine' | 'ensureConnection'>,
    Pick<EstimateServiceDeps, 'pricesAsOf' | 'notionWindow'>,
    Pick<RunHistoryDeps, 'connectionNames'> {
  readonly store: RunStore;
  /** The workspace of the stored token, for what a person does at the screen. */
  readonly workspaceNow: () => Promise<NotionWorkspace>;
  readonly ports: Omit<
    GenerationPorts,
    'onText' | 'allowAnswer' | 'answerCounted' | 'blocksOfOtherRuns' | 'untilWritable' | 'contextOf' | 'onSearch'
  >;
  /** What runs read of their context. Default: kept as long as the worker lives. */
  readonly contextStore?: ContextStore;
  /** How many answers of an engine the person allows at once; absent: as many as it takes. */
  readonly mostAtOnce?: (engine: string) => number | undefined;
  readonly wakeup: Wakeup;
  readonly keepAlive: KeepAlive;
  readonly owner: string;
  readonly random: () => number;
  readonly onDefect: (error: unknown) => void;
}

export interface Runs {
  readonly service: RunsService;
  readonly history: RunHistory;
  readonly handlers: HandlersFor<RunCommands>;
  readonly topics: (topic: string) => TopicSource | undefined;
  /** Tells the id of each run that changed. */
  readonly changes: Emitter<string>;
  /** Takes over from a worker that is gone, and goes on. Call once when the worker starts. */
  takeOver(): Promise<void>;
  /** Looks for due work. Cheap. */
  pump(): Promise<void>;
  /** Takes no new work; resolves when nothing is in flight. */
  drain(): Promise<void>;
}

interface PortsParts {
  readonly budget: PromptBudget;
  readonly lister: RowLister;
  readonly shelf: ReturnType<typeof createShelf>;
  readonly liveTexts: LiveTexts;
  /** What engines look for on the web. */
  readonly searches: LiveTexts;
  readonly changes: Emitter<string>;
}

function createPorts(
  deps: RunsDeps,
  { budget, lister, shelf, liveTexts, searches, changes }: PortsParts,
): GenerationPorts {
  return {
    ...deps.ports,
    contextOf: (run, workspace, signal) => shelf.read(run, workspace, signal),
    untilWritable: (run, rowId, signal, beforeWait) => lister.untilWritable(run, rowId, signal, beforeWait),
    allowAnswer: (run, jobId) => budget.reserve(run, jobId, (job) => requireLease(job, deps.owner)),
    answerCounted: (jobId) => budget.release(jobId),
    blocksOfOtherRuns: (runId, subjectId) => blocksOfOtherRuns(deps.store, runId, subjectId),
    onSearch: (run, query) => {
      searches.keep(run.id, query);
      changes.emit(run.id);
    },
    onText: (run, text) => {
      searches.drop(run.id);
      liveTexts.keep(run.id, text);
      changes.emit(run.id);
    },
  };
}

export function composeRuns(deps: RunsDeps): Runs {
  const changes = new Emitter<string>();
  const liveTexts = new LiveTexts();
  const searches = new LiveTexts();
  const { clock } = deps.ports;
  const budget = new PromptBudget(deps.store, clock);
  const shared = { ...deps, clock, onChange: (runId: string) => changes.emit(runId) };
  const lister = new RowLister({ ...shared, workspaceFor: deps.ports.workspaceFor });
  const shelf = createShelf(deps);
  const ports = createPorts(deps, { budget, lister, shelf, liveTexts, searches, changes });
  const runner = createRunner(shared, ports, budget, shelf);
  const undo = createUndo(shared, ports);
  const restsBecause = () => runner.restsBecause;
  const history = new RunHistory({
    ...shared,
    restsBecause,
    liveText: (runId) => liveTexts.of(runId),
    liveSearch: (runId) => searches.of(runId),
  });
  const service = new RunsService({
    ...shared,
    runner,
    undo,
    history,
    allowAccepting: (run, jobId) => budget.allowAccepting(run, jobId),
    listRows: (run) => lister.start(run, () => void runner.pump()),
    stopListing: (runId) => lister.stop(runId),
  });
  const estimates = createEstimates(shared, ports);
  return {
    service,
    history,
    changes,
    handlers: {
      ...handlersOf(service, history),
      'runs.estimate': (request) => estimates.estimate(request),
      'preview.page': ({ request }) => preview(request, deps, ports),
    },
    topics: (topic) => findRunTopic(history, changes, topic),
    takeOver: async () => {
      await runner.followClock();
      await deps.store.releaseLeasesOfOthers(deps.owner, clock.now());
      await service.resumeAll();
    },
    pump: () => service.resumeAll(),
    drain: () => runner.drain(),
  };
}

/** Context is read for it alone, and forgotten with it; the worker stays as long as it takes. */
async function preview(request: RunRequest, deps: RunsDeps, ports: GenerationPorts): Promise<PagePreview> {
  const shelf = createShelf({ ...deps, contextStore: createTransientContextStore() });
  const contextOf: GenerationPorts['contextOf'] = (run, workspace, signal) => shelf.read(run, workspace, signal);
  deps.keepAlive.hold();
  try {
    const previewDeps = { ...deps, ports, workspace: deps.workspaceNow, contextOf };
    return await previewPage(request, previewDeps, new AbortController().signal);
  } finally {
    deps.keepAlive.release();
  }
}

function createShelf({ contextStore = createTransientContextStore(), ports: { clock } }: RunsDeps): ContextShelf {
  return new ContextShelf({ store: contextStore, rest: () => clock.sleep(0) });
}

/** A worker that was suspended and comes back after another one took over must not ask, and pay, a second time. */
function requireLease(job: Job | undefined, owner: string): void {
  if (job?.lease?.owner !== owner)
    throw new AppError('stopped', 'never', { message: 'the job is not held by this worker' });
}

type Shared = RunsDeps & { readonly clock: Clock; readonly onChange: (runId: string) => void };

function createEstimates(shared: Shared, ports: GenerationPorts): EstimateService {
  const { clock, workspaceNow } = shared;
  return new EstimateService({
    ...shared,
    countRows: async (request) => countRows(await workspaceNow(), request, clock.now()),
    facts: new EstimateFacts(workspaceNow, clock.now),
    priceOf: ports.priceOf,
    writingSettings: ports.writingSettings,
  });
}

function createRunner(shared: Shared, ports: GenerationPorts, budget: PromptBudget, shelf: ContextShelf): JobRunner {
  const sources = new RowSources();
  const watch = new EditWatch(shared.store, shared.clock);
  const pace = new RowPace();
  const executor = createJobExecutor({ ports, sources, watch }, ({ id, runId }) => {
    budget.release(id);
    forgetEnded(runId).catch(shared.onDefect);
  });
  const forgetEnded = async (runId: string): Promise<void> => {
    const run = await shared.store.getRun(runId);
    if (run?.endedAt === undefined && run !== undefined) return;
    if (run?.request.given && run.done === run.total) await shared.store.changeRun(runId, withoutGiven);
    sources.forget(runId);
    shelf.forget(runId);
    watch.forget(runId);
  };
  return new JobRunner({
    ...shared,
    executor: withPace(executor, pace),
    concurrency: (run) =>
      run.request.kind === 'rows' ? Math.min(pace.limitFor(run), shared.mostAtOnce?.(run.engine) ?? Infinity) : 1,
    worksWhileWaiting: (run, { reason }) => reason === 'notion-limit' && asksBeforeItReads(run),
  });
}

/** Rows whose answer needs nothing of Notion: the model goes on while Notion asks for patience, and the writes then follow at once. */
function asksBeforeItReads(run: Run): boolean {
  const { kind, options } = run.request;
  return (
    kind === 'rows' &&
    countSteps(run.request) === 1 &&
    outputOf(run).kind !== 'body' &&
    !usesVariable(askedText(options), 'page')
  );
}

/** It stands in Notion: nothing of it stays here. */
function withoutGiven(run: Run): Run {
  const { given: _given, ...request } = run.request;
  return { ...run, request };
}

function createUndo(shared: Shared, ports: GenerationPorts): UndoRunner {
  return new UndoRunner({
    ...shared,
    isUndone,
    markUndone,
    undoJob: async (run, job, signal, notes) => {
      const workspace = await ports.workspaceFor(run, 'undo');
      const others = (undone?: boolean) => blocksOfOtherRuns(shared.store, run.id, job.subjectId, undone);
      const { clock, writesAsPerson } = ports;
      return undoJob({ ...notes, workspace, clock, signal, others, writesAsPerson }, run, job);
    },
  });
}

function handlersOf(
  service: RunsService,
  history: RunHistory,
): HandlersFor<Omit<RunCommands, 'runs.estimate' | 'preview.page'>> {
  return {
    'runs.start': (request) => service.start(request),
    'runs.control': (request) => service.control(request),
    'runs.jobs': (request) => history.jobs(request),
    'runs.jobDetails': (request) => history.jobDetails(request),
    'runs.text': (request) => history.text(request),
    'runs.export': (request) => history.export(request),
    'trial.start': (request) => service.startTrial(request),
    'trial.decide': (request) => service.decideTrial(request),
    'review.decide': (request) => service.decideReview(request),
    'trial.accepted': (request) => history.accepted(request),
  };
}
