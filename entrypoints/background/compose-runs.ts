/**
 * The part of the composition root that puts the durable work together. It knows no adapter: tests and benches build the same runs over fakes.
 * Nothing is started here.
 */
import { ContextShelf } from '../../lib/context/context-shelf.ts';
import { type ContextStore, createTransientContextStore } from '../../lib/context/context-store.ts';
import { JobRunner } from '../../lib/jobs/job-runner.ts';
import type { KeepAlive, RunStore, Wakeup } from '../../lib/jobs/ports.ts';
import type { HandlersFor } from '../../lib/shared/command.ts';
import type { TopicSource } from '../../lib/shared/topic-source.ts';
import type { RunRequest } from '../../lib/run-request/run-request.ts';
import type { PagePreview } from '../../lib/web-search/page-preview.ts';
import type { Clock } from '../../lib/shared/clock.ts';
import type { ReadRows } from '../../lib/notion/read-rows.ts';
import type { NotionWorkspace } from '../../lib/notion/workspace.ts';
import { Emitter } from '../../lib/shared/emitter.ts';
import { blocksOfOtherRuns } from '../../lib/generation/body/blocks-of-other-runs.ts';
import { countRows } from '../../lib/generation/rows/count-rows.ts';
import { EstimateFacts } from '../../lib/runs/estimate-facts.ts';
import { EstimateService, type EstimateServiceDeps } from '../../lib/runs/estimate-service.ts';
import { createJobExecutor } from '../../lib/runs/job-executor.ts';
import { previewPage } from '../../lib/generation/preview/preview-page.ts';
import type { GenerationPorts } from '../../lib/generation/request/generation-ports.ts';
import { estimateQuestion } from '../../lib/runs/question-cost.ts';
import { PromptBudget } from '../../lib/runs/prompt-budget.ts';
import { asksBeforeItReads } from '../../lib/generation/rows/asks-before-it-reads.ts';
import { requireLease } from '../../lib/jobs/require-lease.ts';
import { withoutGiven } from '../../lib/generation/body/without-given.ts';
import { EditWatch } from '../../lib/generation/rows/edit-watch.ts';
import { RowLister } from '../../lib/generation/rows/row-lister.ts';
import { RowPace } from '../../lib/generation/rows/row-pace.ts';
import { RowSources } from '../../lib/generation/rows/row-sources.ts';
import { RunHistory, type RunHistoryDeps } from '../../lib/runs/run-history.ts';
import type { RunCommands } from '../../lib/runs/run-commands.ts';
import { RunsService, type RunsServiceDeps } from '../../lib/runs/runs-service.ts';
import { UndoRunner } from '../../lib/generation/undo/undo-runner.ts';
import { undoJob, isUndone, markUndone } from '../../lib/generation/undo/undo-job.ts';
import { LiveTexts } from '../../lib/runs/live-texts.ts';
import { findRunTopic } from '../../lib/runs/run-topics.ts';
import { withBudget } from '../../lib/runs/with-budget.ts';
import { withPace } from '../../lib/runs/with-pace.ts';

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
    | 'onText'
    | 'allowAnswer'
    | 'answerCame'
    | 'answerCounted'
    | 'blocksOfOtherRuns'
    | 'untilWritable'
    | 'contextOf'
    | 'onSearch'
  >;
  /** What runs read of their context. Default: kept as long as the worker lives. */
  readonly contextStore?: ContextStore;
  /** How many answers of an engine the person allows at once; absent: as many as it takes. */
  readonly mostAtOnce?: (engine: string) => number | undefined;
  /** What was read when databases were opened: their runs take it over. */
  readonly readRows?: ReadRows;
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
  /** Before all is erased: runs stop and previews end; resolves when nothing of them can be stored any more. */
  stopAll(): Promise<void>;
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
    allowAnswer: (run, jobId, question) =>
      budget.reserve(run, jobId, {
        // A preview is no job, and has no lease.
        ...(!question?.request.isPreview && { check: (job) => requireLease(job, deps.owner) }),
        ...(question && {
          question: { cost: () => estimateQuestion(run, question.request, deps.ports), signal: question.signal },
        }),
      }),
    answerCame: (jobId, dollars) => budget.answerCame(jobId, dollars),
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
  const lister = new RowLister({ ...shared, readRows: deps.readRows, workspaceFor: deps.ports.workspaceFor });
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
  const previews = createPreviews(deps, ports);
  return {
    service,
    history,
    changes,
    handlers: {
      ...handlersOf(service, history),
      'runs.estimate': (request) => estimates.estimate(request),
      'preview.page': ({ request }) => previews.make(request),
    },
    topics: (topic) => findRunTopic(history, changes, topic),
    takeOver: async () => {
      await runner.followClock();
      await deps.store.releaseLeasesOfOthers(deps.owner, clock.now());
      await service.resumeAll();
    },
    pump: () => service.resumeAll(),
    stopAll: async () => {
      await previews.stop();
      await service.stopAll();
    },
    drain: () => runner.drain(),
  };
}

function createPreviews(deps: RunsDeps, ports: GenerationPorts) {
  const underWay = new Map<AbortController, Promise<unknown>>();
  return {
    make: (request: RunRequest): Promise<PagePreview> => {
      const controller = new AbortController();
      const making = preview(request, deps, ports, controller.signal);
      underWay.set(controller, making);
      return making.finally(() => underWay.delete(controller));
    },
    stop: async (): Promise<void> => {
      for (const controller of underWay.keys()) controller.abort();
      await Promise.allSettled(underWay.values());
    },
  };
}

/** Context is read for it alone, and forgotten with it; the worker stays as long as it takes. */
async function preview(
  request: RunRequest,
  deps: RunsDeps,
  ports: GenerationPorts,
  signal: AbortSignal,
): Promise<PagePreview> {
  const shelf = createShelf({ ...deps, contextStore: createTransientContextStore() });
  const contextOf: GenerationPorts['contextOf'] = (run, workspace, stop) => shelf.read(run, workspace, stop);
  deps.keepAlive.hold();
  try {
    return await previewPage(request, { ...deps, ports, workspace: deps.workspaceNow, contextOf }, signal);
  } finally {
    deps.keepAlive.release();
  }
}

function createShelf({ contextStore = createTransientContextStore(), ports: { clock } }: RunsDeps): ContextShelf {
  return new ContextShelf({ store: contextStore, rest: () => clock.sleep(0) });
}

type Shared = RunsDeps & { readonly clock: Clock; readonly onChange: (runId: string) => void };

function createEstimates(shared: Shared, ports: GenerationPorts): EstimateService {
  const { clock, workspaceNow } = shared;
  return new EstimateService({
    ...shared,
    countRows: async (request) => countRows(await workspaceNow(), request, clock.now()),
    facts: new EstimateFacts(workspaceNow, clock.now),
    priceOf: ports.priceOf,
    ...(ports.feesOf && { feesOf: ports.feesOf }),
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
    executor: withBudget(withPace(executor, pace), budget),
    concurrency: (run) =>
      run.request.kind === 'rows' ? Math.min(pace.limitFor(run), shared.mostAtOnce?.(run.engine) ?? Infinity) : 1,
    worksWhileWaiting: (run, { reason }) => reason === 'notion-limit' && asksBeforeItReads(run),
  });
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
