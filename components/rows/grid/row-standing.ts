/** How a row stands: one word with an icon, by its run, its trial and its cells. */
import { type Output, propertyIdsOf } from '../../../lib/run-request/output.ts';
import type { JobView } from '../../../lib/runs/run-views.ts';
import type { PropertyView } from '../../../lib/notion/views.ts';
import { BODY_OUTPUT, type OutputHashes } from '../../../lib/notion/outdated.ts';
import type { Failure } from '../../../lib/shared/app-error.ts';
import type { RowItem } from '../data/row-item.ts';
import { hasEmptyCell, outdatedBy } from '../form/row-choice.ts';

export const STANDINGS = [
  'empty',
  'filled',
  'outdated',
  'pending',
  'generating',
  'writing',
  'undecided',
  'review',
  'accepted',
  'rejected',
  'done',
  'failed',
  'skipped',
  'unsaved',
] as const;
export type Standing = (typeof STANDINGS)[number];

export interface RowStanding {
  /** Absent where nobody can tell: a page body that was not read yet. */
  readonly standing?: Standing;
  /** Why it is out of date. */
  readonly outdated?: 'prompt' | 'inputs';
  /** Why it failed, was skipped or could not be written. */
  readonly failure?: Failure;
}

export interface StandingContext {
  readonly output: Output | undefined;
  readonly properties: readonly PropertyView[];
  readonly hashOf: OutputHashes;
}

const OPEN: ReadonlySet<JobView['state']> = new Set<JobView['state']>(['pending', 'generating', 'writing']);

/** Being made, or waiting for it. */
export function isOpenJob(job: JobView | undefined): boolean {
  return job !== undefined && OPEN.has(job.state) && job.decision !== 'open';
}

/** `job`: the row's latest, in the run or the trial that is shown; absent: it has no part in either. */
export function standingOf(item: RowItem, job: JobView | undefined, context: StandingContext): RowStanding {
  if (item.failure) return { standing: 'unsaved', failure: item.failure };
  if (job?.decision === 'open') return { standing: 'undecided' };
  if (job && isOpenJob(job) && job.state !== 'review') return { standing: job.state };
  if (job?.state === 'review') return { standing: 'review' };
  const outdated = outdatedBy(item, context.output, context.hashOf);
  if (job && (job.state === 'failed' || job.state === 'skipped')) return endedBadly(job, outdated);
  if (outdated) return { standing: 'outdated', outdated };
  if (job?.state === 'done') return { standing: job.decision === 'accepted' ? 'accepted' : 'done' };
  return restingOf(item, context);
}

function endedBadly({ decision, failure, ...job }: JobView, outdated: RowStanding['outdated']): RowStanding {
  const state = job.state === 'failed' ? 'failed' : 'skipped';
  const isRejected = state === 'skipped' && decision === 'rejected' && !failure;
  // The run left it alone because what was accepted in a trial stands there already.
  const isAccepted = state === 'skipped' && failure?.code === 'row-accepted';
  return {
    standing: isAccepted ? 'accepted' : isRejected ? 'rejected' : state,
    ...(failure && { failure }),
    ...(outdated && { outdated }),
  };
}

function restingOf(item: RowItem, { output, properties }: StandingContext): RowStanding {
  if (propertyIdsOf(output).length === 0) return item.made?.[BODY_OUTPUT] ? { standing: 'filled' } : {};
  return { standing: hasEmptyCell(item, output, properties) ? 'empty' : 'filled' };
}
