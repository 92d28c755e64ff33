import type { ModelEvent, ModelRequest } from '../../language-model/language-model.ts';
import { estimateInputTokens } from '../../language-model/usage.ts';
import { AppError } from '../../shared/app-error.ts';

/** A shorter prompt fits every window, and its estimate says little. */
const WORTH_COMPARING_TOKENS = 2_000;
/** Half: real tokenizers and the estimate differ by less than that. */
const SMALLEST_SHARE = 0.5;

/**
 * Fails an answer whose server read much less than it was sent: Ollama drops the beginning of a prompt that is longer than the
 * window it loaded the model with, our instructions first, and answers as if nothing were missing.
 * @throws AppError engine-context-too-long
 */
export async function* noticeCutPrompt(
  events: AsyncIterable<ModelEvent>,
  request: ModelRequest,
): AsyncGenerator<ModelEvent> {
  const sent = estimateInputTokens(request);
  for await (const event of events) {
    if (event.type === 'end' && !event.usage.estimated && sent >= WORTH_COMPARING_TOKENS) {
      const read = event.usage.inputTokens + (event.usage.cachedInputTokens ?? 0);
      if (read < sent * SMALLEST_SHARE) {
        throw new AppError('engine-context-too-long', 'never', {
          details: { reason: 'cut', model: request.model, requested: sent, limit: read },
        });
      }
    }
    yield event;
  }
}
