import type { RowPace } from '../generation/rows/row-pace.ts';
import type { JobExecutor } from '../jobs/ports.ts';
import { toFailure } from '../shared/app-error.ts';

/** The executor, with its answers and failures told to the pace of their run. */
export function withPace(executor: JobExecutor, pace: RowPace): JobExecutor {
  return {
    ...executor,
    execute: async (context) => {
      const { run } = context;
      let isCounted = false;
      const succeed = () => {
        if (!isCounted) pace.succeeded(run);
        isCounted = true;
      };
      const answered = () => {
        succeed();
        context.answered();
      };
      try {
        const outcome = await executor.execute({ ...context, answered });
        succeed();
        return outcome;
      } catch (error) {
        pace.failed(run, toFailure(error).code);
        throw error;
      }
    },
  };
}
