/**
 * Every message between a surface and the background: types (and the live port's name). The compiler asks for a schema (schemas.ts) and a handler
 * (background services) for each. A content script may send `ContentMessage` and nothing else.
 */
import type {
  Connection,
  GenerationOptions,
  Output,
  RowCondition,
  RowSelection,
  RowTicks,
  Target,
  TargetKind,
} from '../connections/connection.ts';
import type { WebSearch, WebSource } from '../language-model/web-source.ts';
import type { UsedContext } from '../context/context-source.ts';
import type { CellOutcome } from '../generation/rows/cell-outcomes.ts';
import type { Rest } from '../jobs/reopen-run.ts';
import type { Job, MadeBy, Run, RunRequest, RunState, RunUndo } from '../jobs/run.ts';
import type { ServiceId } from '../language-model/services.ts';
import type { EngineId, ModelInfo } from '../language-model/language-model.ts';
import type { Plan, UsageView } from '../usage/plan.ts';
import type { SavedPrompt } from '../prompt-library/saved-prompt.ts';
import type { ImportChoice, ImportSummary } from '../transfer/import-choice.ts';
import type { SecretName, Settings, SettingsView } from '../settings/settings.ts';
import type { Failure } from '../shared/app-error.ts';
import type { Estimate, EstimateRow } from './estimate.ts';
import type { MirrorView } from './mirror-standing.ts';
import type { RowTemplate } from '../notion/workspace.ts';
import type { AddedRow, DatabaseView, NewRow, RowsPageView, RowView } from '../notion/views.ts';

export type { MirrorView } from './mirror-standing.ts';

export type {
  AddedRow,
  DatabaseView,
  NewRow,
  PropertyView,
  RowsPageView,
  RowView,
  TemplateState,
} from '../notion/views.ts';
export type { Estimate, EstimateRow };

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** One line per service after Save, and the answer of the two Test buttons. */
export interface CheckResult {
  readonly outcome: 'ok' | 'slow' | 'failed';
  readonly milliseconds: number;
  readonly workspaceName?: string;
  readonly integrationName?: string;
  readonly modelCount?: number;
  readonly failure?: Failure;
}

/** `null` removes a stored secret; a string replaces it; absent keeps it. */
export type SecretChange = Readonly<Partial<Record<SecretName, string | null>>>;

export interface FoundPage {
  readonly id: string;
  readonly kind: TargetKind;
  readonly title: string;
  readonly url: string;
  readonly icon?: string;
  readonly dataSourceId?: string;
  /** Titles of the pages above it, outermost first, as far as they are known. */
  readonly path?: readonly string[];
  /** A row of a database. */
  readonly isRow?: boolean;
}

/** A row whose trial answer was accepted. It is not generated again with the same prompt and output. */
export interface AcceptedRow {
  readonly rowId: string;
  /** `hashPrompt` of the trial's prompt. */
  readonly prompt: string;
  readonly output?: Output;
  /** The answer stands in Notion; else it is still on its way. */
  readonly written: boolean;
  /** What was written: property ids, and `BODY_OUTPUT`. */
  readonly outputs: readonly string[];
  /** When that was so last (epoch ms). */
  readonly at: number;
}

/** What is typed in Settings and not saved yet, of what an engine is asked with. */
export interface TypedServer {
  key?: string;
  baseUrl?: string;
  service?: ServiceId;
  moreHeaders?: string;
  moreFields?: string;
}

/** A run as lists show it. */
export interface RunView extends Run {
  readonly state: RunState;
  readonly canUndo: boolean;
  readonly connectionName?: string;
  /** Page runs: the text so far (cut to its last 4,000 characters while it streams). */
  readonly text?: string;
  /** Page runs that wrote something: where it stands. `end-instead`: the block with the selection was not found. */
  readonly wroteAt?: 'end' | 'top' | 'filled' | 'replaced' | 'after' | 'end-instead';
  /** The first block of it, in Notion's web app. */
  readonly wroteUrl?: string;
  /** What its engine looks for on the web just now; empty where it did not say. */
  readonly searching?: string;
  readonly phase?: 'reading' | 'generating' | 'writing' | 'removing';
  /** Rows: some are asked about, and no word of any answer has come yet. */
  readonly isAwaited?: boolean;
  /** Rows: those that were worked on; rows that were skipped take no time. */
  readonly rowsPerMinute?: number;
  readonly secondsLeft?: number;
  /** Rows, while some are left: what the whole run will take, by what its rows really took. Dollars where the price is known. */
  readonly expected?: { readonly tokens: number; readonly cost?: number };
  /** Runs of rows that were stopped: what Go on would take up. */
  readonly rest?: Rest;
  readonly undo?: RunUndo & { readonly secondsLeft?: number };
}

