import { ApiError, conflict } from './api-error.ts';
import type { Answer } from './answer.ts';
import type { Fault } from './faults.ts';
import { rateLimited } from './limiter.ts';

/** An answer that is played instead of, or after, the real one. */
export interface Played {
  status: number;
  headers: Record<string, string>;
  /** Text as it is sent; `error` makes Notion's error body. */
  raw?: string;
  error?: ApiError;
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const page = (title: string) =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

/** True when the request is carried out although the answer is the fault's. */
export function isApplied(fault: Fault): boolean {
  switch (fault.type) {
    case 'internal':
    case 'bad-gateway':
    case 'gateway-timeout':
    case 'html-200':
      return fault.applied === true;
    case 'truncated-json':
      return fault.applied !== false;
    case 'unavailable':
      return fault.saved === true;
    case 'drop':
      return fault.when === 'after';
    case 'slow':
    case 'resent':
      return true;
    case 'conflict':
    case 'rate-limit':
    case 'overload':
    case 'redirect':
    case 'unauthorized':
    case 'forbidden-html':
      return false;
  }
}

const plain = (error: ApiError, headers: Record<string, string> = {}): Played => ({
  status: error.status,
  headers,
  error,
});

/** What goes over the wire for a fault. `answer` is the real one when the request was carried out. */
export function played(fault: Fault, answer: Answer | undefined, now: number): Played {
  switch (fault.type) {
    case 'conflict':
      return plain(conflict());
    case 'rate-limit':
      return limited(fault, now);
    case 'overload': {
      const seconds = fault.retryAfter ?? 5;
      const error = new ApiError(529, 'service_overload', 'Notion is overloaded. Please try again later.', {
        retry_after: String(seconds),
      });
      return plain(error, { 'retry-after': String(seconds) });
    }
    case 'internal':
      return plain(new ApiError(500, 'internal_server_error', 'Unexpected error occurred.'));
    case 'bad-gateway':
      return { status: 502, headers: HTML, raw: page('502 Bad Gateway') };
    case 'unavailable':
      return plain(unavailable(fault.saved === true, answer));
    case 'gateway-timeout':
      return plain(new ApiError(504, 'gateway_timeout', 'Notion took too long to answer.'));
    case 'html-200':
      return { status: 200, headers: HTML, raw: page('Sign in to the network') };
    case 'truncated-json': {
      const whole = JSON.stringify(answer?.body ?? { object: 'list', results: [] });
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      return { status: answer?.status ?? 200, headers, raw: whole.slice(0, Math.floor(whole.length / 2)) };
    }
    case 'redirect':
      return { status: 302, headers: { location: fault.location ?? 'https://captive.example/login' }, raw: '' };
    case 'unauthorized':
      return plain(new ApiError(401, 'unauthorized', 'API token is invalid.'));
    case 'forbidden-html':
      return {
        status: 403,
        headers: { ...HTML, 'cf-ray': '8f0000000000abcd-FRA' },
        raw: page('Sorry, you have been blocked'),
      };
    case 'slow':
    case 'resent':
    case 'drop':
      throw new Error(`${fault.type} has no answer of its own`);
  }
}

function limited(fault: Extract<Fault, { type: 'rate-limit' }>, now: number): Played {
  const reason = fault.reason ?? 'public_api_request_rate_limit';
  const kind = fault.retryAfter ?? 17;
  const seconds = typeof kind === 'number' ? kind : (fault.seconds ?? 17);
  const header =
    kind === 'date' ? new Date(now + seconds * 1000).toUTCString() : kind === 'garbage' ? 'soon' : String(seconds);
  const silent = kind === 'missing' || kind === 'garbage';
  return plain(rateLimited(silent ? undefined : seconds, reason), kind === 'missing' ? {} : { 'retry-after': header });
}

/** The 503 that names what was saved, and the one that knows nothing. https://developers.notion.com/reference/request-limits */
function unavailable(saved: boolean, answer: Answer | undefined): ApiError {
  if (!saved) return new ApiError(503, 'service_unavailable', 'Notion is unavailable. Please try again later.');
  const named = answer?.saved;
  return new ApiError(
    503,
    'service_unavailable',
    'The change was saved, but Notion took too long to load the result.',
    {
      from: 'public-api',
      elapsed_ms: '55012',
      deadline_ms: '55000',
      retry_guidance: ['Read the object again to see its current state.', 'Do not repeat the write.'],
      ...(named === undefined ? {} : { committed_resource_id: named.resourceId }),
      ...(named?.childIds === undefined ? {} : { committed_child_ids: named.childIds }),
    },
  );
}
