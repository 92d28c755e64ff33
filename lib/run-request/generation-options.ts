/** The options of a page or of rows: the prompt, what is written where, and how the model is asked. */
import type { EngineId } from '../language-model/language-model.ts';
import type { Slower } from '../language-model/slow-model.ts';
import type { Output } from './output.ts';
import type { RowCondition } from './row-selection.ts';
import type { Target, Where } from './target.ts';

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

/** Of a prompt (characters): more than any model reads at once. */
export const LONGEST_PROMPT = 200_000;

/** More steps than anybody follows. */
export const MOST_STEPS = 10;

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
  /** Rows: pages whose addresses stand in the row are read, where the engine can. */
  readonly readLinks?: boolean;
}

export const DEFAULT_GENERATION_OPTIONS: GenerationOptions = { prompt: '', where: 'end', usePageContent: true };
