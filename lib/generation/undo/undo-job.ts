import type { Job, Run } from '../../jobs/run.ts';
import { hasWrittenBody, parseBodyCheckpoint } from '../body/page-checkpoint.ts';
import { parseRowCheckpoint } from '../rows/row-checkpoint.ts';
import { undoBody, type UndoContext, type UndoCount } from './undo-body.ts';
import { undoRow } from './undo-row.ts';

/** Takes one job back; undefined when it wrote nothing. @throws AppError as `undoBody` */
export async function undoJob(context: UndoContext, run: Run, job: Job): Promise<UndoCount | undefined> {
  if (run.request.kind === 'rows') {
    // Of many rows, each is one step.
    const row = { ...context, onStep: () => Promise.resolve() };
    return undoRow(row, job.subjectId, parseRowCheckpoint(job.checkpoint));
  }
  const checkpoint = parseBodyCheckpoint(job.checkpoint);
  return hasWrittenBody(checkpoint) ? undoBody(context, checkpoint) : undefined;
}

export function isUndone(run: Run, job: Job): boolean {
  if (run.request.kind === 'rows') return parseRowCheckpoint(job.checkpoint).undone === true;
  return parseBodyCheckpoint(job.checkpoint).undone !== undefined;
}

/** The job with the mark that Undo went through it. */
export function markUndone(run: Run, job: Job): Job {
  const checkpoint =
    run.request.kind === 'rows'
      ? { ...parseRowCheckpoint(job.checkpoint), undone: true }
      : { ...parseBodyCheckpoint(job.checkpoint), undone: true as const };
  return { ...job, checkpoint };
}
