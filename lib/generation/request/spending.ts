import type { CountedAnswer } from '../../jobs/ports.ts';
import type { Usage } from '../../language-model/language-model.ts';
import type { GenerationPorts } from './generation-ports.ts';

/** What an answer took, to be counted. `engine`: the one that was asked. */
export async function spendingOf(
  ports: Pick<GenerationPorts, 'priceOf' | 'feesOf'>,
  { usage, model, engine }: { readonly usage: Usage; readonly model: string; readonly engine?: string },
  asked: string,
): Promise<CountedAnswer> {
  const madeBy = { engine: engine ?? asked, model };
  const cost = await ports.priceOf(model, madeBy.engine, usage);
  const fees = cost === undefined ? await ports.feesOf?.(model, madeBy.engine, usage) : undefined;
  return { usage, cost, ...(fees !== undefined && { fees }), madeBy };
}
