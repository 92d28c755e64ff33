import type { Failure } from '../../shared/app-error.ts';
import type { UsedContext } from '../../context/context-source.ts';
import type { CheckProblem } from './check-answer.ts';
import type { RelatedInput } from './row-inputs.ts';
import type { PropertyValues } from '../../notion/workspace.ts';
import type { WebSearch, WebSource } from '../../language-model/web-source.ts';
import type { BodyCheckpoint, OwnText } from '../body/page-checkpoint.ts';

/** One cell as it was when the row was read. */
export interface CellBefore {
  readonly propertyId: string;
  /** Hash of Notion's value in normal form: an edit is told by it. */
  readonly hash: string;
  /** It held something: written only with “Overwrite filled cells”. An unticked checkbox or a status at its default is empty. */
  readonly filled?: true;
  /** What the property was called. */
  readonly name?: string;
  /** What it held, as text, cut where it is long; absent where it held nothing. */
  readonly text?: string;
  /** What Undo puts back, as PATCH takes it; absent where it cannot come back exactly. */
  readonly restore?: Readonly<Record<string, unknown>>;
}

/** How a step of several ended. */
export interface StepEnd {
  readonly state: 'done' | 'skipped';
  readonly failure?: Failure;
}

/** What is known so far of one row. */
export interface RowCheckpoint {
  readonly version: 1;
  /** When the row was read (epoch ms). */
  readonly readAt?: number;
  readonly cells?: readonly CellBefore[];
  /** The cells as text, for “before” in a list. */
  readonly beforeText?: string;
  /** Values that the prompt names, by property name. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Relations that the prompt names, by property name. */
  readonly relations?: Readonly<Record<string, RelatedInput>>;
  /** Those that Notion works out, as they read after the write. */
  readonly computed?: Readonly<Record<string, string>>;
  /** A person changed a cell since it was read: seen by a look at edited rows. */
  readonly edited?: true;
  /** Fence of this row's request: kept, so that links are judged alike when it goes on. */
  readonly nonce?: string;
  /** What the model was sent, as `sentText` tells it. */
  readonly sent?: string;
  /** What it was given of the run's context. */
  readonly usedContext?: readonly UsedContext[];
  /** What the engine looked up for it. */
  readonly search?: WebSearch;
  /** Of a later step: the sources that an earlier one wrote where this one's go. */
  readonly earlierSources?: readonly WebSource[];
  /** The model's answer, paid for: never asked for again. */
  readonly answerText?: string;
  /** One repair was asked for. */
  readonly repaired?: true;
  /** What is to be written, by property id. */
  readonly values?: PropertyValues;
  /** The values as text. */
  readonly answerShown?: string;
  /** By property id, where a value holds ids alone (relations, people), or would: what the model named. */
  readonly named?: Readonly<Record<string, string>>;
  /** Of `values` and the body, by property id and `BODY_OUTPUT`: what is not written until a person says so, and why. */
  readonly held?: Readonly<Record<string, readonly CheckProblem[]>>;
  /** Of those: what a person wants written as it is, whatever a check says. */
  readonly released?: readonly string[];
  /** A person decided on what was held, when the run was perhaps long over: the row is looked at before it is written. */
  readonly reviewed?: true;
  /** What is held is asked for once more. */
  readonly again?: true;
  /** Hosts of addresses that the answer held and that may not be written. */
  readonly dropped?: readonly string[];
  /** The write went out (epoch ms by Notion's clock) and its answer is not known. */
  readonly sentAt?: number;
  /** Of a trial, whose cells are written one by one: the properties of that write. */
  readonly sending?: readonly string[];
  /** An earlier write went out then and was not found in the row: it may still land. */
  readonly lostAt?: number;
  /** Hashes of the cells as Notion echoed them: Undo skips what a person edited since. */
  readonly written?: readonly CellBefore[];
  /** A page body that is made anew: what an earlier run wrote there. It goes when the new text stands. */
  readonly replaces?: OwnText;
  /** Rows whose output is their page body. */
  readonly body?: BodyCheckpoint;
  /** A trial: nothing is written until the person accepts. */
  readonly decision?: 'open' | 'accepted' | 'rejected';
  /** Cells of it that are decided, by property id: those accepted are written while others are open. */
  readonly cellDecisions?: Readonly<Record<string, 'accepted' | 'rejected'>>;
  /** A trial that replaces bodies: ids of the blocks that stood there when it was asked for. What came since is not replaced. */
  readonly replaceable?: readonly string[];
  readonly undone?: true;
  /** Of several steps: this one is over. */
  readonly ended?: StepEnd;
  /** The steps after the first, as far as the row has come; see row-steps.ts. */
  readonly later?: readonly RowCheckpoint[];
  /** The row's title when a later step began. */
  readonly topic?: string;
}

export const NEW_ROW: RowCheckpoint = { version: 1 };

/** What the next write sends: neither what is held or undecided nor what stands there already. */
export function valuesToSend(row: RowCheckpoint): PropertyValues {
  const { values = {}, held = {}, written = [], decision, cellDecisions = {} } = row;
  const isDone = new Set(written.map(({ propertyId }) => propertyId));
  const isMeant = (id: string) => decision !== 'open' || cellDecisions[id] === 'accepted';
  return Object.fromEntries(Object.entries(values).filter(([id]) => !isDone.has(id) && !(id in held) && isMeant(id)));
}

/** What a write held whose answer was lost; cells that were accepted since are not among it. */
export function valuesOnTheirWay(row: RowCheckpoint): PropertyValues {
  const { sending } = row;
  const entries = Object.entries(valuesToSend(row));
  return Object.fromEntries(sending ? entries.filter(([id]) => sending.includes(id)) : entries);
}

/** A trial's answer of which at least one cell is to be written. */
export function acceptsSome({ decision, cellDecisions = {} }: RowCheckpoint): boolean {
  return decision === 'accepted' || (decision === 'open' && Object.values(cellDecisions).includes('accepted'));
}

/** A part of the answer waits for a person. */
export function needsReview({ held = {}, undone }: RowCheckpoint): boolean {
  return !undone && Object.keys(held).length > 0;
}

/** The whole answer is there: paid for, and ready to be written. */
export function hasAnswer({ values, body }: RowCheckpoint): boolean {
  return values !== undefined || body?.answer?.final === true;
}

/** A stored checkpoint, or a new one. */
export function parseRowCheckpoint(value: unknown): RowCheckpoint {
  if (value === undefined || value === null) return NEW_ROW;
  const candidate = value as Partial<RowCheckpoint>;
  if (candidate.version === 1) return candidate as RowCheckpoint;
  throw new TypeError('a checkpoint of an unknown version');
}
