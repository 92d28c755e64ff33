import type { Job } from '../../jobs/run.ts';
import { cleanAnswer } from '../../markdown/clean-answer.ts';
import { BODY_OUTPUT } from '../../notion/outdated.ts';
import type { CheckProblem } from './check-answer.ts';
import { renderWritable } from './row-cells.ts';
import type { CellBefore, RowCheckpoint } from './row-checkpoint.ts';
import { currentStep, stepsOf } from './row-steps.ts';

/** What became of a cell: `review` for an answer that a check refused. */
export type Outcome = 'kept' | 'written' | 'empty' | 'review';

/** One property of a row in a run. */
export interface CellOutcome {
  readonly propertyId: string;
  /** What the property was called when the row was read. */
  readonly name: string;
  /** Absent while nothing is decided: the answer is not there, or waits to be written. */
  readonly outcome?: Outcome;
  /** What stood there before, as text; absent: nothing. */
  readonly before?: string;
  /** What was written, or will be; absent where nothing is. */
  readonly after?: string;
  /** What its checks say: it is not written (`review`), or waits for a decision in a trial. */
  readonly problems?: readonly CheckProblem[];
}

/** Reasons for which nothing of a row was touched, neither by the run nor by a person meanwhile. */
const LEFT_AS_IT_IS: ReadonlySet<string> = new Set([
  'row-filled',
  'row-accepted',
  'row-undecided',
  'row-no-input',
  'row-condition',
]);

/**
 * What happened to each property that the run was to write, in the order chosen. Undefined for page bodies, for rows that a person
 * edited meanwhile, and for rows of an older version that did not keep the names.
 */
export function cellOutcomes(
  job: Pick<Job, 'state' | 'failure'>,
  row: RowCheckpoint,
): readonly CellOutcome[] | undefined {
  if (!row.later && !row.ended) return outcomesOfStep(job, row);
  const outcomes = stepsOf(row).flatMap((step) => outcomesOfStep(step.ended ?? job, step) ?? []);
  // A property that two steps wrote is told by the last of them.
  const last = new Map(outcomes.map((outcome) => [outcome.propertyId, outcome]));
  return last.size > 0 ? [...last.values()] : undefined;
}

function outcomesOfStep(
  { state, failure }: Pick<Job, 'state' | 'failure'>,
  row: RowCheckpoint,
): readonly CellOutcome[] | undefined {
  const { cells = [], values } = row;
  if (cells.length === 0 || cells.some(({ name }) => name === undefined)) return undefined;
  if (state === 'failed' || (state === 'skipped' && failure && !LEFT_AS_IT_IS.has(failure.code))) return undefined;
  return cells.map((cell): CellOutcome => {
    const isThere = values?.[cell.propertyId] !== undefined || row.held?.[cell.propertyId] !== undefined;
    const after = isThere ? textOf(row, cell.propertyId) : undefined;
    const outcome = outcomeOf(cell, row, state);
    const problems = row.held?.[cell.propertyId];
    return {
      propertyId: cell.propertyId,
      name: cell.name ?? '',
      ...(outcome && { outcome }),
      ...(cell.text !== undefined && { before: cell.text }),
      ...(after !== undefined && isTold(state, outcome) && { after }),
      ...(problems && { problems }),
    };
  });
}

/** So much of a body is shown (characters). */
const SHOWN_TEXT = 20_000;

/** The body of a row as a cell, where its checks have something to say of it. */
export function bodyOutcome(row: RowCheckpoint): CellOutcome | undefined {
  const step = currentStep(row);
  const problems = step.held?.[BODY_OUTPUT];
  if (!problems) return undefined;
  const after = cleanAnswer(step.body?.answer?.text ?? '').slice(0, SHOWN_TEXT);
  const { beforeText: before } = step;
  return {
    propertyId: BODY_OUTPUT,
    name: '',
    outcome: 'review',
    ...(before !== undefined && { before }),
    after,
    problems,
  };
}

/** Of a row that was skipped, only what was written before or waits for a person. */
function isTold(state: Job['state'], outcome: Outcome | undefined): boolean {
  return state !== 'skipped' || outcome === 'written' || outcome === 'review';
}

function outcomeOf(
  { propertyId, text }: CellBefore,
  { written, held = {} }: RowCheckpoint,
  state: Job['state'],
): Outcome | undefined {
  if (written?.some((cell) => cell.propertyId === propertyId)) return 'written';
  if (state === 'skipped' && held[propertyId]) return 'review';
  if (state !== 'done' && state !== 'skipped') return undefined;
  return text === undefined ? 'empty' : 'kept';
}

function textOf({ values = {}, named }: RowCheckpoint, propertyId: string): string {
  const shown = named?.[propertyId];
  const value = values[propertyId] as object | undefined;
  return shown ?? (value === undefined ? '' : renderWritable(Object.keys(value)[0] ?? '', value));
}
