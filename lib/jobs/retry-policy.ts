import type { ErrorCode, Failure } from '../shared/app-error.ts';
import type { Wait } from './run.ts';

export type Verdict =
  /** Again at `at`; counts as an attempt. */
  | { readonly kind: 'retry'; readonly at: number }
  /** Again at `at`; does not count. `whole` is true when everything of the run has to wait for it. */
  | { readonly kind: 'wait'; readonly at: number | undefined; readonly reason: Wait['reason']; readonly whole: boolean }
  /** The person must act before anything of the run can go on; the job stays open. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'give-up' };

const SECOND_MS = 1000;
const LONGEST_BACKOFF_MS = 60 * SECOND_MS;
const OFFLINE_RETRY_MS = 30 * SECOND_MS;
const ATTEMPTS = 6;
const FEWER_ATTEMPTS: Partial<Record<ErrorCode, number>> = {
  'engine-answer-cut': 4,
  'engine-answer-empty': 3,
  'engine-answer-invalid': 1,
  'engine-stalled': 3,
  'notion-conflict': 5,
};

/** What stops a whole run: another row would fail in the same way, or pass a limit. */
const PAUSES_A_RUN = new Set<ErrorCode>([
  'notion-token-missing',
  'notion-token-invalid',
  'notion-block-limit',
  'notion-blocked',
  'notion-permission',
  'target-other-workspace',
  'engine-key-missing',
  'engine-key-invalid',
  'engine-key-restricted',
  'engine-no-credit',
  'engine-quota-day',
  'engine-model-missing',
  'engine-model-unknown',
  'engine-origin-refused',
  'engine-base-url-invalid',
  'engine-region',
  'engine-permission',
  'prompts-used-up',
  'spending-cap',
  'storage-full',
  'target-trashed',
  'property-missing',
  'property-changed',
]);

const WAIT_REASONS: Partial<Record<ErrorCode, Wait['reason']>> = {
  'notion-rate-limited': 'notion-limit',
  'notion-overloaded': 'notion-limit',
  'engine-rate-limited': 'engine-limit',
  'engine-overloaded': 'engine-limit',
  'notion-write-unconfirmed': 'confirming-write',
  offline: 'offline',
  locked: 'locked',
};

/**
 * What to do after a failed step.
 * @param attempts failed tries of this step before this one
 * @param now epoch ms
 * @param random in [0, 1): full jitter
 * @param before what the same job failed with last, without progress since
 */
export function decideRetry(
  failure: Failure,
  attempts: number,
  now: number,
  random: number,
  before?: Failure,
): Verdict {
  if (PAUSES_A_RUN.has(failure.code) || failure.details?.['scope'] === 'database') return { kind: 'pause' };
  if (failure.code === 'offline')
    return { kind: 'wait', at: now + offlineWait(before, attempts, random), reason: 'offline', whole: true };
  if (failure.code === 'locked') return { kind: 'wait', at: undefined, reason: 'locked', whole: true };
  switch (failure.retry) {
    case 'never':
      return { kind: 'give-up' };
    case 'wait': {
      const reason = WAIT_REASONS[failure.code] ?? 'backoff';
      const at = Math.max(failure.retryAt ?? now + backoff(attempts, random), now);
      return { kind: 'wait', at, reason, whole: reason !== 'confirming-write' };
    }
    case 'later':
    case 'look':
      if (attempts + 1 >= (FEWER_ATTEMPTS[failure.code] ?? ATTEMPTS)) return { kind: 'give-up' };
      return { kind: 'retry', at: now + backoff(attempts, random) };
  }
}

/** Waiting is no attempt, so attempts do not grow: offline for hours must not be a try a second. `online` wakes earlier. */
function offlineWait(before: Failure | undefined, attempts: number, random: number): number {
  return before?.code === 'offline' ? OFFLINE_RETRY_MS : backoff(attempts, random);
}

function backoff(attempts: number, random: number): number {
  const longest = Math.min(SECOND_MS * 2 ** attempts, LONGEST_BACKOFF_MS);
  return Math.round(longest * (0.5 + random / 2));
}
