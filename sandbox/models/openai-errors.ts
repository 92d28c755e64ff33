import type { Fault } from './faults.ts';

export interface OpenAiFailure {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** OpenAI's error body: https://platform.openai.com/docs/guides/error-codes */
export function openAiError(
  status: number,
  message: string,
  fields: { type?: string; code?: string | null; param?: string | null; headers?: Record<string, string> } = {},
): OpenAiFailure {
  const { type = 'invalid_request_error', code = null, param = null, headers } = fields;
  return { status, body: { error: { message, type, param, code } }, ...(headers && { headers }) };
}

/** The answer to a request that carries this fault, or nothing when the fault is in the stream. */
export function openAiFailureOf(fault: Fault, model: string, key: string): OpenAiFailure | undefined {
  const tail = `${key.slice(0, 7)}****${key.slice(-4)}`;
  switch (fault.kind) {
    case 'key-wrong':
      return openAiError(
        401,
        key === ''
          ? "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth."
          : `Incorrect API key provided: ${tail}. You can find your API key at https://platform.openai.com/account/api-keys.`,
        key === '' ? {} : { code: 'invalid_api_key' },
      );
    case 'key-expired':
      return openAiError(401, `Your API key ${tail} has expired.`, { code: 'expired_api_key' });
    case 'key-restricted':
      return openAiError(
        403,
        'You have insufficient permissions for this operation. Missing scopes: model.request. Check that you have the correct role.',
        { code: 'insufficient_permissions' },
      );
    case 'no-credit':
      return openAiError(429, 'You exceeded your current quota, please check your plan and billing details.', {
        type: 'insufficient_quota',
        code: fault.code ?? 'insufficient_quota',
      });
    case 'rate-limit':
      return rateLimit(fault, model);
    case 'overloaded':
      return openAiError(503, 'The server is currently overloaded with other requests. Sorry about that!', {
        type: 'service_unavailable_error',
        code: 'server_is_overloaded',
      });
    case 'server-error':
      return openAiError(fault.status ?? 500, 'The server had an error while processing your request.', {
        type: 'server_error',
      });
    case 'region':
      return openAiError(403, 'Country, region, or territory not supported', {
        type: 'request_forbidden',
        code: 'unsupported_country_region_territory',
      });
    case 'context-too-long':
      return openAiError(
        400,
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 900000 tokens.",
        { code: 'context_length_exceeded', param: 'messages' },
      );
    case 'model-unknown':
      return modelNotFound(model);
    case 'unverified-to-stream':
      return openAiError(
        400,
        'Your organization must be verified to stream this model. Please go to settings and click on Verify Organization.',
        {
          code: 'unsupported_value',
          param: 'stream',
        },
      );
    case 'unsupported-parameter':
      return unsupportedParameter(fault.parameter);
    case 'prompt-blocked':
      return openAiError(400, 'Invalid prompt: your prompt was flagged as potentially violating our usage policy.', {
        code: 'invalid_prompt',
      });
    default:
      return undefined;
  }
}

function rateLimit(fault: Extract<Fault, { kind: 'rate-limit' }>, model: string): OpenAiFailure {
  const kind = fault.perDay ? 'requests per day (RPD): Limit 200' : 'requests per min (RPM): Limit 3';
  const headers = {
    'x-ratelimit-remaining-requests': '0',
    ...(fault.retryAfterSeconds !== undefined && { 'retry-after': String(fault.retryAfterSeconds) }),
  };
  return openAiError(429, `Rate limit reached for ${model} in organization org-sandbox on ${kind}.`, {
    type: 'requests',
    code: 'rate_limit_exceeded',
    headers,
  });
}

export function modelNotFound(model: string): OpenAiFailure {
  return openAiError(404, `The model \`${model}\` does not exist or you do not have access to it.`, {
    code: 'model_not_found',
  });
}

export function unsupportedParameter(parameter: string, instead?: string): OpenAiFailure {
  const cure = instead ? ` Use '${instead}' instead.` : '';
  return openAiError(400, `Unsupported parameter: '${parameter}' is not supported with this model.${cure}`, {
    code: 'unsupported_parameter',
    param: parameter,
  });
}
