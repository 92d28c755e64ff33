/** Runs and their rows as surfaces show them. */
import type { UsedContext } from '../context/context-source.ts';
import type { CellOutcome } from '../generation/rows/cell-outcomes.ts';
import type { Rest } from '../jobs/reopen-run.ts';
import type { Job, MadeBy, Run, RunState, RunUndo } from '../jobs/run.ts';
import type { WebSearch, WebSource } from '../language-model/web-source.ts';
import type { GenerationOptions } from '../run-request/generation-options.ts';
import type { Output } from '../run-request/output.ts';
import type { RunRequest } from '../run-request/run-request.ts';
import type { Failure } from '../shared/app-error.ts';

/** What a list shows of a run. Neither its text nor what it was given: a list holds a hundred of them and is sent at each change. */
export interface RunSummary extends Pick<Run, (typeof LISTED)[number]> {
  readonly request: Pick<RunRequest, 'kind' | 'target'> & {
    /** The prompt is cut to its first 300 characters. */
    readonly options: Pick<GenerationOptions, 'prompt'>;
  };
  readonly state: RunState;
  readonly connectionName?: string;
  /** Rows: those that were worked on; rows that were skipped take no time. */
  readonly rowsPerMinute?: number;
  readonly secondsLeft?: number;
  readonly undo?: RunUndo & { readonly secondsLeft?: number };
}

/** One run, as the view of it shows it. */
export interface RunView extends Omit<RunSummary, 'request'>, Pick<Run, (typeof SHOWN)[number]> {
  /** Without what it was given beside its prompt: a text to be written, and examples. */
  readonly request: Pick<RunRequest, 'kind' | 'target' | 'options' | 'selectedText'>;
  readonly canUndo: boolean;
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
  /** Rows, while some are left: what the whole run will take, by what its rows really took. Dollars where the price is known. */
  readonly expected?: { readonly tokens: number; readonly cost?: number };
  /** Runs of rows that were stopped: what Go on would take up. */
  readonly rest?: Rest;
}

/** Members of a stored run that a list shows as they are. */
export const LISTED = [
  'id',
  'connectionId',
  'engine',
  'model',
  'createdAt',
  'endedAt',
  'wait',
  'failure',
  'listing',
  'total',
  'done',
  'failed',
  'skipped',
  'review',
  'prompts',
  'inputTokens',
  'outputTokens',
  'cost',
  'trial',
  'automatic',
] as const satisfies readonly (keyof Run)[];

/** Members that the view of one run shows as well. */
export const SHOWN = [
  'stepModels',
  'startedAt',
  'searches',
  'fees',
  'usageEstimated',
] as const satisfies readonly (keyof Run)[];

/** `review`: a part of the answer failed a check and waits for a person. */
export type ShownJobState = Job['state'] | 'review';

/** Not over yet: neither written nor given up. */
export function isInWork({ state }: Pick<JobView, 'state'>): boolean {
  return state === 'pending' || state === 'generating' || state === 'writing';
}

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

/** A row whose trial answer was accepted. It is not generated again with the same prompt and output. */
export interface AcceptedRow {
  readonly rowId: string;
  /** `hashAsked` of the trial. */
  readonly prompt: string;
  readonly output?: Output;
  /** The answer stands in Notion; else it is still on its way. */
  readonly written: boolean;
  /** What was written: property ids, and `BODY_OUTPUT`. */
  readonly outputs: readonly string[];
  /** When that was so last (epoch ms). */
  readonly at: number;
}
