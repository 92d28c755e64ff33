/** Whether a row is to be written, judged from its cells as they are when it is listed, and the job that it becomes. */
import { askedText, instructionsText } from '../../run-request/asked-text.ts';
import { type Output, propertyIdsOf } from '../../run-request/output.ts';
import { createJob, type Job, type Run } from '../../jobs/run.ts';
import type { PageObjectResponse } from '../../notion/api-types.ts';
import { BODY_OUTPUT } from '../../notion/outdated.ts';
import type { PropertySchema } from '../../notion/property-value.ts';
import { hasSomethingToWorkOn } from '../../prompt/has-something.ts';
import type { ErrorCode } from '../../shared/app-error.ts';
import type { TrialStanding } from './after-trial.ts';
import { type MadeRow, outdatedOutputs } from './made-with.ts';
import { allFilled, showCells, snapshotCells } from './row-cells.ts';
import type { CellBefore, RowCheckpoint } from './row-checkpoint.ts';
import { readInputs, readRelations } from './row-inputs.ts';
import { pageTitle } from '../../notion/rich-text-to-plain.ts';

/** What a row is judged with. */
export interface RowReading {
  readonly output: Output;
  readonly schemaOf: (propertyId: string) => PropertySchema | undefined;
  /** Epoch ms. */
  readonly now: number;
  /** What Visen made of the row: looked up only for a run that makes such rows anew. */
  readonly made: MadeRow | undefined;
  /** What trials left of the row. */
  readonly trial: TrialStanding | undefined;
}

/** The row's job. One that is not to be written is skipped at once, with the reason. */
export function planRow(run: Run, row: PageObjectResponse, reading: RowReading): Job<RowCheckpoint> {
  const { now, made, output } = reading;
  const { options } = run.request;
  const ids = propertyIdsOf(output);
  const job = createJob(run.id, 0, { id: row.id, title: pageTitle(row) }, now);
  const beforeText = showCells(row, ids);
  const outdated = made ? outdatedOutputs(made, options) : new Set<string>();
  const asked = askedText(options);
  const relations = readRelations(asked, row);
  // Where the sources go is a cell like the others, but no reason to write the row or to leave it.
  const extra = options.search?.into === undefined || ids.includes(options.search.into) ? [] : [options.search.into];
  const checkpoint: RowCheckpoint = {
    version: 1,
    readAt: now,
    // A cell that Visen wrote itself with an outdated prompt counts as empty.
    cells: snapshotCells(row, [...ids, ...extra], reading.schemaOf).map((cell) =>
      outdated.has(cell.propertyId) ? asEmpty(cell) : cell,
    ),
    inputs: readInputs(asked, row),
    ...(Object.keys(relations).length > 0 && { relations }),
    ...(beforeText !== '' && { beforeText }),
    ...(run.trial && { decision: 'open' }),
    ...(outdated.has(BODY_OUTPUT) && made?.body && { replaces: made.body }),
  };
  const planned: Job<RowCheckpoint> = { ...job, checkpoint };
  const code =
    (reading.trial === 'undecided' ? 'row-undecided' : undefined) ??
    (options.overwriteFilled ? undefined : refusal(run, output, withoutCells(checkpoint, extra), reading)) ??
    withoutInput(run.request, planned, checkpoint);
  if (code === undefined) return planned;
  return { ...planned, state: 'skipped', phase: 'ended', failure: { code, retry: 'never' } };
}

/** The run makes rows anew that Visen made before. */
export function isRenewal(run: Run): boolean {
  return run.request.selection?.kind === 'outdated';
}

function withoutCells(checkpoint: RowCheckpoint, ids: readonly string[]): RowCheckpoint {
  const cells = checkpoint.cells?.filter(({ propertyId }) => !ids.includes(propertyId)) ?? [];
  return { ...checkpoint, cells };
}

/** Why the row is not written: its cells are filled, or a person changed since what was to be made anew. */
function refusal(
  run: Run,
  output: Output,
  { cells = [], replaces }: RowCheckpoint,
  { made, trial }: RowReading,
): ErrorCode | undefined {
  if (output.kind === 'body' && !isRenewal(run) && trial === 'accepted') return 'row-accepted';
  if (output.kind === 'body' ? !isRenewal(run) || replaces : !allFilled(cells)) return undefined;
  if (isRenewal(run) && !made) return 'row-edited';
  return trial === 'accepted' ? 'row-accepted' : 'row-filled';
}

/** Nothing of what the prompt names stands in the row: a model would only ask back, and that would be paid for and written. */
function withoutInput(
  { options }: Run['request'],
  { title }: Job,
  { inputs = {} }: RowCheckpoint,
): ErrorCode | undefined {
  const given = { topic: title, properties: inputs };
  return hasSomethingToWorkOn(options.prompt, given, instructionsText(options)) ? undefined : 'row-no-input';
}

function asEmpty({ filled: _filled, ...cell }: CellBefore): CellBefore {
  return cell;
}
