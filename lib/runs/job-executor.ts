import type { JobExecutor } from '../jobs/ports.ts';
import type { Job, Run } from '../jobs/run.ts';
import { createPageExecutor } from '../generation/body/page-generation.ts';
import { createRowExecutor } from '../generation/rows/row-generation.ts';
import type { RowDeps } from '../generation/rows/row-deps.ts';

/** What does the jobs of every kind of run. `letGo` is told of each job that is no longer in flight. */
export function createJobExecutor(deps: RowDeps, letGo: (job: Job) => void): JobExecutor {
  const page = createPageExecutor(deps.ports);
  const rows = createRowExecutor(deps);
  const executorFor = (run: Run) => (run.request.kind === 'rows' ? rows : page);
  return {
    letGo,
    execute: (context) => executorFor(context.run).execute(context),
    hasWritten: (run, job) => executorFor(run).hasWritten(run, job),
  };
}
