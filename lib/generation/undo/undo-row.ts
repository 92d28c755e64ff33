import { AppError } from '../../shared/app-error.ts';
import { ruleOf } from '../../shared/error-rules.ts';
import type { PageObjectResponse } from '../../notion/api-types.ts';
import type { PropertyValues } from '../../notion/workspace.ts';
import { awaitLanding } from '../body/late-writes.ts';
import { cellsAreUnchanged, hashCells, holdsValues } from '../rows/row-cells.ts';
import { type CellBefore, type RowCheckpoint, valuesOnTheirWay } from '../rows/row-checkpoint.ts';
import { stepsOf } from '../rows/row-steps.ts';
import { undoBody, type UndoContext, type UndoCount } from './undo-body.ts';

const NOTHING: UndoCount = { restored: 0, skipped: 0 };
const BACK: UndoCount = { restored: 1, skipped: 0 };
const KEPT: UndoCount = { restored: 0, skipped: 1 };
const FAILED: UndoCount = { restored: 0, skipped: 0, failed: 1 };

/** Puts a row's cells back as they were before the run, unless a person edited them since. @throws AppError as `undoBody` */
export async function undoRow(context: UndoContext, rowId: string, row: RowCheckpoint): Promise<UndoCount> {
  const steps = stepsOf(row);
  if (steps.length === 1) return undoStep(context, rowId, row);
  // The last first. Cells that several steps wrote go back to what stood there before the first.
  const counts: UndoCount[] = [];
  for (const step of steps.toReversed()) if (step.body) counts.push(await undoStep(context, rowId, step));
  counts.push(await undoStep(context, rowId, joinCells(steps)));
  const sum = (name: keyof UndoCount) => counts.reduce((all, count) => all + (count[name] ?? 0), 0);
  return countRow({ restored: sum('restored'), skipped: sum('skipped'), failed: sum('failed') });
}

/** The cells of all steps as if one had written them: as they were at first, and as they were left. */
function joinCells(steps: readonly RowCheckpoint[]): RowCheckpoint {
  const cells = new Map<string, CellBefore>();
  const written = new Map<string, CellBefore>();
  for (const step of steps) {
    const isWritten = new Set(
      [...(step.written ?? []), ...Object.keys(step.values ?? {}).map((propertyId) => ({ propertyId }))].map(
        ({ propertyId }) => propertyId,
      ),
    );
    for (const cell of step.cells ?? [])
      if (isWritten.has(cell.propertyId) && !cells.has(cell.propertyId)) cells.set(cell.propertyId, cell);
    for (const cell of step.written ?? []) written.set(cell.propertyId, cell);
  }
  const { values, held, sentAt, lostAt } = steps.at(-1) ?? { values: {} };
  return {
    version: 1,
    cells: [...cells.values()],
    ...(written.size > 0 && { written: [...written.values()] }),
    ...(values && { values }),
    ...(held && { held }),
    ...(sentAt !== undefined && { sentAt }),
    ...(lostAt !== undefined && { lostAt }),
  };
}

async function undoStep(context: UndoContext, rowId: string, checkpoint: RowCheckpoint): Promise<UndoCount> {
  if (checkpoint.body) return countRow(await undoBody(context, checkpoint.body));
  const { written, sentAt, lostAt } = checkpoint;
  if (!written && sentAt === undefined && lostAt === undefined) return NOTHING;
  try {
    return await undoCells(context, rowId, checkpoint);
  } catch (error) {
    if (error instanceof AppError && ruleOf(error.code).isGone) return FAILED;
    throw error;
  }
}

/** A body is one row, whatever it is made of. */
function countRow({ restored, skipped, failed = 0 }: UndoCount): UndoCount {
  if (failed > 0) return FAILED;
  if (skipped > 0) return KEPT;
  return restored > 0 ? BACK : NOTHING;
}

async function undoCells(context: UndoContext, rowId: string, checkpoint: RowCheckpoint): Promise<UndoCount> {
  const { workspace, signal } = context;
  const { cells = [], lostAt, sentAt } = checkpoint;
  const page = await workspace.getPage(rowId, signal);
  if (page.in_trash) return FAILED;
  if (lostAt !== undefined) awaitLanding(context, lostAt);
  const lost = sentAt === undefined && checkpoint.written ? undefined : findLostWrite(page, checkpoint);
  const written = checkpoint.written || lost ? [...(checkpoint.written ?? []), ...(lost ?? [])] : undefined;
  if (!written) {
    if (sentAt !== undefined) awaitLanding(context, sentAt);
    return NOTHING;
  }
  if (!written.every((cell) => isOurs(page, cell, cells))) return KEPT;
  const properties = restoredValues(cells, written);
  if (!properties) return KEPT;
  signal.throwIfAborted();
  // Also where it reads so already: a read may be some seconds behind, and the same value again harms nothing.
  await workspace.updatePage(rowId, { properties });
  return BACK;
}

/** The cell as the run left it, or as it was before: put back already by a request whose answer was lost. */
function isOurs(page: PageObjectResponse, cell: CellBefore, cells: readonly CellBefore[]): boolean {
  if (cellsAreUnchanged(page, [cell])) return true;
  const before = cells.find(({ propertyId }) => propertyId === cell.propertyId);
  if (!before) return false;
  const isBack = before.restore !== undefined && holdsValues(page, { [cell.propertyId]: before.restore });
  return isBack || cellsAreUnchanged(page, [before]);
}

/** The cells of a write that went out and was not heard of again, if they stand in the row. */
function findLostWrite(page: PageObjectResponse, checkpoint: RowCheckpoint): RowCheckpoint['written'] {
  const values = valuesOnTheirWay(checkpoint);
  return holdsValues(page, values, checkpoint.cells) ? hashCells(page, Object.keys(values)) : undefined;
}

/** Undefined when a cell cannot come back exactly: then nothing of the row is touched. */
function restoredValues(
  cells: NonNullable<RowCheckpoint['cells']>,
  written: NonNullable<RowCheckpoint['written']>,
): PropertyValues | undefined {
  const values: Record<string, unknown> = {};
  for (const { propertyId } of written) {
    const before = cells.find((cell) => cell.propertyId === propertyId);
    if (!before?.restore) return undefined;
    values[propertyId] = before.restore;
  }
  return values;
}