/** `review`: a part of the answer failed a check and waits for a person. */
export type ShownJobState = Job['state'] | 'review';

export interface JobView {
  readonly id: string;
  readonly seq: number;
  readonly subjectId: string;
  readonly title: string;
  readonly state: ShownJobState;
  readonly failure?: Failure;
  readonly answer?: string;
  readonly before?: string;
  /** Rows: what happened to each property. Absent for page bodies, and where an older version did not keep it. */
  readonly cells?: readonly CellOutcome[];
  readonly tokens?: number;
  /** Which engine and model the answer came from. Absent until there is one, and where an older version did not keep it. */
  readonly madeBy?: MadeBy;
  /** Pages of the web that its answer refers to. */
  readonly sources?: readonly WebSource[];
  readonly url: string;
  /** Rows of a trial: `open` asks the person; nothing is written before. Absent until the answer is there. */
  readonly decision?: 'open' | 'accepted' | 'rejected';
  /** Rows of a trial: cells that are decided while others are open, by property id. */
  readonly cellDecisions?: Readonly<Record<string, 'accepted' | 'rejected'>>;
}

/** One row or page of a run, in full. What is absent did not happen, or was not kept by an older version. */
export interface JobDetails {
  /** The words that went to the model, cut where they are long. */
  readonly sent?: string;
  /** What it was given of the run's context. */
  readonly context?: readonly UsedContext[];
  /** What was looked up on the web; absent where it was not asked for. */
  readonly search?: WebSearch;
  /** It was asked for, and the answer came without. */
  readonly unsearched?: boolean;
  /** The model's answer as it came. */
  readonly received?: string;
  /** The first answer could not be used: this is the second one. */
  readonly repaired?: boolean;
  /** The values that were written, as text. */
  readonly written?: string;
  /** Top-level blocks that were written. */
  readonly blocks?: number;
}

/** What Visen says once. */
export interface NoticesView {
  /** Notion tabs that were open before Visen was installed: they have no button until they are reloaded. */
  readonly tabsToReload: number;
  /** “Over Notion's own blocks, Notion's menu hides ours”: until it was dismissed. */
  readonly menuHint: boolean;
}

/** What the panel or popup shows for a tab. */
export interface PanelContext {
  readonly pageId?: string;
  readonly url?: string;
  readonly configured: boolean;
  readonly connection?: Connection;
  readonly draft?: Draft;
  readonly activeRunId?: string;
  readonly selectedText?: string;
  /** The block that the selection ends in; absent where the page did not tell. */
  readonly selectionBlockId?: string;
}

export interface Draft {
  readonly prompt: string;
  readonly options?: Partial<GenerationOptions>;
}

