import type { GenerationPorts } from '../generation/request/generation-ports.ts';
import type { Run } from '../jobs/run.ts';
import type { EngineId, ModelRequest, Usage } from '../language-model/language-model.ts';
import { estimateInputTokens } from '../language-model/usage.ts';
import { guessAnswerTokens } from './answer-length.ts';
import { fieldsOf, outputKindOf } from './estimate-run.ts';

/**
 * Dollars that the answer to a question will cost, about, with all the searches that it may make. 0 where nobody knows a price: what is
 * not known is not counted afterwards either.
 */
export async function estimateQuestion(
  { model, engine, request }: Run,
  question: ModelRequest,
  ports: Pick<GenerationPorts, 'priceOf' | 'feesOf' | 'writingSettings'>,
): Promise<number> {
  const { options } = request;
  const { searchOf } = await ports.writingSettings();
  const searches = question.search?.most ?? 0;
  const found = searches * (searchOf?.(engine as EngineId, model)?.tokensPerSearch ?? 0);
  const answer = guessAnswerTokens(options.prompt, outputKindOf(request), fieldsOf(request), options.effort);
  const usage: Usage = {
    inputTokens: estimateInputTokens(question) + found,
    outputTokens: Math.round(Math.min(answer, options.maxOutputTokens ?? Infinity)),
    estimated: true,
    ...(searches > 0 && { searches }),
  };
  return (await ports.priceOf(model, engine, usage)) ?? (await ports.feesOf?.(model, engine, usage)) ?? 0;
}
