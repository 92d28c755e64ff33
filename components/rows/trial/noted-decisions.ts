/** What a person has just decided about a trial, shown before the background has heard of it. Pure. */
import type { JobView } from '../../../lib/runs/run-views.ts';
import { canBeWritten } from '../../review/check-text.ts';
import type { RowJobs } from '../data/use-row-jobs.ts';
import type { CellDecision } from './use-trial-decisions.ts';

/** The rows with these decisions; the same rows where none of them is news. */
export function withNoted(jobs: RowJobs, noted: readonly CellDecision[]): RowJobs {
  if (noted.length === 0) return jobs;
  const shown = [...jobs].map(([rowId, job]) => {
    const own = noted.filter(({ jobId }) => jobId === job.id);
    return [rowId, own.reduce(decide, job)] as const;
  });
  return new Map(shown);
}

function decide(job: JobView, { accept, propertyId, text, people }: CellDecision): JobView {
  if (job.decision !== 'open') return job;
  const word = accept ? 'accepted' : 'rejected';
  const { cells, cellDecisions: before = {} } = job;
  if (!cells || propertyId === undefined) return { ...job, decision: word };
  if (before[propertyId] !== undefined) return job;
  const after = people ? people.map(({ name }) => name).join(', ') : text;
  const cellDecisions = { ...before, [propertyId]: word } as const;
  const changed = cells.map((cell) =>
    cell.propertyId === propertyId && after !== undefined ? { ...cell, after } : cell,
  );
  const isOpen = cells.some((cell) => canBeWritten(cell) && cellDecisions[cell.propertyId] === undefined);
  const last = Object.values(cellDecisions).includes('accepted') ? 'accepted' : 'rejected';
  return { ...job, cells: changed, cellDecisions, ...(!isOpen && { decision: last }) };
}
