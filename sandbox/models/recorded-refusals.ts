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

const openAi = (
  status: number,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): RecordedAnswer =>
  json(status, { error: { message, type: 'invalid_request_error', param: null, code: null, ...fields } }, headers);

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

const inStreamRaw = (body: string): RecordedAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body,
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
  'balance-by-402': openAi(402, 'Insufficient Balance', { type: 'unknown_error', code: 'invalid_request_error' }),
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
    { type: 'tokens', code: 'rate_limit_exceeded' },
    { 'retry-after': '1' },
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
  'quoted-provider': json(
    429,
    {
      error: {
        code: 429,
        message: 'Provider returned error',
        metadata: { raw: 'the free model is busy upstream' },
      },
    },
    { 'retry-after': '1' },
  ),
  '400-in-stream': openRouterInStream(400, 'The parameters of this request are not valid.'),
  '401-in-stream': openRouterInStream(401, 'User not found.'),
  '402-in-stream': openRouterInStream(402, 'Not enough credits.'),
  '403-in-stream': openRouterInStream(403, 'The provider refuses this key.'),
  '404-in-stream': openRouterInStream(404, 'No such model: unknown/model'),
  '429-in-stream': openRouterInStream(429, 'Rate limit exceeded.'),
  'day-in-stream': openRouterInStream(429, 'Rate limit exceeded: free-models-per-day.'),
  '502-in-stream': openRouterInStream(502, 'The provider is gone.'),
  'error-as-whole-answer': json(200, { error: { code: 402, message: 'Not enough credits.' } }),
  'key-limit': json(403, { error: { message: 'Key limit exceeded (total limit).', code: 403 } }),
  'no-credits-yet': json(403, { code: 'permission denied', error: "This team doesn't have any credits yet." }),
  'balance-in-chinese': json(429, { error: { code: '1113', message: '余额不足。' } }),
  'budget-of-a-gateway': json(400, {
    error: { message: 'Budget has been exceeded. Max budget: 1.0', type: 'budget_exceeded', code: '400' },
  }),
  'month-of-credits': openAi(429, 'The team used all available credits or reached its monthly spending limit.'),
  'day-by-seconds': json(429, {
    error: { code: 'RateLimitReached', message: 'Rate limit of 50 per 86400s exceeded for UserByModelByDay.' },
  }),
  'model-without-a-name': json(400, { code: 20012, message: 'Model does not exist. Check it.', data: null }),
  'model-decommissioned': openAi(400, 'The model `old-8x7b` has been decommissioned.', {
    code: 'model_decommissioned',
  }),
  'deployment-not-found': json(404, {
    error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' },
  }),
  'model-not-pulled': openAi(404, 'model "qwen3:8b" not found, try pulling it first', { type: 'not_found_error' }),
  'no-model-loaded': json(400, { error: 'No models loaded. Load a model first.' }),
  'no-endpoints': json(404, { error: { message: 'No endpoints found for unknown/model.', code: 404 } }),
  'fields-that-do-not-fit': json(422, {
    detail: [{ type: 'extra_forbidden', loc: ['body', 'tone'], msg: 'Extra inputs are not permitted', input: 1 }],
  }),
  'capacity-of-a-tier': json(498, {
    error: { message: 'The capacity of this tier is used.', code: 'capacity_exceeded' },
  }),
  'status-by-another-name': inStream({ error: { status_code: 402, message: 'Top up.' } }),
  'status-beside-the-error': inStream({ status: 429, error: { message: 'Slow down.' } }),
  'error-in-a-choice': inStream({
    choices: [
      { index: 0, delta: { content: '' }, finish_reason: 'error', error: { code: 429, message: 'Slow down.' } },
    ],
  }),
  'message-alone': inStream({ statusCode: 503, message: 'Too busy.' }),
  'list-of-errors': inStream({ success: false, errors: [{ code: 3040, message: 'No capacity.' }] }),
  'sentence-in-stream': inStreamRaw('data: Internal error of the gateway\n\n'),
  'sentence-of-a-limit': inStreamRaw('event: error\ndata: Rate limit reached\n\n'),
  'flagged-at-no-cost': json(403, {
    error: { code: 403, message: 'This model needs moderation. Your input was flagged. No credits were charged.' },
  }),
  'limit-of-ones-own': json(400, {
    type: 'error',
    error: { type: 'invalid_request_error', message: 'You have reached your API usage limits until 2026-12-01.' },
  }),
  'day-in-details': json(429, [
    {
      error: {
        code: 429,
        message: 'Quota exceeded: limit: 20, model: gemini-x. Please retry in 33s.',
        status: 'RESOURCE_EXHAUSTED',
        details: [{ violations: [{ quotaId: 'GenerateRequestsPerDayPerProject-FreeTier' }] }, { retryDelay: '33s' }],
      },
    },
  ]),
  'free-tier-exhausted': json(403, {
    error: { code: 'AllocationQuota.FreeTierOnly', message: 'The free tier of the model is used.' },
  }),
  'month-by-a-slash': json(429, { message: 'A trial key is limited to 1000 calls / month.' }),
  'status-in-the-answer': json(200, { choices: null, base_resp: { status_code: 1008, status_msg: 'no balance left' } }),
  'code-and-msg': json(200, { code: 401, msg: 'The token has expired.', success: false }),
  'error_code-and-error_msg': json(200, { error_code: 18, error_msg: 'Rate limit of requests reached' }),
  'exception-by-type': json(400, { __type: 'com.example#ThrottlingException', message: 'Rate exceeded' }),
  'errors-by-429': json(429, { success: false, errors: [{ code: 4006, message: 'The daily free share is used.' }] }),
  'fault-of-a-gateway': json(429, { fault: { faultstring: 'Quota violation', detail: { errorcode: 'quota.Hit' } } }),
  'json-in-quotes': json(400, { error: JSON.stringify({ error: { message: 'Insufficient balance' } }) }),
  'model-crashed': json(400, { error: 'The model has crashed. Exit code: 6' }),
  'model-retired': json(410, { error: { message: 'The model old-70b has been retired.' } }),
  'no-endpoint-for-tools': json(404, { error: { message: 'No endpoints found that support tool use.', code: 404 } }),
  'words-in-place-of-a-stream': inStreamRaw('Too many requests'),
  'word-in-brackets': inStreamRaw('data: [ERROR] The upstream timed out\n\n'),
  'web-page': {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html><body><h1>Bad gateway</h1></body></html>',
  },
} as const satisfies Readonly<Record<string, RecordedAnswer>>;

