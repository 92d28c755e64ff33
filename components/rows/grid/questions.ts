/** Cells whose answers wait for a decision: which one is meant, and which comes next. */
import type { JobView } from '../../../lib/runs/run-views.ts';
import { BODY_OUTPUT } from '../../../lib/notion/outdated.ts';
import type { RowItem } from '../data/row-item.ts';
import type { CellDecision } from '../trial/use-trial-decisions.ts';
import { cellContent, type ShownJob } from './cell-content.ts';
import type { GridColumn } from './columns.ts';
import type { GridPlace } from './grid-keys.ts';

export interface Questions {
  readonly items: readonly RowItem[];
  readonly columns: readonly GridColumn[];
  readonly shownJobOf: (item: RowItem) => ShownJob | undefined;
}

interface Question {
  readonly job: JobView;
  readonly column: GridColumn;
}

export function questionAt(
  { items, columns, shownJobOf }: Questions,
  { row, column }: GridPlace,
): Question | undefined {
  const item = items[row];
  const at = columns[column];
  const shown = item && shownJobOf(item);
  return item && at && shown && cellContent(item, at, shown).isUndecided ? { job: shown.job, column: at } : undefined;
}

/** Before all cells: what comes next is the first. */
export const START: GridPlace = { row: -1, column: -1 };

/** The next one after a place, by rows and then from the top again. */
export function nextQuestion(questions: Questions, from: GridPlace): GridPlace | undefined {
  const { items, columns, shownJobOf } = questions;
  const open = items.flatMap((item, row) =>
    shownJobOf(item)?.job.decision === 'open'
      ? columns.flatMap((_, column) => (questionAt(questions, { row, column }) ? [{ row, column }] : []))
      : [],
  );
  const others = open.filter(({ row, column }) => row !== from.row || column !== from.column);
  return others.find(({ row, column }) => row > from.row || (row === from.row && column > from.column)) ?? others[0];
}

/** What is made of a cell that a check holds back; its id is the property's, or that of the body. */
export function heldCellId({ property }: GridColumn): string {
  return property?.id ?? BODY_OUTPUT;
}

/** A page body is decided as the row; so is the last word on a row of one property. */
export function decisionOf({ job, column }: Question, accept: boolean, text?: string): CellDecision {
  return {
    jobId: job.id,
    accept,
    ...(column.property && { propertyId: column.property.id }),
    ...(text !== undefined && { text }),
  };
}
