import { OPENAI_MODELS } from './catalogue.ts';
import { isRecord } from './http-body.ts';
import { modelNotFound, openAiError, unsupportedParameter, type OpenAiFailure } from './openai-errors.ts';
import { strictSchemaFault } from './strict-schema.ts';

const KNOWN = new Set(
  (
    'model messages stream stream_options max_tokens max_completion_tokens temperature top_p n stop seed user store metadata ' +
    'reasoning_effort verbosity response_format frequency_penalty presence_penalty logit_bias logprobs top_logprobs tools ' +
    'tool_choice parallel_tool_calls prediction modalities audio service_tier prompt_cache_key prompt_cache_retention safety_identifier'
  ).split(' '),
);
const EFFORTS = new Set(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);
const ROLES = new Set(['system', 'developer', 'user', 'assistant']);

/** What api.openai.com refuses about a body of POST /v1/chat/completions, or undefined. */
export function openAiRequestFault(body: Record<string, unknown>, nowMs: number): OpenAiFailure | undefined {
  if (typeof body['model'] !== 'string' || body['model'] === '') {
    return openAiError(400, 'you must provide a model parameter');
  }
  const model = OPENAI_MODELS.find(({ id }) => id === body['model']);
  const today = new Date(nowMs).toISOString().slice(0, 10);
  if (!model || (model.shutdownDate !== undefined && model.shutdownDate < today)) return modelNotFound(body['model']);
  const unknown = Object.keys(body).find((key) => !KNOWN.has(key));
  if (unknown) return openAiError(400, `Unrecognized request argument supplied: ${unknown}`, { param: unknown });
  return (
    messagesFault(body['messages']) ?? (model.reasoning ? reasoningFault(body) : plainFault(body)) ?? formatFault(body)
  );
}

function messagesFault(messages: unknown): OpenAiFailure | undefined {
  if (!Array.isArray(messages) || messages.length === 0) {
    return openAiError(400, "Invalid 'messages': empty array. Expected an array with minimum length 1.", {
      param: 'messages',
      code: 'empty_array',
    });
  }
  for (const [index, message] of messages.entries()) {
    if (!isRecord(message) || !ROLES.has(String(message['role']))) {
      return openAiError(400, `Invalid value for 'messages[${index}].role'.`, {
        param: `messages[${index}].role`,
        code: 'invalid_value',
      });
    }
    if (typeof message['content'] !== 'string') {
      return openAiError(400, `Invalid value for 'content': expected a string, got null.`, {
        param: `messages.[${index}].content`,
      });
    }
  }
  return undefined;
}

function reasoningFault(body: Record<string, unknown>): OpenAiFailure | undefined {
  if (body['max_tokens'] !== undefined) return unsupportedParameter('max_tokens', 'max_completion_tokens');
  const effort = body['reasoning_effort'];
  if (effort !== undefined && !EFFORTS.has(String(effort))) {
    return openAiError(400, `Invalid value: '${String(effort)}'.`, {
      code: 'invalid_value',
      param: 'reasoning_effort',
    });
  }
  const temperature = body['temperature'];
  if (temperature !== undefined && temperature !== 1 && effort !== 'none') {
    return openAiError(
      400,
      `Unsupported value: 'temperature' does not support ${String(temperature)} with this model. Only the default (1) value is supported.`,
      { code: 'unsupported_value', param: 'temperature' },
    );
  }
  return undefined;
}

function plainFault(body: Record<string, unknown>): OpenAiFailure | undefined {
  if (body['service_tier'] === 'flex')
    return openAiError(400, 'Invalid service_tier argument: this model does not support flex.', {
      param: 'service_tier',
    });
  if (body['reasoning_effort'] !== undefined) return unsupportedParameter('reasoning_effort');
  if (body['verbosity'] !== undefined) return unsupportedParameter('verbosity');
  return undefined;
}

function formatFault(body: Record<string, unknown>): OpenAiFailure | undefined {
  if (body['stream_options'] !== undefined && body['stream'] !== true) {
    return openAiError(400, "The 'stream_options' parameter is only allowed when 'stream' is enabled.", {
      param: 'stream_options',
    });
  }
  const limit = body['max_completion_tokens'] ?? body['max_tokens'];
  if (limit !== undefined && (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1)) {
    return openAiError(400, `Invalid 'max_completion_tokens': integer below minimum value.`, {
      param: 'max_completion_tokens',
      code: 'integer_below_min_value',
    });
  }
  const format = body['response_format'];
  if (format === undefined) return undefined;
  if (!isRecord(format)) return openAiError(400, "Invalid type for 'response_format'.", { param: 'response_format' });
  if (format['type'] === 'json_object' && !JSON.stringify(body['messages']).toLowerCase().includes('json')) {
    return openAiError(
      400,
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      { param: 'messages' },
    );
  }
  if (format['type'] !== 'json_schema') return undefined;
  const named = format['json_schema'];
  if (!isRecord(named) || !/^[A-Za-z0-9_-]{1,64}$/.test(String(named['name'] ?? ''))) {
    return openAiError(400, "Invalid 'response_format.json_schema.name': string does not match pattern.", {
      param: 'response_format.json_schema.name',
      code: 'invalid_value',
    });
  }
  const fault = named['strict'] === true ? strictSchemaFault(named['schema']) : undefined;
  return fault === undefined
    ? undefined
    : openAiError(400, `Invalid schema for response_format '${String(named['name'])}': ${fault}`, {
        param: 'response_format',
      });
}
