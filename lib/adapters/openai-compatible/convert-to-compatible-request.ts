import type { ModelRequest } from '../../language-model/language-model.ts';
import { toJsonFormat, toMessages, type CompletionParams } from '../openai/convert-to-openai-request.ts';

/**
 * The body for servers that speak OpenAI's older words: max_tokens and the role `system`. Effort is sent only when it is asked for, and left
 * out for a server that refuses it.
 * https://docs.ollama.com/api/openai-compatibility
 */
export function convertToCompatibleRequest(request: ModelRequest): CompletionParams {
  const { model, maxOutputTokens = request.defaultOutputTokens, temperature, effort } = request;
  return {
    model,
    messages: toMessages(request, 'system'),
    stream: true,
    stream_options: { include_usage: true },
    ...(maxOutputTokens !== undefined && { max_tokens: maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(effort !== undefined && { reasoning_effort: effort }),
    ...(request.json && { response_format: toJsonFormat(request.json.name, request.json.schema) }),
  };
}
