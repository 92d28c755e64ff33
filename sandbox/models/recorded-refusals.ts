/**
 * Refusals in the forms that services answer them in, each with a text of ours: what a client has to read although no description
 * of an API has it. Queue one with `faults.add({ kind: 'recorded', name })`.
 */
export interface RecordedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** The connection stays open behind it. */
  readonly isHeld?: true;
}

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): RecordedAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const openAi = (status: number, message: string, fields: Readonly<Record<string, unknown>> = {}): RecordedAnswer =>
  json(status, { error: { message, type: 'invalid_request_error', param: null, code: null, ...fields } });

/** An error where an answer was due: status 200, and the stream's only event. */
const inStream = (value: unknown, name = ''): RecordedAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: `: PROCESSING\n\n${name === '' ? '' : `event: ${name}\n`}data: ${JSON.stringify(value)}\n\n`,
});

const openRouterInStream = (code: number, message: string): RecordedAnswer =>
  inStream({
    id: 'gen-1',
    error: { code, message },
    choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
  });

/** Of servers that speak OpenAI's language. */
export const RECORDED_REFUSALS = {
  'balance-by-429': json(429, {
    error: { code: '1113', message: 'Your account has an insufficient balance. Please recharge it.' },
  }),
  'balance-by-401': json(401, {
    type: 'error',
    error: { type: 'CreditsError', message: 'Insufficient balance, see Billing' },
  }),
  'balance-by-403': openAi(403, 'Your credit balance is too low to use this API.'),
  'fewer-tokens': json(402, {
    error: { message: 'This answer needs more credits, or fewer max_tokens: you can only afford 812.', code: 402 },
  }),
  'larger-than-limit-by-413': openAi(413, 'Request too large on tokens per minute (TPM): Limit 6000, Requested 9100.', {
    type: 'tokens',
    code: 'rate_limit_exceeded',
  }),
  'larger-than-limit-by-429': openAi(429, 'Too many tokens at once (TPM): Limit 30000, Requested 41200.', {
    type: 'tokens',
    code: 'rate_limit_exceeded',
  }),
  'limit-that-a-wait-cures': openAi(
    429,
    'Rate limit on tokens per minute (TPM): Limit 6000, Used 5500, Requested 900.',
    {
      type: 'tokens',
      code: 'rate_limit_exceeded',
    },
  ),
  'wait-without-end': json(429, { error: { message: 'Slow down.' } }, { 'retry-after': '9000000000000' }),
  'month-used-up': openAi(429, 'The monthly token limit of this plan was reached.'),
  'data-policy': json(404, {
    error: { message: 'No endpoint matches your data policy. See /settings/privacy', code: 404 },
  }),
  'missing-scopes': openAi(401, 'This key has insufficient permissions. Missing scopes: model.request.'),
  'list-shaped-error': json(400, [{ error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT' } }]),
  'invalid-model': json(400, {
    object: 'error',
    message: 'Invalid model: medium-x',
    type: 'invalid_model',
    code: '1500',
  }),
  'bad-json': openAi(400, 'Failed to validate JSON. Adjust the prompt.', { code: 'json_validate_failed' }),
  'context-by-sentence': json(400, {
    error: 'The prompt is longer than the context length (n_keep: 13055 >= n_ctx: 4096).',
  }),
  'context-in-stream': inStream({ error: { message: 'More tokens than the context length (n_ctx: 4096).' } }, 'error'),
  'quoted-provider': json(429, {
    error: { code: 429, message: 'Provider returned error', metadata: { raw: 'the free model is busy upstream' } },
  }),
  '400-in-stream': openRouterInStream(400, 'The parameters of this request are not valid.'),
  '401-in-stream': openRouterInStream(401, 'User not found.'),
  '402-in-stream': openRouterInStream(402, 'Not enough credits.'),
  '403-in-stream': openRouterInStream(403, 'The provider refuses this key.'),
  '404-in-stream': openRouterInStream(404, 'No such model: unknown/model'),
  '429-in-stream': openRouterInStream(429, 'Rate limit exceeded.'),
  'day-in-stream': openRouterInStream(429, 'Rate limit exceeded: free-models-per-day.'),
  '502-in-stream': openRouterInStream(502, 'The provider is gone.'),
  'error-as-whole-answer': json(200, { error: { code: 402, message: 'Not enough credits.' } }),
  'web-page': {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html><body><h1>Bad gateway</h1></body></html>',
  },
} as const satisfies Readonly<Record<string, RecordedAnswer>>;

const google = (message: string, details: readonly unknown[] = []): RecordedAnswer =>
  json(429, { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED', ...(details.length > 0 && { details }) } });

/** Of the Gemini API. */
export const RECORDED_GEMINI_REFUSALS = {
  'no-free-use': google(
    'You exceeded your current quota.\n* Quota exceeded for metric: free_tier_requests, limit: 0, model: gemini-x\nPlease retry in 25.4s.',
    [
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }],
      },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '25s' },
    ],
  ),
  'no-free-use-by-value': google('You exceeded your current quota.', [
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier', quotaValue: '0' }],
    },
  ]),
  'wait-out-of-bounds': google('Slow down.', [
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '9000000000s' },
  ]),
} as const satisfies Readonly<Record<string, RecordedAnswer>>;
