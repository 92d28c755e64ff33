import type { Job, RunKind } from '../jobs/run.ts';
import type { JobDetails } from '../messaging/protocol.ts';
import { parseBodyCheckpoint, type BodyCheckpoint } from '../generation/body/page-checkpoint.ts';
import { showValues } from '../generation/rows/row-cells.ts';
import { parseRowCheckpoint } from '../generation/rows/row-checkpoint.ts';

/** What was sent to the model for one row or page, what came back as it came, and what was written of it. */
export function describeJobDetails(job: Job, kind: RunKind): JobDetails {
  if (kind !== 'rows') return bodyDetails(parseBodyCheckpoint(job.checkpoint));
  const row = parseRowCheckpoint(job.checkpoint);
  if (row.body) return bodyDetails(row.body);
  const received = row.answerText ?? row.answerShown;
  return {
    ...(row.sent !== undefined && { sent: row.sent }),
    ...(row.usedContext && { context: row.usedContext }),
    ...(received !== undefined && { received }),
    ...(row.repaired && { repaired: true }),
    ...(row.written && { written: showValues(row.values ?? {}, row.named) }),
  };
}

function bodyDetails({ answer, write }: BodyCheckpoint): JobDetails {
  return {
    ...(answer?.sent !== undefined && { sent: answer.sent }),
    ...(answer?.usedContext && { context: answer.usedContext }),
    ...(answer && { received: answer.text }),
    ...(write.written.length > 0 && { blocks: write.written.length }),
  };
}
