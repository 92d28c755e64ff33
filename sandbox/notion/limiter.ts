import { ApiError } from './api-error.ts';
import type { Plan, Token, Workspace } from './model.ts';

const WINDOW_MS = 60_000;
const PER_WINDOW: Record<Plan, number> = { free: 180, plus: 180, business: 600 };

export type RateLimitReason =
  | 'public_api_request_rate_limit'
  | 'public_api_space_request_rate_limit'
  | 'public_api_endpoint_rate_limit'
  | 'public_api_request_blocked';

/** The 429 answer. `seconds` undefined: it says nothing about when to come back. */
export function rateLimited(seconds: number | undefined, reason: RateLimitReason): ApiError {
  return new ApiError(429, 'rate_limited', 'You have been rate limited. Please try again in a few minutes.', {
    rate_limit_reason: reason,
    ...(seconds === undefined ? {} : { retry_after: String(seconds) }),
  });
}

/**
 * A fixed window of 60 s per token, opened by its first request: 180 requests, 600 on Business. Any pace inside it.
 * https://developers.notion.com/reference/request-limits
 */
export class RateLimiter {
  enabled = true;
  /** Another number of requests per window than the plan gives, for tests. */
  limit: number | undefined;
  /** While set, every request is refused for this reason, until `until` (ms); without `until` for good. */
  refusal: { reason: RateLimitReason; until?: number } | undefined;
  private readonly windows = new Map<string, { start: number; count: number }>();

  /** Counts a request; throws the 429 when the window is full. */
  take(token: Token, workspace: Workspace, now: number): void {
    if (this.refusal) {
      const { reason, until } = this.refusal;
      if (until === undefined || now < until) {
        throw rateLimited(until === undefined ? undefined : Math.ceil((until - now) / 1000), reason);
      }
      this.refusal = undefined;
    }
    if (!this.enabled) return;
    const open = this.windows.get(token.token);
    const window = open && now - open.start < WINDOW_MS ? open : { start: now, count: 0 };
    this.windows.set(token.token, window);
    if (window.count >= (this.limit ?? PER_WINDOW[workspace.plan])) {
      const seconds = Math.max(1, Math.ceil((window.start + WINDOW_MS - now) / 1000));
      throw rateLimited(seconds, 'public_api_request_rate_limit');
    }
    window.count += 1;
  }
}
