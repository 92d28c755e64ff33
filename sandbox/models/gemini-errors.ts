import type { Fault } from './faults.ts';
import { isRecord } from './http-body.ts';

export interface GeminiFailure {
  readonly status: number;
  readonly body: unknown;
}

type Details = readonly Record<string, unknown>[];

const ERROR_INFO = 'type.googleapis.com/google.rpc.ErrorInfo';

/** Google's error body: https://ai.google.dev/gemini-api/docs/troubleshooting */
export function geminiError(status: number, word: string, message: string, details: Details = []): GeminiFailure {
  return { status, body: { error: { code: status, message, status: word, ...(details.length > 0 && { details }) } } };
}

const errorInfo = (reason: string): Record<string, unknown> => ({
  '@type': ERROR_INFO,
  reason,
  domain: 'googleapis.com',
  metadata: { service: 'generativelanguage.googleapis.com' },
});

/** The answer to a request that carries this fault, or nothing when the fault is in the stream. */
export function geminiFailureOf(fault: Fault, model: string, key: string): GeminiFailure | undefined {
  switch (fault.kind) {
    case 'key-wrong':
      return key === ''
        ? geminiError(
            403,
            'PERMISSION_DENIED',
            "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
          )
        : invalidKey('API key not valid. Please pass a valid API key.', 'API_KEY_INVALID');
    case 'key-expired':
      return invalidKey('API key expired. Please renew the API key.', 'API_KEY_INVALID');
    case 'key-restricted':
      return geminiError(
        403,
        'PERMISSION_DENIED',
        'Requests to this API generativelanguage.googleapis.com method are blocked.',
        [errorInfo('API_KEY_SERVICE_BLOCKED')],
      );
    case 'no-credit':
      return geminiError(
        429,
        'RESOURCE_EXHAUSTED',
        'Your prepayment credits are depleted. Please go to AI Studio to manage your project and billing.',
      );
    case 'rate-limit':
      return rateLimit(fault, model);
    case 'overloaded':
      return geminiError(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.');
    case 'server-error':
      return geminiError(fault.status ?? 500, 'INTERNAL', 'An internal error has occurred. Please retry.');
    case 'region':
      return geminiError(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.');
    case 'context-too-long':
      return geminiError(
        400,
        'INVALID_ARGUMENT',
        'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      );
    case 'model-unknown':
      return geminiModelNotFound(model);
    case 'unsupported-parameter':
      return geminiError(
        400,
        'INVALID_ARGUMENT',
        `Thinking level ${fault.parameter} is not supported for this model. Please retry with other thinking level.`,
      );
    default:
      return undefined;
  }
}

function invalidKey(message: string, reason: string): GeminiFailure {
  return geminiError(400, 'INVALID_ARGUMENT', message, [
    errorInfo(reason),
    { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en-US', message },
  ]);
}

export function geminiModelNotFound(model: string): GeminiFailure {
  return geminiError(
    404,
    'NOT_FOUND',
    `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
  );
}

function rateLimit(fault: Extract<Fault, { kind: 'rate-limit' }>, model: string): GeminiFailure {
  const quotaId = fault.perDay
    ? 'GenerateRequestsPerDayPerProjectPerModel-FreeTier'
    : 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier';
  const details: Record<string, unknown>[] = [
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [
        {
          quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests',
          quotaId,
          quotaDimensions: { location: 'global', model },
          quotaValue: fault.perDay ? '20' : '15',
        },
      ],
    },
    {
      '@type': 'type.googleapis.com/google.rpc.Help',
      links: [{ description: 'Learn more', url: 'https://ai.google.dev/gemini-api/docs/rate-limits' }],
    },
  ];
  if (fault.retryAfterSeconds !== undefined) {
    details.push({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${fault.retryAfterSeconds}s` });
  }
  return geminiError(
    429,
    'RESOURCE_EXHAUSTED',
    'You exceeded your current quota, please check your plan and billing details.',
    details,
  );
}

/** What the API refuses about a body of generateContent, or undefined. */
export function geminiRequestFault(body: Record<string, unknown>, model: string): GeminiFailure | undefined {
  const bad = (message: string): GeminiFailure => geminiError(400, 'INVALID_ARGUMENT', message);
  const unknown = Object.keys(body).find((key) => !KNOWN.has(key));
  if (unknown) return bad(`Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`);
  const contents = body['contents'];
  if (!Array.isArray(contents) || contents.length === 0)
    return bad('* GenerateContentRequest.contents: contents is not specified');
  for (const content of contents) {
    const role = isRecord(content) ? content['role'] : undefined;
    if (role !== 'user' && role !== 'model') return bad('Please use a valid role: user, model.');
  }
  const last: unknown = contents.at(-1);
  if (model.startsWith('gemini-4') && isRecord(last) && last['role'] === 'model')
    return bad('Prefilled model turns are not supported for this model.');
  return configFault(isRecord(body['generationConfig']) ? body['generationConfig'] : {}, model, bad);
}

const KNOWN = new Set([
  'contents',
  'generationConfig',
  'safetySettings',
  'systemInstruction',
  'tools',
  'toolConfig',
  'cachedContent',
]);
const CONFIG = new Set(
  (
    'candidateCount stopSequences maxOutputTokens temperature topP topK seed responseMimeType responseSchema responseJsonSchema ' +
    'presencePenalty frequencyPenalty responseLogprobs logprobs thinkingConfig mediaResolution'
  ).split(' '),
);

function configFault(
  config: Record<string, unknown>,
  model: string,
  bad: (message: string) => GeminiFailure,
): GeminiFailure | undefined {
  const unknown = Object.keys(config).find((key) => !CONFIG.has(key));
  if (unknown)
    return bad(`Invalid JSON payload received. Unknown name "${unknown}" at 'generation_config': Cannot find field.`);
  const thinking = isRecord(config['thinkingConfig']) ? config['thinkingConfig'] : {};
  if ('thinkingBudget' in thinking && 'thinkingLevel' in thinking) {
    return bad('You can only set only one of thinking budget and thinking level.');
  }
  if (model.startsWith('gemini-2') && 'thinkingLevel' in thinking)
    return bad('Thinking level is not supported for this model.');
  if (model.startsWith('gemini-4')) {
    const level = String(thinking['thinkingLevel'] ?? '').toUpperCase();
    if ('thinkingBudget' in thinking || level === 'MINIMAL') {
      return bad('Thinking level MINIMAL is not supported for this model. Please retry with other thinking level.');
    }
  }
  const schema = config['responseJsonSchema'] ?? config['responseSchema'];
  if (schema !== undefined && config['responseMimeType'] !== 'application/json') {
    return bad('responseJsonSchema requires response_mime_type application/json.');
  }
  if (config['responseJsonSchema'] !== undefined && config['responseSchema'] !== undefined) {
    return bad('Only one of response_schema and response_json_schema may be set.');
  }
  return undefined;
}
