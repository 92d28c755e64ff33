/** One request through the SDK: asked of the gate, sent once, its outcome told to the gate, its error made ours. */
import { Client } from '@notionhq/client';
import type { RequestGate, RequestPriority } from '../../notion/request-gate.ts';
import { AppError } from '../../shared/app-error.ts';
import type { Clock } from '../../shared/clock.ts';
import { createBoundedFetch, type FetchLike } from './bounded-fetch.ts';
import { isOwnWindow, mapNotionError, readCommitted, readRefusal } from './map-notion-error.ts';
import type { ServerClock } from './server-clock.ts';

/** https://developers.notion.com/reference/versioning */
const NOTION_VERSION = '2026-03-11';
/** Notion answers within 55 to 60 s or gives up. https://developers.notion.com/reference/request-limits */
const DEFAULT_TIMEOUT_MS = 60_000;
/** The SDK's timer never aborts; ours does, and comes first. */
const SDK_TIMEOUT_FACTOR = 4;

export interface NotionConnectionOptions {
  readonly token: string;
  readonly fetch: FetchLike;
  readonly clock: Clock;
  /** Shared by every workspace object of the same token. */
  readonly gate: RequestGate;
  /** Shared like the gate. Absent: one of its own. */
  readonly serverClock?: ServerClock;
  readonly timeoutMs?: number;
  /**
   * Asked after the answer to a write: whether the browser may have sent it twice by itself. `since`: `performance.now()` before it left.
   * Absent: this platform never does.
   */
  readonly wasMaybeResent?: (url: string, since: number) => boolean;
  /** `interactive` may use the reserve that background work leaves in each window. Default: background. */
  readonly priority?: RequestPriority;
}

export interface RequestPlan<T> {
  readonly write: boolean;
  readonly signal: AbortSignal | undefined;
  readonly run: (client: Client) => Promise<unknown>;
  /** Makes the value of the answer; throws AppError if the answer is not what was asked for. */
  readonly read: (answer: Record<string, unknown>, mayBeResent: boolean) => T;
  /** Notion answered 503 and says that it saved these. Undefined: they do not settle it. */
  readonly adopt?: (committed: { id: string; childIds: readonly string[] }) => Promise<T> | T | undefined;
}

export type SendRequest = <T>(plan: RequestPlan<T>) => Promise<T>;

export function createSendRequest(options: NotionConnectionOptions, serverClock: ServerClock): SendRequest {
  const { clock, gate } = options;
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return async (plan) => {
    checkToken(options.token);
    if (plan.signal?.aborted) throw new AppError('stopped', 'later');
    const opensAt = gate.nextAllowedAt(clock.now(), options.priority);
    if (opensAt > clock.now()) throw new AppError('notion-rate-limited', 'wait', { retryAt: opensAt });
    let ticket: ReturnType<RequestGate['enter']> | undefined;
    let sentTo = '';
    const since = performance.now();
    const client = new Client({
      auth: options.token,
      notionVersion: NOTION_VERSION,
      retry: false,
      timeoutMs: timeoutMs * SDK_TIMEOUT_FACTOR,
      logger: () => {},
      fetch: createBoundedFetch({
        fetch: async (url, init) => {
          sentTo = url;
          const response = await options.fetch(url, init);
          serverClock.saw(response.headers.get('date'));
          return response;
        },
        clock,
        timeoutMs,
        signal: plan.signal,
        onSend: () => (ticket = gate.enter(clock.now())),
      }),
    });
    try {
      const answer = await plan.run(client);
      ticket?.counted(clock.now());
      return readAnswer(plan, answer, plan.write && (options.wasMaybeResent?.(sentTo, since) ?? false));
    } catch (error) {
      return await settleError(plan, error, { ticket, now: clock.now() });
    }
  };
}

async function settleError<T>(
  plan: RequestPlan<T>,
  error: unknown,
  { ticket, now }: { ticket: ReturnType<RequestGate['enter']> | undefined; now: number },
): Promise<T> {
  const mapped = mapNotionError(error, { write: plan.write, sent: ticket !== undefined, now });
  const refusal = readRefusal(error);
  if (refusal && mapped.retryAt !== undefined) ticket?.limited(now, mapped.retryAt, isOwnWindow(refusal, now));
  else if (refusal || !(error instanceof AppError && error.code !== 'stopped')) ticket?.counted(now);
  const committed = refusal && readCommitted(refusal);
  if (!committed || !plan.adopt) throw mapped;
  try {
    const adopted = await plan.adopt(committed);
    if (adopted !== undefined) return adopted;
  } catch {
    // The read failed, the write did not: what was made is in the details, for the look that follows.
  }
  throw new AppError(mapped.code, 'look', { details: { ...mapped.details, committedId: committed.id } });
}

function readAnswer<T>(plan: RequestPlan<T>, answer: unknown, mayBeResent: boolean): T {
  const value = answer as Record<string, unknown> | null;
  if (typeof value !== 'object' || value === null || typeof value['object'] !== 'string' || value['object'] === 'error')
    throw new AppError('notion-unavailable', plan.write ? 'look' : 'later', { details: { reason: 'unreadable' } });
  return plan.read(value, mayBeResent);
}

/** Header values are visible ASCII; anything else would fail inside fetch and look like a broken network. */
function checkToken(token: string): void {
  if (token === '') throw new AppError('notion-token-missing', 'never');
  if (!/^[\x21-\x7e]+$/.test(token)) throw new AppError('notion-token-invalid', 'never');
}