/** A preset set of commands: request and response of each. */
export interface Commands {
  'settings.save': { request: { settings: Partial<Settings>; secrets: SecretChange }; response: SettingsView };
  'settings.clear': { request: Record<string, never>; response: { cleared: true } };
  'settings.testNotion': { request: { token?: string }; response: CheckResult };
  'settings.testEngine': {
    /** `withAnswer`: also asks for a few tokens, since an empty account may list its models. */
    request: { engine: EngineId; model?: string; withAnswer?: boolean } & TypedServer;
    response: CheckResult;
  };
  /** `current`: the present passphrase, if there is one. */
  'settings.setPassphrase': { request: { passphrase: string | null; current?: string }; response: SettingsView };
  'settings.lock': { request: Record<string, never>; response: SettingsView };
  'settings.unlock': { request: { passphrase: string }; response: SettingsView };
  /** `passphrase`: asked for again where there is one and keys are included. */
  'settings.export': {
    request: { includeKeys: boolean; passphrase?: string };
    response: { fileName: string; json: string };
  };
  'settings.inspectImport': { request: { json: string }; response: ImportSummary };
  'settings.import': {
    request: { json: string; take: ImportChoice };
    response: { settings: boolean; prompts: number; connections: number; keys: number };
  };
  'models.list': {
    request: { engine: EngineId } & TypedServer;
    response: { models: readonly ModelInfo[]; defaultModel: string };
  };
  'notion.search': {
    /** `rows`: rows of databases too, which are left out otherwise. */
    request: { query: string; kind: TargetKind | 'any'; cursor?: string; rows?: boolean };
    /** `hasRows`: there were rows, and they were left out. */
    response: { results: readonly FoundPage[]; nextCursor?: string; hasRows?: boolean };
  };
  'target.resolve': { request: { url: string; kind?: TargetKind }; response: Target };
  'target.resolveId': { request: { pageId: string }; response: Target };
  /** What a replace would do to the page: its blocks, and what cannot come back. */
  'target.inspect': {
    request: { pageId: string };
    response: { blocks: number; kept: readonly string[]; irreversible: readonly string[]; blank: boolean };
  };
  'sample.createPage': { request: { parentPageId: string | null }; response: Target };
  'sample.createDatabase': { request: { parentPageId: string | null }; response: Target };
  'mirror.create': { request: { parentPageId: string | null }; response: { url: string } };
  'mirror.check': { request: { url: string }; response: MirrorView };
  'mirror.complete': { request: Record<string, never>; response: MirrorView };
  'mirror.sync': { request: Record<string, never>; response: MirrorView };
  /** `use`: the prompt from Notion may be used; else what stood here before comes back. */
  'mirror.decidePrompt': { request: { connectionId: string; use: boolean }; response: MirrorView };
  'connections.save': {
    request: {
      id: string;
      name: string;
      target: Target;
      options?: GenerationOptions;
      selection?: RowSelection;
      ticks?: RowTicks;
      columns?: Readonly<Record<string, boolean>>;
      outdated?: number;
    };
    response: Connection;
  };
  'connections.delete': { request: { id: string }; response: { deleted: boolean } };
  'connections.restore': { request: { id: string }; response: Connection };
  'connections.duplicate': { request: { id: string; newId: string }; response: Connection };
  'runs.start': {
    request: { id: string; request: RunRequest; connectionId?: string };
    response: { runId: string; connectionId: string };
  };
  'runs.control': {
    request: { runId: string; action: 'pause' | 'resume' | 'stop' | 'retry-failed' | 'go-on' | 'undo' };
    response: RunView;
  };
  'runs.jobs': {
    request: { runId: string; after?: number; limit: number; state?: ShownJobState };
    response: { jobs: readonly JobView[]; next?: number };
  };
  'runs.jobDetails': { request: { jobId: string }; response: JobDetails };
  /** The whole text a page run produced, for Copy. */
  'runs.text': { request: { runId: string }; response: { text: string } };
  'runs.export': {
    request: { runId: string; format: 'csv' | 'json' };
    response: { fileName: string; content: string };
  };
  /** `rows`: how many rows will be written, where the surface has counted them; else they are counted in Notion. `stepRows`: of how many each of several steps is asked. */
  'runs.estimate': {
    request: { request: RunRequest; rows?: number; stepRows?: readonly number[]; sample?: readonly EstimateRow[] };
    response: Estimate;
  };
  'database.open': { request: { databaseId: string; dataSourceId?: string }; response: DatabaseView };
  'database.rows': {
    request: { dataSourceId: string; cursor?: string };
    response: RowsPageView;
  };
  /** Names of a source's views that show rows, one request for each: asked for when the rows are there. */
  'database.views': {
    request: { dataSourceId: string; viewIds: readonly string[] };
    response: Pick<DatabaseView, 'views'>;
  };
  /** What the properties of another data source are called: of related pages. */
  'database.propertyNames': { request: { dataSourceId: string }; response: { names: readonly string[] } };
  /** Ids of a view's rows, by its own filter and in its own order. */
  'database.viewRows': { request: { viewId: string }; response: { rowIds: readonly string[] } };
  /** Ids of the rows that meet all conditions, oldest first. */
  'database.matchingRows': {
    request: { dataSourceId: string; conditions: readonly RowCondition[] };
    response: { rowIds: readonly string[] };
  };
  'database.addRow': {
    request: { dataSourceId: string; titlePropertyId: string; title: string; id: string };
    response: RowView;
  };
  /**
   * Rows with texts for their cells, each created once: the same ids may be sent again after a lost answer. Up to a hundred at once;
   * fewer show progress sooner. Rows of a template are `applying` at first; the same message at `lookAgainAt` looks again.
   */
  'database.addRows': {
    request: { dataSourceId: string; titlePropertyId: string; rows: readonly NewRow[]; templateId?: string };
    response: { rows: readonly AddedRow[]; lookAgainAt?: number };
  };
  /** The source's own templates. */
  'database.templates': { request: { dataSourceId: string }; response: { templates: readonly RowTemplate[] } };
  'database.renameRow': { request: { rowId: string; titlePropertyId: string; title: string }; response: RowView };
  /** A trial on up to three rows: answers are kept, nothing is written until accepted. */
  'trial.start': {
    request: { id: string; request: RunRequest; rowIds: readonly string[]; connectionId?: string };
    response: { runId: string };
  };
  /** Of one cell with `propertyId`, else of all that is open in the row. `text`: what is to be written in place of the answer. */
  'trial.decide': {
    request: { jobId: string; accept: boolean; propertyId?: string; text?: string };
    response: JobView;
  };
  /** Of a row that needs review: writes what is held, one cell or all, as it is or as `text` says; or asks the model once more. */
  'review.decide': {
    request: { jobId: string; action: 'write' | 'again'; propertyId?: string; text?: string };
    response: JobView;
  };
  /** What was accepted in all trials of a database. */
  'trial.accepted': {
    /** `output`: `examples` then says how many accepted answers there are for it that a run would show to the model. */
    request: { databaseId: string; dataSourceId?: string; output?: Output };
    response: { rows: readonly AcceptedRow[]; examples: number };
  };
  'plan.choose': {
    request: { plan: Plan['id']; monthlyPrompts?: number; spendingCap?: number | null };
    response: UsageView;
  };
  'prompts.save': { request: { prompt: SavedPrompt }; response: SavedPrompt };
  'prompts.delete': { request: { id: string }; response: { deleted: boolean } };
  'prompts.import': { request: { json: string }; response: { added: number } };
  'prompts.export': { request: Record<string, never>; response: { fileName: string; json: string } };
  'feedback.send': {
    request: { kind: 'idea' | 'problem' | 'praise'; message: string; diagnostics?: string };
    response: { state: 'sent' | 'queued' };
  };
  'feedback.diagnostics': { request: Record<string, never>; response: { text: string; available: boolean } };
  'panel.context': { request: { tabId: number }; response: PanelContext };
  /** Forgets what was selected in a tab. */
  'panel.dropSelection': { request: { tabId: number }; response: { dropped: true } };
  /** The language of the browser's own menu, as a BCP 47 tag; empty: the browser's. */
  'menu.language': { request: { language: string }; response: { language: string } };
  'notices.dismiss': { request: { notice: 'menu-hint' | 'reload-tabs' }; response: NoticesView };
  'panel.saveDraft': { request: { pageId: string; draft: Draft | null }; response: { saved: true } };
}

