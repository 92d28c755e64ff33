import type { ModelRequest } from '../../language-model/language-model.ts';
import { toJsonFormat } from './convert-to-openai-request.ts';

/**
 * The body of Perplexity's POST /v1/responses, with or without a search: it has no other way since its chat completions ended. A step
 * of its work is one look at the web. https://docs.perplexity.ai/api-reference/responses-post
 */
export function convertToPerplexityRequest(request: ModelRequest): Readonly<Record<string, unknown>> {
  const { model, system, messages, search, json, effort, maxOutputTokens = request.defaultOutputTokens } = request;
  return {
    model,
    ...(system !== '' && { instructions: system }),
    input: messages.map(({ role, text }) => ({ type: 'message', role, content: text })),
    stream: true,
    ...(search && { tools: [{ type: 'web_search' }], max_steps: search.most }),
    ...(effort !== undefined && effort !== 'none' && { reasoning: { effort } }),
    ...(maxOutputTokens !== undefined && { max_output_tokens: maxOutputTokens }),
    ...(json && { response_format: toJsonFormat(json.name, json.schema) }),
  };
}
