import type { ExtraFields } from '../../language-model/server-extras.ts';
import type { ModelRequest } from '../../language-model/language-model.ts';
import { SERVICES, type ServiceId } from '../../language-model/compatible-services.ts';
import { searchFormOf } from '../../web-search/search-services.ts';
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
  return { ...params, ...searchTool(request, service), ...extras };
}

/** A search as this service's chat completions take it; nothing for a model that is not known to search. */
function searchTool({ search, model }: ModelRequest, service: ServiceId): Readonly<Record<string, unknown>> {
  if (search === undefined) return {};
  switch (searchFormOf(service, model)) {
    // https://openrouter.ai/docs/features/web-search
    case 'openrouter': {
      const parameters = { max_results: 5, max_uses: search.most, max_total_results: 5 * search.most };
      return { tools: [{ type: 'openrouter:web_search', parameters }] };
    }
    // https://docs.mistral.ai/agents/connectors/websearch
    case 'mistral':
      return { tools: [{ type: 'web_search' }] };
    // https://console.groq.com/docs/agentic-tooling
    case 'groq':
      return { compound_custom: { tools: { enabled_tools: ['web_search', 'visit_website'] } } };
    default:
      return {};
  }
}