export type CommandName = keyof Commands;
export type CommandRequest<N extends CommandName> = Commands[N]['request'];
export type CommandResponse<N extends CommandName> = Commands[N]['response'];

/** What a surface can watch: it gets the value at once and again at each change. `run:<id>` is one run. */
export interface Topics {
  settings: SettingsView;
  usage: UsageView;
  connections: readonly Connection[];
  runs: readonly RunView[];
  prompts: readonly SavedPrompt[];
  mirror: MirrorView;
  notices: NoticesView;
  [run: `run:${string}`]: RunView | null;
  /** By tab id: follows the tab as it moves from page to page. */
  [panel: `panel:${number}`]: PanelContext;
}

export type TopicName = keyof Topics;

/** Over the live port. */
export type LiveRequest = { readonly watch: string } | { readonly unwatch: string };
/** `failure` in place of a value when the background could not read the topic. */
export type LivePush = { readonly topic: string; readonly value?: unknown; readonly failure?: Failure };
/** The live port's name. */
export const LIVE_PORT = 'live';

/** Over runtime.sendMessage from an extension page. */
export interface CommandMessage<N extends CommandName = CommandName> {
  readonly type: 'command';
  readonly name: N;
  readonly request: CommandRequest<N>;
}

/** The only thing a content script may ask. */
export interface ContentMessage {
  readonly type: 'open-panel';
  readonly pageId: string;
}