const google = (message: string, details: readonly unknown[] = []): RecordedAnswer =>
  json(429, { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED', ...(details.length > 0 && { details }) } });

const googleBy = (code: number, status: string, message: string, reason?: string): RecordedAnswer => {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' }];
  return json(code, { error: { code, message, status, ...(reason !== undefined && { details }) } });
};

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
  'day-in-words': google(
    'You exceeded your current quota.\n* Quota exceeded for metric: requests_per_model_per_day, limit: 250',
  ),
  'prepaid-credits': google('Your prepayment credits are depleted.'),
  'list-shaped-error': json(400, [
    {
      error: {
        code: 400,
        message: 'API key not valid.',
        status: 'INVALID_ARGUMENT',
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
      },
    },
  ]),
  'key-leaked': googleBy(403, 'PERMISSION_DENIED', 'This key was reported as leaked.'),
  'service-disabled': googleBy(403, 'PERMISSION_DENIED', 'The API is disabled in this project.', 'SERVICE_DISABLED'),
  region: googleBy(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'),
  'billing-off': googleBy(
    400,
    'FAILED_PRECONDITION',
    'The free tier is not available. Enable billing on your project.',
  ),
  'model-gone': googleBy(404, 'NOT_FOUND', 'models/gemini-x is not found for API version v1beta.'),
  'too-many-tokens': googleBy(
    400,
    'INVALID_ARGUMENT',
    'The input token count (1500000) exceeds the maximum number of tokens allowed (1048576).',
  ),
  overloaded: googleBy(503, 'UNAVAILABLE', 'The model is overloaded.'),
  deadline: googleBy(504, 'DEADLINE_EXCEEDED', 'The request timed out.'),
  'wait-out-of-bounds': google('Slow down.', [
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '9000000000s' },
  ]),
} as const satisfies Readonly<Record<string, RecordedAnswer>>;
