import type { ExtraFields } from '../../language-model/server-extras.ts';
import type { ModelRequest } from '../../language-model/language-model.ts';
import { SERVICES, type ServiceId } from '../../language-model/services.ts';
import { toJsonFormat, toMessages, type CompletionParams } from '../openai/convert-to-openai-request.ts';

/**
 * The body in the words of one service, with what a person adds to it. Effort is sent only when it is asked for, and left out for
 * a server that refuses it. A service without schemas is told them in words (see `correctParams`).
 */
export function convertToCompatibleRequest(
  request: ModelRequest,
  service: ServiceId = 'other',
  extras: ExtraFields = {},
): CompletionParams {
  const { model, maxOutputTokens = request.defaultOutputTokens, temperature, effort } = request;
  const { limit, takesUsageOption, thinking } = SERVICES[service];
  const params: CompletionParams = {
    model,
    messages: toMessages(request, 'system'),
    stream: true,
    ...(takesUsageOption && { stream_options: { include_usage: true } }),
    ...(maxOutputTokens !== undefined && { [limit]: maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(effort !== undefined && thinking(effort, model)),
    ...(request.json && { response_format: toJsonFormat(request.json.name, request.json.schema) }),
  };
  return { ...params, ...extras };
}
