import type { EngineId } from '../language-model/language-model.ts';
import type { Slower } from '../language-model/slow-model.ts';

export type TargetKind = 'page' | 'database';

/** Where new text goes on a page. On a blank page all three just fill it. */
export type Where = 'end' | 'top' | 'replace';

/** A Notion page or database that a person can generate into, as the API described it. */
export interface Target {
  readonly kind: TargetKind;
  /** Page id or database id, dashed. */
  readonly id: string;
  /** Databases: the data source that rows are read from and written to. */
  readonly dataSourceId?: string;
  readonly title: string;
  readonly url: string;
  readonly icon?: string;
  /** Titles of the pages above it, outermost first, as far as they were known when it was chosen. */
  readonly path?: readonly string[];
}

/** What a run of rows writes. Property ids, not names: a rename in mid-run is harmless. */
export type Output =
  | { readonly kind: 'property'; readonly propertyId: string }
  | { readonly kind: 'properties'; readonly propertyIds: readonly string[] }
  | { readonly kind: 'body'; readonly where: Where };

export type RowSelection =
  | { readonly kind: 'ticked'; readonly rowIds: readonly string[] }
  | { readonly kind: 'all' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'view'; readonly viewId: string }
  /** Rows that Visen made with another prompt, or whose inputs changed since; a run names them, a connection does not. */
  | { readonly kind: 'outdated'; readonly rowIds: readonly string[] };

/** Which rows are ticked: each that differs from the others is named, so that thousands take no room. */
export interface RowTicks {
  /** Rows that are not named: as their own checkbox Generate says, all ticked, or none. */
  readonly others: 'column' | 'all' | 'none';
  readonly ticked: readonly string[];
  readonly unticked: readonly string[];
}

/** How a condition compares a property with its value; which ones fit a property is said by `comparisonsFor`. */
export const COMPARISONS = [
  'is',
  'is-not',
  'contains',
  'contains-not',
  'starts-with',
  'ends-with',
  'greater',
  'less',
  'at-least',
  'at-most',
  'before',
  'after',
  'on-or-before',
  'on-or-after',
  'past-week',
  'past-month',
  'past-year',
  'this-week',
  'next-week',
  'next-month',
  'next-year',
  'ticked',
  'unticked',
  'empty',
  'filled',
] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** “Only where Status is Draft”. */
export interface RowCondition {
  readonly propertyId: string;
  readonly comparison: Comparison;
  /** As a person types or chooses it: an option's name, a number, a date (`2026-12-01`, `today`), a text. Absent where none is needed. */
  readonly value?: string;
}

/** More pages and databases would each get too little of the room there is in a request. */
export const MOST_CONTEXT = 10;

/** What an answer must be like to be written; one that is not needs a person's review. */
export interface OutputChecks {
  /** Characters, as a person counts them. */
  readonly shortest?: number;
  readonly longest?: number;
  /** A regular expression that must be found in it. */
  readonly mustMatch?: string;
  /** One word or phrase a line; in any case of letters. */
  readonly mustNotContain?: string;
  /** No other row of the source has the same. Not for page bodies. */
  readonly unique?: boolean;
  /** “As an AI …” is no answer. */
  readonly noRefusals?: boolean;
}

/** What is asked of each row after the first prompt, with its own output; it sees what the earlier steps wrote. */
export interface GenerationStep {
  readonly prompt: string;
  readonly output?: Output;
  readonly instructions?: Readonly<Record<string, string>>;
  readonly conditions?: readonly RowCondition[];
  readonly checks?: Readonly<Record<string, OutputChecks>>;
  readonly allowNewOptions?: boolean;
  /** Absent: those of the first step. */
  readonly engine?: EngineId;
  readonly model?: string;
}
/** Searching the web, for a page or for each row. */
export interface SearchOptions {
  /** Searches a row, 1 to 5. */
  readonly most: number;
  /** Pages: the text ends with a list of its sources. */
  readonly addSources: boolean;
  /** Rows: the property that the sources are written into. Absent: into none. */
  readonly into?: string;
}

export const DEFAULT_SEARCH: SearchOptions = { most: 2, addSources: true };

/** What a connection or a run asks for; a run keeps its own copy. */
export interface GenerationOptions {
  readonly prompt: string;
  readonly where: Where;
  readonly usePageContent: boolean;
  readonly output?: Output;
  /** What a property is to hold, beside what the prompt says for all; by property id. Several properties only. */
  readonly instructions?: Readonly<Record<string, string>>;
  /** Only rows that meet every one of these, of those that the choice of rows means. */
  readonly conditions?: readonly RowCondition[];
  readonly overwriteFilled?: boolean;
  /** By property id, and `BODY_OUTPUT` for the page body. */
  readonly checks?: Readonly<Record<string, OutputChecks>>;
  readonly allowNewOptions?: boolean;
  /** Rows: steps after the first, which the options themselves are. */
  readonly steps?: readonly GenerationStep[];
  /** Slower at half the price, where the model has that. Absent: at the normal price. */
  readonly slower?: Slower;
  /** Rows: answers that were accepted in trials are shown to the model. */
  readonly useExamples?: boolean;
  /** Absent: what Settings say at the start of the run. */
  readonly engine?: EngineId;
  readonly model?: string;
  readonly temperature?: number;
  readonly effort?: 'none' | 'low' | 'medium' | 'high';
  readonly maxOutputTokens?: number;
  readonly outputLanguage?: string;
  readonly systemInstructions?: string;
  readonly extraContext?: string;
  /** Pages and databases of the workspace that the model may read. */
  readonly context?: readonly Target[];
  /** The model may search the web. Absent: it may not. */
  readonly search?: SearchOptions;
}

export const DEFAULT_GENERATION_OPTIONS: GenerationOptions = { prompt: '', where: 'end', usePageContent: true };

/** A saved target with its prompt. */
export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly target: Target;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly options: GenerationOptions;
  /** Database view of Create as it was left: how rows were chosen. Its row ids count only where there are no `ticks`. */
  readonly selection?: RowSelection;
  /** Which rows were ticked, also while others are chosen. */
  readonly ticks?: RowTicks;
  /** Columns that a person showed or hid, by property id; the others follow the prompt and the output. */
  readonly columns?: Readonly<Record<string, boolean>>;
  /** How many rows were out of date when they were last seen. */
  readonly outdated?: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastRun?: { readonly runId: string; readonly at: number; readonly state: string };
  readonly stats: {
    readonly rowsDone: number;
    readonly rowsFailed: number;
    readonly prompts: number;
    readonly tokens: number;
    readonly cost: number;
  };
}
