/** What generating needs from outside, beyond the store: built anew for each job, so that changed settings count at once. */
import type { ContextSource, UsedContext } from '../../context/context-source.ts';
import type { Run } from '../../jobs/run.ts';
import type { EngineId, LanguageModel, ModelRequest, Usage } from '../../language-model/language-model.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Clock } from '../../shared/clock.ts';

export interface GenerationPorts {
  readonly clock: Clock;
  /** The person's time zone (IANA) now; default: the device's. */
  readonly timeZone?: () => string;
  /**
   * The workspace of the stored token. What Undo sends goes before what is written anew.
   * @throws AppError `notion-token-missing`, `locked`, or `target-other-workspace` when the token is of another workspace.
   */
  workspaceFor(run: Run, purpose?: 'undo'): Promise<NotionWorkspace>;
  /** @throws AppError `engine-key-missing`, `engine-model-missing`, `locked`, `engine-permission` */
  modelFor(run: Run): Promise<LanguageModel>;
  /** Dollars, or undefined where the price is not known. */
  priceOf(model: string, engine: string, usage: Usage): Promise<number | undefined>;
  /** Dollars for the searches of an answer whose price is not known; undefined: none, or none are known. */
  feesOf?(model: string, engine: string, usage: Usage): Promise<number | undefined>;
  /**
   * Reserves one answer of the plan for this job and, where a question is about to be asked, what it will cost. Waits for the answers on
   * their way where those might use up the cap. @throws AppError `prompts-used-up` or `spending-cap`, and the signal's reason
   */
  allowAnswer(run: Run, jobId: string, question?: Question): Promise<void>;
  /** What an answer took (dollars; undefined: nobody knows) takes the place of what was reserved for it, until it is stored. */
  answerCame(jobId: string, dollars: number | undefined): void;
  /** What was reserved for this job is counted now: the next step of a row reserves its own. */
  answerCounted(jobId: string): void;
  /**
   * Resolves once a write to this row of the run cannot hide others from the listing of its rows; rejects with the signal's reason.
   * Where that takes time, `beforeWait` is awaited first.
   */
  untilWritable(run: Run, rowId: string, signal: AbortSignal, beforeWait?: () => Promise<void>): Promise<void>;
  /** Ids of blocks that other runs wrote on a page: never taken for ours. */
  blocksOfOtherRuns(runId: string, subjectId: string): Promise<ReadonlySet<string>>;
  /** Whether what is written bears a person's name (a personal token), and not that of an integration. */
  writesAsPerson(): Promise<boolean>;
  /**
   * The pages and databases that the run's model may read, each read once per run.
   * @throws AppError `context-unreadable`, and what the workspace throws
   */
  contextOf(run: Run, workspace: NotionWorkspace, signal: AbortSignal): Promise<readonly ContextSource[]>;
  /** What Settings say about writing, where the run does not say otherwise. */
  writingSettings(): Promise<WritingSettings>;
  /** A fence for untrusted text, new for each request. */
  newNonce(): string;
  /** What the engine looks for on the web just now; empty where it did not say. */
  onSearch(run: Run, query: string): void;
  /** What a surface may show before it is stored: the text so far. */
  onText(run: Run, text: string): void;
}

export interface Question {
  readonly request: ModelRequest;
  readonly signal: AbortSignal;
}

export interface WritingSettings extends Pick<Settings, 'outputLanguage' | 'systemInstructions' | 'contextCharacters'> {
  /** How a model searches the web; undefined where it cannot. */
  readonly searchOf?: (
    engine: EngineId,
    model: string,
  ) => { readonly tokensPerSearch: number; readonly pricePerSearch?: number; readonly isPreview?: true } | undefined;
  /** Tokens that a model of the person's own server has room for, set by the person or told by the server. */
  readonly windowOf?: (engine: EngineId, model: string) => number | undefined;
}

/** What is asked of the model, and which links its answer may hold. */
export interface PreparedRequest {
  readonly request: ModelRequest;
  readonly allowLink: (url: string) => boolean;
  /** Which addresses a URL or e-mail property may get. */
  readonly allowAddress: (url: string) => boolean;
  readonly usedContext?: readonly UsedContext[];
}
