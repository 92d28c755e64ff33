/** What a cell shows: what stands in Notion, or what the run that is shown made of it. */
import type { CellOutcome } from '../../../lib/generation/rows/cell-outcomes.ts';
import type { JobView } from '../../../lib/runs/run-views.ts';
import { BODY_OUTPUT } from '../../../lib/notion/outdated.ts';
import { canBeWritten } from '../../review/check-text.ts';
import type { RowItem } from '../data/row-item.ts';
import type { GridColumn } from './columns.ts';
import { isOpenJob } from './row-standing.ts';

export interface CellContent {
  readonly text: string;
  /** The model is at it. */
  readonly isBusy: boolean;
  /** The run that is shown made it. */
  readonly isMade: boolean;
  /** An answer that nobody decided on: nothing is written yet. */
  readonly isUndecided: boolean;
  /** An answer that a check holds back: it waits for a person. */
  readonly isHeld: boolean;
  /** An answer of a trial that names somebody whom nobody knows. */
  readonly isUnclear?: true;
  /** What its checks say. */
  readonly problems?: CellOutcome['problems'];
  /** What stood there before the run; empty: nothing. Absent: no run made the cell, or nobody knows. */
  readonly before?: string;
}

/** A row's part in the run or trial that is shown, which writes what the columns say. */
export interface ShownJob {
  readonly job: JobView;
  /** The row was read from Notion since: what stands there counts. */
  readonly isRead: boolean;
}

export function cellContent(item: RowItem, column: GridColumn, shown: ShownJob | undefined): CellContent {
  const standing = shownText(item, column);
  const plain = { text: standing, isBusy: false, isMade: false, isUndecided: false, isHeld: false };
  if (!shown || !column.isOutput) return plain;
  const { job, isRead } = shown;
  if (job.state === 'review') return reviewedCell(job, column, plain, isRead);
  if (job.state === 'generating') return { ...plain, isBusy: true };
  const { after, before } = madeCell(job, column);
  if (after === undefined) return plain;
  const past = before === undefined ? {} : { before };
  const decision = job.cellDecisions?.[column.property?.id ?? ''] ?? job.decision;
  if (decision === 'rejected') return plain;
  if (decision === 'open') {
    const { problems } = cellOf(job, column) ?? {};
    const open = { ...plain, ...past, text: after, problems };
    // What no yes can write is shown with its reason, and asks for none.
    return canBeWritten({ after, problems }) ? { ...open, isUndecided: true } : { ...open, isUnclear: true };
  }
  if (decision === 'accepted') return { ...plain, ...past, text: isRead ? standing : after, isMade: true };
  if (isOpenJob(job)) return job.state === 'writing' ? { ...plain, text: after } : plain;
  return job.state === 'done' ? { ...plain, ...past, text: isRead ? standing : after, isMade: true } : plain;
}

function cellOf(job: JobView, { property, kind }: GridColumn): CellOutcome | undefined {
  const id = property?.id ?? (kind === 'body' ? BODY_OUTPUT : undefined);
  return job.cells?.find(({ propertyId }) => propertyId === id);
}

/** Of a row that needs review: what is held, and what was written beside it. */
function reviewedCell(job: JobView, column: GridColumn, plain: CellContent, isRead: boolean): CellContent {
  const cell = cellOf(job, column);
  if (!cell) return plain;
  const { outcome, after = '', before = '', problems } = cell;
  if (outcome === 'review') return { ...plain, text: after, before, isHeld: true, problems };
  return outcome === 'written' ? { ...plain, text: isRead ? plain.text : after, before, isMade: true } : plain;
}

function madeCell(job: JobView, column: GridColumn): { readonly after?: string; readonly before?: string } {
  const cell = cellOf(job, column);
  if (cell) return cell.after === undefined ? {} : { after: cell.after, before: cell.before ?? '' };
  // A run of one output, or one that an older version made.
  if (job.cells && column.kind === 'value') return {};
  return {
    ...(job.answer !== undefined && { after: job.answer }),
    ...(job.before !== undefined && { before: job.before }),
  };
}

/** What Notion has; a tick for a checkbox that is ticked. */
export function shownText(item: RowItem, { kind, property }: GridColumn): string {
  if (kind === 'topic') return item.title;
  const text = property ? (item.values[property.id] ?? '') : '';
  return property?.type === 'checkbox' ? (text === 'true' ? '✓' : '') : text;
}

/** The options that a text of tags names. Notion allows no comma in the name of an option. */
export function tagsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}
