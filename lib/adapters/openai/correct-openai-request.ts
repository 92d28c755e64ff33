import { APIError } from 'openai/error';
import type { ModelRequest } from '../../language-model/language-model.ts';
import type { CompletionParams } from './convert-to-openai-request.ts';

/**
 * Servers and models differ in what they take. When one refuses a request with 400 or 422 and names what it does not
 * know, the request is corrected once for that, and the correction remembered.
 */
export type Correction = string;

const DROPPABLE = ['temperature', 'reasoning_effort', 'stream_options', 'max_tokens', 'max_completion_tokens'] as const;
type Droppable = (typeof DROPPABLE)[number];

/** What would make the refused request acceptable, or undefined if the refusal is about something else. */
export function correctionFor(error: unknown, params: CompletionParams, request: ModelRequest): Correction | undefined {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return undefined;
  const param = String(error.param ?? '');
  const message = error.message.toLowerCase();
  const isNamed = (name: string): boolean => param === name || message.includes(name);
  if (isNamed('response_format') || isNamed('json_schema')) return formatCorrection(params);
  if (param === 'stream' || /verified to stream/u.test(message)) return params.stream ? 'no stream' : undefined;
  if (isNamed('stream_options') && params.stream_options) return 'no stream_options';
  const isThinking = isNamed('reasoning_effort') || message.includes('does not support thinking');
  if (isThinking && params.reasoning_effort !== undefined) return 'no reasoning_effort';
  if (isNamed('temperature') && params.temperature !== undefined) return 'no temperature';
  if (isTooLong(message)) return withoutLimit(params, request);
  // The message names the right parameter as well, so what was sent decides.
  if (isNamed('max_tokens') && params.max_tokens != null) return 'max_completion_tokens';
  if (isNamed('max_completion_tokens') && params.max_completion_tokens != null) return 'max_tokens';
  if (isNamed('developer') && params.messages.some(({ role }) => role === 'developer')) return 'system role';
  return undefined;
}

/** The limit is more than the model gives, or leaves no room for it in the window: OpenAI, Groq, vLLM. */
const isTooLong = (message: string): boolean =>
  /max_(?:completion_)?tokens|in the completion/u.test(message) &&
  /too large|at most|less than or equal|maximum value|valid range|maximum context length|exceed/u.test(message);

/** Only a limit that nobody asked for is left out; a person's own is theirs to lower. */
function withoutLimit(params: CompletionParams, request: ModelRequest): Correction | undefined {
  if (request.maxOutputTokens !== undefined) return undefined;
  if (params.max_tokens != null) return 'no max_tokens';
  return params.max_completion_tokens != null ? 'no max_completion_tokens' : undefined;
}

function formatCorrection(params: CompletionParams): Correction | undefined {
  const type = params.response_format?.type;
  if (type === 'json_schema') return 'json_object';
  return type === undefined ? undefined : 'no response_format';
}

/** The request as it is after all corrections, in the order in which they were found. */
export function correctParams(
  params: CompletionParams,
  corrections: readonly Correction[],
  request: ModelRequest,
): CompletionParams {
  return corrections.reduce((current, correction) => correctOnce(current, correction, request), params);
}

function correctOnce(params: CompletionParams, correction: Correction, request: ModelRequest): CompletionParams {
  const dropped = DROPPABLE.find((name) => correction === `no ${name}`);
  if (dropped) return without(params, dropped);
  switch (correction) {
    case 'no stream':
      return { ...without(params, 'stream_options'), stream: false };
    case 'max_completion_tokens':
      return params.max_tokens == null
        ? params
        : { ...without(params, 'max_tokens'), max_completion_tokens: params.max_tokens };
    case 'max_tokens':
      return params.max_completion_tokens == null
        ? params
        : { ...without(params, 'max_completion_tokens'), max_tokens: params.max_completion_tokens };
    case 'system role':
      return {
        ...params,
        messages: params.messages.map((message) =>
          message.role === 'developer' ? { ...message, role: 'system' } : message,
        ),
      };
    case 'json_object':
      return request.json
        ? { ...withSchemaInWords(params, request), response_format: { type: 'json_object' } }
        : params;
    case 'no response_format': {
      const { response_format: _format, ...rest } = params;
      return request.json ? withSchemaInWords(rest, request) : rest;
    }
    default:
      return params;
  }
}

function without(params: CompletionParams, name: Droppable): CompletionParams {
  const { [name]: _dropped, ...rest } = params;
  return rest;
}

const SCHEMA_INTRODUCTION = 'Answer with one JSON object that fits this JSON Schema, and with nothing else:';

/** A server without schemas is told the schema in the system message (once). */
function withSchemaInWords(params: CompletionParams, request: ModelRequest): CompletionParams {
  if (params.messages.some(({ content }) => content.includes(SCHEMA_INTRODUCTION))) return params;
  const words = `${SCHEMA_INTRODUCTION}\n${JSON.stringify(request.json?.schema)}`;
  const [first, ...rest] = params.messages;
  const isSystem = first?.role === 'system' || first?.role === 'developer';
  const messages: CompletionParams['messages'] =
    isSystem && first
      ? [{ ...first, content: `${first.content}\n\n${words}` }, ...rest]
      : [{ role: 'system', content: words }, ...params.messages];
  return { ...params, messages };
}
