/**
 * Faults of the model servers, as plain data, so that a test or a control page can queue them. Each is taken by one
 * request (or by `times`), oldest first, and only by a request that fits `when`.
 */
import type { RecordedName } from './recorded-answers.ts';

export type Fault =
  // Refusals before anything is streamed
  | { kind: 'key-wrong' }
  | { kind: 'key-expired' }
  | { kind: 'key-restricted' }
  /** `code`: one of OpenAI's billing codes; Gemini has none of its own. */
  | { kind: 'no-credit'; code?: BillingCode }
  | { kind: 'rate-limit'; retryAfterSeconds?: number; perDay?: boolean }
  | { kind: 'overloaded' }
  | { kind: 'server-error'; status?: number; html?: boolean }
  | { kind: 'region' }
  | { kind: 'context-too-long' }
  | { kind: 'model-unknown' }
  | { kind: 'unverified-to-stream' }
  | { kind: 'unsupported-parameter'; parameter: string }
  | { kind: 'redirect'; to: string }
  /** The connection is closed before any header. */
  | { kind: 'cut-before-headers' }
  | { kind: 'slow-first-byte'; ms: number }
  | { kind: 'no-first-byte' }
  // Wrong answers with status 200
  | { kind: 'html-200' }
  | { kind: 'json-instead-of-sse' }
  | { kind: 'malformed-json' }
  | { kind: 'stall' }
  | { kind: 'cut' }
  | { kind: 'error-in-stream'; code?: string }
  | { kind: 'missing-end' }
  | { kind: 'missing-done' }
  | { kind: 'empty' }
  | { kind: 'length'; withText: boolean }
  | { kind: 'refusal' }
  /** The answer is stopped by a filter; `reason` is Gemini's finishReason (default SAFETY). */
  | { kind: 'filtered'; reason?: string }
  /** The prompt itself is blocked; `reason` is Gemini's blockReason (default PROHIBITED_CONTENT). */
  | { kind: 'prompt-blocked'; reason?: string }
  | { kind: 'thoughts' }
  | { kind: 'comments' }
  | { kind: 'no-usage' }
  | { kind: 'no-choices' }
  | { kind: 'line-separator' }
  /** A refusal or an answer in the very form of one service. */
  | { kind: 'recorded'; name: RecordedName }
  /** Comment lines for ever, and never a word of an answer. */
  | { kind: 'comments-without-end' }
  /** The same words for ever. */
  | { kind: 'text-without-end' }
  /** An error body of so many bytes. */
  | { kind: 'huge-error'; bytes: number }
  /** This as the list of models. */
  | { kind: 'list'; body: string };

export type BillingCode =
  | 'insufficient_quota'
  | 'credit_balance_exhausted'
  | 'organization_spend_limit_exceeded'
  | 'project_spend_limit_exceeded'
  | 'organization_usage_limit_exceeded';

export interface FaultCondition {
  readonly promptIncludes?: string;
  readonly model?: string;
  /** `models`: the list of models; `generate` (default): an answer. */
  readonly on?: 'generate' | 'models';
}

interface QueuedFault {
  readonly fault: Fault;
  readonly when: FaultCondition;
  left: number;
}

export interface FaultQueue {
  /** Queues a fault for the next `times` (default 1) requests that fit `when`. */
  add(fault: Fault, options?: { times?: number; when?: FaultCondition }): void;
  clear(): void;
  /** How many are still waiting for their request. */
  pending(): number;
  take(request: { on: 'generate' | 'models'; prompt: string; model: string }): Fault | undefined;
}

export function createFaultQueue(): FaultQueue {
  let queue: QueuedFault[] = [];
  return {
    add(fault, options = {}) {
      queue.push({ fault, when: options.when ?? {}, left: options.times ?? 1 });
    },
    clear() {
      queue = [];
    },
    pending: () => queue.reduce((sum, entry) => sum + entry.left, 0),
    take(request) {
      const entry = queue.find(({ when }) => fits(when, request));
      if (!entry) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) queue = queue.filter((other) => other !== entry);
      return entry.fault;
    },
  };
}

function fits(when: FaultCondition, request: { on: string; prompt: string; model: string }): boolean {
  return (
    (when.on ?? 'generate') === request.on &&
    (when.model === undefined || when.model === request.model) &&
    (when.promptIncludes === undefined || request.prompt.includes(when.promptIncludes))
  );
}
