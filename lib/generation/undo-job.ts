import type { Job, Run } from '../jobs/run.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { parseBodyCheckpoint } from './page-checkpoint.ts';
import { parseRowCheckpoint } from './row-checkpoint.ts';
import { type UndoCount, undoBody } from './undo-body.ts';
import { undoRow } from './undo-row.ts';

/** Takes one job back; undefined when it wrote nothing. */
export async function undoJob(
  workspace: NotionWorkspace,
  run: Run,
  job: Job,
  signal: AbortSignal,
): Promise<UndoCount | undefined> {
  if (run.request.kind === 'rows') return undoRow(workspace, job.subjectId, parseRowCheckpoint(job.checkpoint), signal);
  const checkpoint = parseBodyCheckpoint(job.checkpoint);
  if (checkpoint.write.written.length + checkpoint.removed.length === 0) return undefined;
  return undoBody(workspace, checkpoint, signal);
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
