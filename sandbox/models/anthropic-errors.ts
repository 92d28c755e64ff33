import type { Fault } from './faults.ts';

export interface AnthropicFailure {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** https://docs.anthropic.com/en/api/errors */
export const anthropicError = (
  status: number,
  type: string,
  message: string,
  headers?: Record<string, string>,
): AnthropicFailure => ({
  status,
  body: { type: 'error', error: { type, message }, request_id: 'req_sandbox' },
  ...(headers && { headers }),
});

/** The answer to a request that carries this fault, or nothing when the fault is in the stream. */
export function anthropicFailureOf(fault: Fault, model: string): AnthropicFailure | undefined {
  switch (fault.kind) {
    case 'key-wrong':
    case 'key-expired':
      return anthropicError(401, 'authentication_error', 'invalid x-api-key');
    case 'key-restricted':
      return anthropicError(
        403,
        'permission_error',
        'Your API key does not have permission to use the specified resource.',
      );
    case 'no-credit':
      return anthropicError(
        400,
        'invalid_request_error',
        'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
      );
    case 'rate-limit':
      return anthropicError(
        429,
        'rate_limit_error',
        fault.perDay
          ? "This request would exceed your organization's limit of 200 requests per day."
          : "This request would exceed your organization's rate limit of 50 requests per minute.",
        { ...(fault.retryAfterSeconds !== undefined && { 'retry-after': String(fault.retryAfterSeconds) }) },
      );
    case 'overloaded':
      return anthropicError(529, 'overloaded_error', 'Overloaded');
    case 'server-error':
      return anthropicError(fault.status ?? 500, 'api_error', 'Internal server error');
    case 'region':
      return anthropicError(
        403,
        'forbidden',
        'Request not allowed: your country, region, or territory is not supported.',
      );
    case 'context-too-long':
      return anthropicError(400, 'invalid_request_error', 'prompt is too long: 212000 tokens > 200000 maximum');
    case 'model-unknown':
      return anthropicError(404, 'not_found_error', `model: ${model}`);
    default:
      return undefined;
  }
}
