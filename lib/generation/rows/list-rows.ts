/**
 * Turns what a person chose into jobs, page by page of the query, with each row's cells as they are now: a fill of N rows
 * costs ⌈N/100⌉ reads for this. Started again after a stop it makes no job twice.
 */
import type { Output } from '../../connections/connection.ts';
import type { RunStore } from '../../jobs/ports.ts';
import { createJob, type Job, type Run } from '../../jobs/run.ts';
import type { PageObjectResponse } from '../../notion/api-types.ts';
import type { PropertySchema } from '../../notion/property-value.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { BODY_OUTPUT } from '../../notion/outdated.ts';
import { hasSomethingToWorkOn } from '../../prompt/has-something.ts';
import { AppError, type ErrorCode } from '../../shared/app-error.ts';
import { dayAt } from '../../shared/day.ts';
import { type MadeRow, outdatedOutputs, readMadeRows } from './made-with.ts';
import { allFilled, showCells, snapshotCells, titleOf, writtenProperties } from './row-cells.ts';
import type { CellBefore, RowCheckpoint } from './row-checkpoint.ts';
import { readInputs } from './row-inputs.ts';
import { selectRows } from './select-rows.ts';

export interface ListRowsDeps {
  readonly store: RunStore;
  readonly workspace: NotionWorkspace;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Rows were stored: they can be worked on. */
  readonly onRows: () => void;
}

/** Stores all rows of the run. Resolves when the run is no longer `listing`, or no longer active: Resume lists again. */
export async function listRows(run: Run, deps: ListRowsDeps): Promise<void> {
  const { store, workspace, signal } = deps;
  const source = await workspace.getDataSource(sourceOf(run), signal);
  const output = outputOf(run);
  const ids = writtenProperties(output);
  const schemaOf = (id: string): PropertySchema | undefined =>
    Object.values(source.properties).find((property) => property.id === id);
  for (const id of ids) if (!schemaOf(id)) throw new AppError('property-missing', 'never');
  const { selection = { kind: 'all' }, options } = run.request;
  const chosen = {
    selection,
    output,
    today: dayAt(deps.now()),
    ...(options.conditions && { conditions: options.conditions }),
  };
  for await (const rows of selectRows(chosen, source, workspace, signal)) {
    if ((await store.getRun(run.id))?.control !== 'active') return;
    const made = isRenewal(run) ? await readMadeRows(store, rows) : undefined;
    const jobs = rows.map((row) => describeRow(run, row, { ids, schemaOf, now: deps.now(), made: made?.get(row.id) }));
    signal.throwIfAborted();
    await store.addJobs(run.id, jobs, addTotals);
    deps.onRows();
  }
  await store.changeRun(run.id, (stored) => finishListing(stored, deps.now()));
}

function sourceOf(run: Run): string {
  const { dataSourceId } = run.request.target;
  if (dataSourceId === undefined) throw new AppError('target-is-page', 'never');
  return dataSourceId;
}

/** What a run of rows writes; a run without it was refused before it was stored. */
export function outputOf(run: Run): Output {
  return run.request.options.output ?? { kind: 'body', where: run.request.options.where };
}

/** The run makes rows anew that Visen made before. */
function isRenewal(run: Run): boolean {
  return run.request.selection?.kind === 'outdated';
}

interface RowReading {
  readonly ids: readonly string[];
  readonly schemaOf: (id: string) => PropertySchema | undefined;
  readonly now: number;
  /** What Visen made of the row: looked up only for a run that makes such rows anew. */
  readonly made: MadeRow | undefined;
}

function describeRow(run: Run, row: PageObjectResponse, reading: RowReading): Job<RowCheckpoint> {
  const { ids, now, made } = reading;
  const { options } = run.request;
  const job = createJob(run.id, 0, { id: row.id, title: titleOf(row) }, now);
  const beforeText = showCells(row, ids);
  const outdated = made ? outdatedOutputs(made, options.prompt) : new Set<string>();
  const checkpoint: RowCheckpoint = {
    version: 1,
    readAt: now,
    // What Visen wrote itself, and would write differently today, does not keep the row from being written.
    cells: snapshotCells(row, ids, reading.schemaOf).map((cell) =>
      outdated.has(cell.propertyId) ? asEmpty(cell) : cell,
    ),
    inputs: readInputs(options.prompt, row),
    ...(beforeText !== '' && { beforeText }),
    ...(run.trial && { decision: 'open' }),
    ...(outdated.has(BODY_OUTPUT) && made?.body && { replaces: made.body }),
  };
  const described: Job<RowCheckpoint> = { ...job, checkpoint };
  const code =
    (options.overwriteFilled ? undefined : refusal(run, checkpoint, made)) ??
    withoutInput(run.request, described, checkpoint);
  if (code === undefined) return described;
  return { ...described, state: 'skipped', phase: 'ended', failure: { code, retry: 'never' } };
}

/** Why the row is not written: its cells are filled, or a person changed since what was to be made anew. */
function refusal(run: Run, { cells = [], replaces }: RowCheckpoint, made: MadeRow | undefined): ErrorCode | undefined {
  if (outputOf(run).kind === 'body' ? !isRenewal(run) || replaces : !allFilled(cells)) return undefined;
  return isRenewal(run) && !made ? 'row-edited' : 'row-filled';
}

/** Nothing of what the prompt names stands in the row: a model would only ask back, and that would be paid for and written. */
function withoutInput(
  { options }: Run['request'],
  { title }: Job,
  { inputs = {} }: RowCheckpoint,
): ErrorCode | undefined {
  return hasSomethingToWorkOn(options.prompt, { topic: title, properties: inputs }) ? undefined : 'row-no-input';
}

function asEmpty({ filled: _filled, ...cell }: CellBefore): CellBefore {
  return cell;
}

/** Counts what was really added: a second listing may meet the same rows again, or, with “Only empty”, others in their place. */
function addTotals(run: Run, added: readonly Job[]): Run {
  const skipped = added.filter((job) => job.state === 'skipped').length;
  return { ...run, total: run.total + added.length, skipped: run.skipped + skipped };
}

function finishListing(run: Run, now: number): Run {
  const { listing: _listing, ...listed } = run;
  const rest = withoutRowIds(listed);
  const complete = rest.done + rest.failed + rest.skipped >= rest.total;
  return complete ? { ...rest, startedAt: rest.startedAt ?? now, endedAt: now } : rest;
}

/** The ids are jobs now: a run is read and written with each of its rows, so it must stay small. */
function withoutRowIds(run: Run): Run {
  const { selection } = run.request;
  if (selection?.kind !== 'ticked' && selection?.kind !== 'outdated') return run;
  return { ...run, request: { ...run.request, selection: { ...selection, rowIds: [] } } };
}
