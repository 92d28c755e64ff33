import type { Failure } from '../shared/app-error.ts';
import { MOST_ATTEMPTS, ruleOf } from '../shared/error-rules.ts';
import type { Wait } from './wait.ts';

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
  const rule = ruleOf(failure.code);
  if (rule.pauses || failure.details?.['scope'] === 'database') return { kind: 'pause' };
  if (failure.code === 'offline')
    return { kind: 'wait', at: now + offlineWait(before, attempts, random), reason: 'offline', whole: true };
  if (failure.code === 'locked') return { kind: 'wait', at: undefined, reason: 'locked', whole: true };
  switch (failure.retry) {
    case 'never':
      return { kind: 'give-up' };
    case 'wait': {
      const at = Math.max(failure.retryAt ?? now + backoff(attempts, random), now);
      const whole = wholeWait(failure);
      return { kind: 'wait', at, reason: whole ?? 'confirming-write', whole: whole !== undefined };
    }
    case 'later':
    case 'look':
      if (attempts + 1 >= (rule.attempts ?? MOST_ATTEMPTS)) return { kind: 'give-up' };
      return { kind: 'retry', at: now + backoff(attempts, random) };
  }
}

/** Whether what is missing may be given back by a person: access, credit, or the page itself. */
export function mayComeBack({ code }: Failure, { kind }: Verdict): boolean {
  return kind === 'pause' || ruleOf(code).isGone === true;
}

/** What everything of a run waits for after this failure; undefined: it is no wait, or one of this job alone. */
export function wholeWait({ code, retry }: Failure): Wait['reason'] | undefined {
  if (code === 'offline') return 'offline';
  if (retry !== 'wait') return undefined;
  const reason = ruleOf(code).waitsFor ?? 'backoff';
  return reason === 'confirming-write' ? undefined : reason;
}

/** Waiting is no attempt, so attempts do not grow: offline for hours must not be a try a second. `online` wakes earlier. */
function offlineWait(before: Failure | undefined, attempts: number, random: number): number {
  return before?.code === 'offline' ? OFFLINE_RETRY_MS : backoff(attempts, random);
}

function backoff(attempts: number, random: number): number {
  const longest = Math.min(SECOND_MS * 2 ** attempts, LONGEST_BACKOFF_MS);
  return Math.round(longest * (0.5 + random / 2));
}
