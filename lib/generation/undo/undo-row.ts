import { AppError } from '../../shared/app-error.ts';
import type { PageObjectResponse } from '../../notion/api-types.ts';
import type { PropertyValues } from '../../notion/workspace.ts';
import { cellsAreUnchanged, hashCells, holdsValues } from '../rows/row-cells.ts';
import type { RowCheckpoint } from '../rows/row-checkpoint.ts';
import { undoBody, type UndoContext, type UndoCount } from './undo-body.ts';

const NOTHING: UndoCount = { restored: 0, skipped: 0 };
const KEPT: UndoCount = { restored: 0, skipped: 1 };

/** Puts a row's cells back as they were before the run, unless a person edited them since. */
export async function undoRow(context: UndoContext, rowId: string, checkpoint: RowCheckpoint): Promise<UndoCount> {
  const { workspace, signal } = context;
  if (checkpoint.body) {
    const { restored, skipped } = await undoBody(context, checkpoint.body);
    return skipped > 0 ? KEPT : { restored: restored > 0 ? 1 : 0, skipped: 0 };
  }
  const { cells = [] } = checkpoint;
  if (!checkpoint.written && checkpoint.sentAt === undefined) return NOTHING;
  try {
    const page = await workspace.getPage(rowId, signal);
    const written = checkpoint.written ?? findLostWrite(page, checkpoint);
    if (!written) return NOTHING;
    if (!cellsAreUnchanged(page, written)) return KEPT;
    const properties = restoredValues(cells, written);
    if (!properties) return KEPT;
    await workspace.updatePage(rowId, { properties }, signal);
    return { restored: 1, skipped: 0 };
  } catch (error) {
    if (error instanceof AppError && (error.code === 'notion-not-found' || error.code === 'notion-trashed'))
      return KEPT;
    // An absolute write whose answer was lost: the next try looks again.
    if (error instanceof AppError && error.retry === 'look') throw new AppError(error.code, 'later', { cause: error });
    throw error;
  }
}

/** The cells of a write that went out and was not heard of again, if they stand in the row. */
function findLostWrite(page: PageObjectResponse, { values = {}, cells }: RowCheckpoint): RowCheckpoint['written'] {
  return holdsValues(page, values, cells) ? hashCells(page, Object.keys(values)) : undefined;
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
