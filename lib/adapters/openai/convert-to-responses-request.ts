import { takesFlex } from '../../language-model/model-abilities.ts';
import { isReasoningModel } from '../../language-model/engines/openai.ts';
import type { ModelRequest } from '../../language-model/language-model.ts';
import { toJsonFormat } from './convert-to-openai-request.ts';

/**
 * The body of POST /v1/responses for a request that may search the web. Nothing is stored there, and the number of calls is always
 * bounded: it is the only hard limit on what searching may cost. https://platform.openai.com/docs/api-reference/responses/create
 */
export function convertToResponsesRequest(request: ModelRequest): Readonly<Record<string, unknown>> {
  const { model, system, messages, search, json, temperature, maxOutputTokens = request.defaultOutputTokens } = request;
  const isReasoning = isReasoningModel(model);
  // Without any thinking, models answered without searching.
  const effort = request.effort === undefined || request.effort === 'none' ? 'low' : request.effort;
  return {
    model,
    ...(system !== '' && { instructions: system }),
    input: messages.map(({ role, text }) => ({ role, content: text })),
    tools: [{ type: 'web_search' }],
    // With `auto` a model may answer out of its memory; searching is its only tool.
    tool_choice: 'required',
    max_tool_calls: search?.most ?? 1,
    include: ['web_search_call.action.sources'],
    store: false,
    ...(request.tier && takesFlex('openai', model) && { service_tier: request.tier }),
    stream: true,
    ...(isReasoning && { reasoning: { effort } }),
    ...(!isReasoning && temperature !== undefined && { temperature }),
    ...(maxOutputTokens !== undefined && { max_output_tokens: maxOutputTokens }),
    ...(json && { text: { format: { type: 'json_schema', ...formatOf(json) } } }),
  };
}

function formatOf({ name, schema }: NonNullable<ModelRequest['json']>): object {
  const format = toJsonFormat(name, schema);
  return format.type === 'json_schema' ? format.json_schema : {};
}
