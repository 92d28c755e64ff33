import type OpenAI from 'openai';
import { takesFlex } from '../../language-model/model-abilities.ts';
import { isReasoningModel } from '../../language-model/engines/openai.ts';
import type { JsonSchema, ModelRequest } from '../../language-model/language-model.ts';

type StreamingParams = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming;

/** What is sent: the typed body, plus the names that only other servers know. */
export type CompletionParams = Omit<StreamingParams, 'stream' | 'messages' | 'reasoning_effort'> & {
  stream: boolean;
  messages: { role: 'system' | 'developer' | 'user' | 'assistant'; content: string }[];
  reasoning_effort?: string;
};

/**
 * The body of POST /v1/chat/completions for api.openai.com.
 * https://platform.openai.com/docs/api-reference/chat/create
 */
export function convertToOpenAiRequest(request: ModelRequest): CompletionParams {
  const { model, maxOutputTokens = request.defaultOutputTokens, temperature } = request;
  const isReasoning = isReasoningModel(model);
  const effort = isReasoning ? effortFor(model, request.effort ?? 'low') : undefined;
  const takesTemperature = !isReasoning || effort === 'none';
  return {
    model,
    messages: toMessages(request, isReasoning ? 'developer' : 'system'),
    stream: true,
    stream_options: { include_usage: true, include_obfuscation: false },
    ...(maxOutputTokens !== undefined && { max_completion_tokens: maxOutputTokens }),
    ...(effort !== undefined && { reasoning_effort: effort }),
    ...(temperature !== undefined && takesTemperature && { temperature }),
    ...(request.tier && takesFlex('openai', model) && { service_tier: request.tier }),
    ...(request.json && { response_format: toJsonFormat(request.json.name, request.json.schema) }),
  };
}

export function toMessages(request: ModelRequest, systemRole: 'system' | 'developer'): CompletionParams['messages'] {
  const turns = request.messages.map(({ role, text }) => ({ role, content: text }));
  return request.system === '' ? turns : [{ role: systemRole, content: request.system }, ...turns];
}

export function toJsonFormat(name: string, schema: JsonSchema): NonNullable<CompletionParams['response_format']> {
  // The name's alphabet and length are part of the API: https://platform.openai.com/docs/guides/structured-outputs
  const safeName = name.replace(/[^A-Za-z0-9_-]/gu, '_').slice(0, 64) || 'answer';
  return { type: 'json_schema', json_schema: { name: safeName, strict: true, schema: { ...schema } } };
}

/** `none` came with gpt-5.1; gpt-5 has `minimal`, the o models start at `low`. */
function effortFor(model: string, effort: NonNullable<ModelRequest['effort']>): string {
  if (effort !== 'none') return effort;
  if (/^o\d/u.test(model)) return 'low';
  return /^gpt-5(?:-|$)/u.test(model) ? 'minimal' : 'none';
}
