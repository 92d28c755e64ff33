import type { CountedAnswer } from '../../jobs/ports.ts';
import type { Usage } from '../../language-model/language-model.ts';
import type { GenerationPorts } from './generation-ports.ts';

/** What an answer took, to be counted, and told to the plan. `asked`: the engine that it was asked of. */
export async function spendingOf(
  ports: Pick<GenerationPorts, 'priceOf' | 'feesOf' | 'answerCame'>,
  { usage, model, engine }: { readonly usage: Usage; readonly model: string; readonly engine?: string },
  { jobId, engine: asked }: { readonly jobId: string; readonly engine: string },
): Promise<CountedAnswer> {
  const madeBy = { engine: engine ?? asked, model };
  const cost = await ports.priceOf(model, madeBy.engine, usage);
  const fees = cost === undefined ? await ports.feesOf?.(model, madeBy.engine, usage) : undefined;
  ports.answerCame(jobId, cost ?? fees);
  return { usage, cost, ...(fees !== undefined && { fees }), madeBy };
}
