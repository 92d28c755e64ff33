import type { EngineId, LanguageModel, ModelRequest, Usage } from '../../language-model/language-model.ts';
import { AppError } from '../../shared/app-error.ts';

export interface WholeAnswer {
  readonly text: string;
  readonly usage: Usage;
  readonly model: string;
  /** Set where another engine than the run's made it. */
  readonly engine?: EngineId;
}

/**
 * One answer that is only used whole: a cell never gets half a text. `onBegun` hears of its first words.
 * @throws AppError `engine-answer-length`, `engine-answer-empty`, and what the model's adapter throws
 */
export async function askModel(
  model: LanguageModel,
  request: ModelRequest,
  signal: AbortSignal,
  onBegun: (text: string) => void = () => undefined,
): Promise<WholeAnswer> {
  let text = '';
  for await (const event of model.stream(request, signal)) {
    if (event.type === 'text') {
      if (text === '') onBegun(event.text);
      text += event.text;
    } else if (event.finish === 'length')
      throw new AppError('engine-answer-length', 'never', event.cut ? { details: { reason: 'endless' } } : {});
    else if (text.trim() === '') throw new AppError('engine-answer-empty', 'later');
    else return { text, usage: event.usage, model: event.model, ...(event.engine && { engine: event.engine }) };
  }
  throw new AppError('engine-answer-cut', 'later');
}
