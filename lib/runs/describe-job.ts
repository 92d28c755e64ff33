import type { Job } from '../jobs/run.ts';
import type { RunKind } from '../run-request/run-request.ts';
import type { JobDetails } from './run-views.ts';
import { parseBodyCheckpoint, type BodyCheckpoint } from '../generation/body/page-checkpoint.ts';
import type { WebSearch } from '../language-model/web-source.ts';
import { showValues } from '../generation/rows/row-cells.ts';
import { stepsOf } from '../generation/rows/row-steps.ts';
import { parseRowCheckpoint, type RowCheckpoint } from '../generation/rows/row-checkpoint.ts';

/** What was sent to the model for one row or page, what came back as it came, and what was written of it. */
export function describeJobDetails(job: Job, kind: RunKind): JobDetails {
  if (kind !== 'rows') return bodyDetails(parseBodyCheckpoint(job.checkpoint));
  const steps = stepsOf(parseRowCheckpoint(job.checkpoint)).map(rowDetails);
  const [only] = steps;
  return steps.length === 1 && only ? only : joinDetails(steps);
}

/** Of several steps, under their numbers. */
function joinDetails(steps: readonly JobDetails[]): JobDetails {
  const texts = (name: 'sent' | 'received' | 'written') =>
    steps.flatMap((step, at) => (step[name] === undefined ? [] : [`${at + 1}.\n${step[name]}`])).join('\n\n');
  const [sent, received, written] = [texts('sent'), texts('received'), texts('written')];
  const blocks = steps.reduce((sum, step) => sum + (step.blocks ?? 0), 0);
  return {
    ...(sent !== '' && { sent }),
    ...(received !== '' && { received }),
    ...(written !== '' && { written }),
    ...(blocks > 0 && { blocks }),
    ...joinSearches(steps.flatMap(({ search }) => search ?? [])),
    ...joinContexts(steps.flatMap(({ context }) => context ?? [])),
    ...(steps.some(({ repaired }) => repaired) && { repaired: true }),
  };
}

/** One step without a search makes the row one that was answered, in part, without. */
function joinSearches(searches: readonly WebSearch[]): Pick<JobDetails, 'search' | 'unsearched'> {
  if (searches.length === 0) return {};
  const unread = searches.flatMap((one) => one.unread ?? []);
  const search = {
    count: searches.reduce((sum, { count }) => sum + count, 0),
    queries: [...new Set(searches.flatMap(({ queries }) => queries))],
    cited: uniqueBy(
      searches.flatMap(({ cited }) => cited),
      ({ url }) => url,
    ),
    seen: uniqueBy(
      searches.flatMap(({ seen }) => seen),
      ({ url }) => url,
    ),
    ...(searches.every(({ isReading }) => isReading) && { isReading: true as const }),
    ...(unread.length > 0 && { unread }),
  };
  return { search, ...(searches.some(({ count, isReading }) => count === 0 && !isReading) && { unsearched: true }) };
}

const joinContexts = (used: NonNullable<JobDetails['context']>): Pick<JobDetails, 'context'> =>
  used.length === 0 ? {} : { context: uniqueBy(used, (one) => JSON.stringify(one)) };

const uniqueBy = <T>(all: readonly T[], keyOf: (one: T) => string): readonly T[] => [
  ...new Map(all.map((one) => [keyOf(one), one])).values(),
];

function rowDetails(row: RowCheckpoint): JobDetails {
  if (row.body) return bodyDetails(row.body);
  const received = row.answerText ?? row.answerShown;
  return {
    ...(row.sent !== undefined && { sent: row.sent }),
    ...searchOf(row),
    ...(row.usedContext && { context: row.usedContext }),
    ...(received !== undefined && { received }),
    ...(row.repaired && { repaired: true }),
    ...(row.written && { written: showValues(row.values ?? {}, row.named) }),
  };
}

const searchOf = ({ search }: { readonly search?: WebSearch }): Pick<JobDetails, 'search' | 'unsearched'> =>
  search ? { search, ...(search.count === 0 && !search.isReading && { unsearched: true }) } : {};

function bodyDetails({ answer, write }: BodyCheckpoint): JobDetails {
  return {
    ...(answer?.sent !== undefined && { sent: answer.sent }),
    ...(answer && searchOf(answer)),
    ...(answer?.usedContext && { context: answer.usedContext }),
    ...(answer && { received: answer.text }),
    ...(write.written.length > 0 && { blocks: write.written.length }),
  };
}
