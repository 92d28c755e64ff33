import type { JobExecutor } from '../jobs/ports.ts';
import type { PromptBudget } from './prompt-budget.ts';

/** The executor, with each answer that is stored told to the budget: from then on the usage that is stored tells what it took. */
export function withBudget(executor: JobExecutor, budget: Pick<PromptBudget, 'answerStored'>): JobExecutor {
  return {
    ...executor,
    execute: (context) =>
      executor.execute({
        ...context,
        save: async (checkpoint, state, answer) => {
          await context.save(checkpoint, state, answer);
          if (answer) budget.answerStored(context.job.id);
        },
      }),
  };
}
