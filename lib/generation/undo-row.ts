import { AppError } from '../shared/app-error.ts';
import type { NotionWorkspace, PropertyValues } from '../notion/workspace.ts';
import { cellsAreUnchanged } from './row-cells.ts';
import type { RowCheckpoint } from './row-checkpoint.ts';
import { type UndoCount, undoBody } from './undo-body.ts';

const NOTHING: UndoCount = { restored: 0, skipped: 0 };
const KEPT: UndoCount = { restored: 0, skipped: 1 };

/** Puts a row's cells back as they were before the run, unless a person edited them since. */
export async function undoRow(
  workspace: NotionWorkspace,
  rowId: string,
  checkpoint: RowCheckpoint,
  signal: AbortSignal,
): Promise<UndoCount> {
  if (checkpoint.body) {
    const { restored, skipped } = await undoBody(workspace, checkpoint.body, signal);
    return skipped > 0 ? KEPT : { restored: restored > 0 ? 1 : 0, skipped: 0 };
  }
  const { written, cells = [] } = checkpoint;
  if (!written) return NOTHING;
  try {
    const page = await workspace.getPage(rowId, signal);
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
