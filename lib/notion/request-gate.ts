/**
 * When the next request may go to Notion. Notion allows a number of requests per fixed window of 60 s and connection; the number
 * depends on the plan (180 or 600) and is told nowhere, so it is learned: free until the first 429, from then on it stops by
 * itself at the learned limit and goes on when the window resets. Now and then one window is left unlimited, to learn
 * upwards. A count that is no plan's limit is believed only when two windows in a row say so: another tool with the same token
 * may have used the rest. Limits of the workspace or an endpoint, and overload, close the gate for all until the given time
 * and teach nothing. https://developers.notion.com/reference/request-limits
 *
 * Background work leaves a part of each window to what a person waits for; shortly before the window ends, what is left of it is
 * given back, so that a long run loses nothing.
 *
 * Pure: no clock, no timers. All times are epoch ms.
 */

const WINDOW_MS = 60_000;
/** How late after its first request a window may be assumed to have begun. */
const LATEST_START_MS = 2_000;
/** Requests that background work leaves to a person in each window: a database opens with about eight. */
const INTERACTIVE_RESERVE = 12;
/** Of a small limit, background work leaves one part in so many. */
const RESERVE_SHARE = 15;
/** So long before the window ends, background work may use what is left of the reserve. */
const RELEASE_MS = 8_000;
/** Counts this far apart mean the same limit: requests cross the window's edge on their way. */
const SAME_LIMIT = 12;
/** What the plans allow: https://developers.notion.com/reference/request-limits */
const SMALL_PLAN = 180;
const LARGE_PLAN = 600;
/** Any other count at a 429 means that somebody else sent the rest, unless the next window says the same (`isShared`). */
const BELOW_PLAN = 30;
const FIRST_PROBE_AFTER_WINDOWS = 4;
const MAX_PROBE_AFTER_WINDOWS = 64;
/** The same for a limit that is shared: whoever shares the token may be gone soon. */
const FIRST_PROBE_OF_SHARED = 1;
const MAX_PROBE_OF_SHARED = 4;
const BUCKET_MS = 250;
/** While Undo is at work, which is told by its last request, background work leaves it half of each window. */
const UNDO_LASTS_MS = 5_000;

/** `undo`: after what a person waits for at the screen, and before what is written anew. */
export type RequestPriority = 'interactive' | 'undo' | 'background';

/** Plain data, to be stored when the worker may be stopped. */
export interface RequestGateState {
  readonly version: 1;
  /** Requests that count, as [start of a quarter second, how many], of the last two windows. */
  readonly sent: readonly (readonly [number, number])[];
  /** Start of the history in `sent`: before it, other requests may have been sent. */
  readonly since?: number;
  readonly limit?: number;
  readonly windowStart?: number;
  /** Known once the first answer of the window is there. */
  readonly windowEnd?: number;
  readonly closedUntil: number;
  /** The limit of the running window is being learned, counted from here. */
  readonly learningFrom?: number;
  /** A 429 came after so few requests that the limit is believed only if the next window, too, ends so early. */
  readonly suspect?: { readonly limit: number; readonly from: number };
  /** Full windows until one is left unlimited; and how many to wait after that. */
  readonly windowsToProbe: number;
  readonly probeInterval: number;
  readonly probing: boolean;
  /** The latest time seen: a clock that was set back is noticed by it. */
  readonly seenAt: number;
}

/** One request on its way. Exactly one of the two is called. */
export interface RequestTicket {
  /** Any answer but a rate limit, or none at all: the request counts. */
  counted(now: number): void;
  /** 429 or 529. `ownWindow`: the connection's own 60 s limit with a trustworthy Retry-After. */
  limited(now: number, retryAt: number, ownWindow: boolean): void;
}

export interface RequestGate {
  /** `now` or earlier: a request may go at once. */
  nextAllowedAt(now: number, priority?: RequestPriority): number;
  /** Counts a request as sent. Call it only if `nextAllowedAt` allows, without waiting in between. */
  enter(now: number): RequestTicket;
  /** The limit as far as it is known, what was sent in the running window, and when that ends (epoch ms). */
  window(now: number): { readonly limit: number | undefined; readonly used: number; readonly endsAt?: number };
  snapshot(): RequestGateState;
  /** Takes a stored state over; anything else is ignored. */
  restore(state: unknown): void;
}

type Draft = { -readonly [Key in keyof RequestGateState]: RequestGateState[Key] };

function initialState(): Draft {
  return {
    version: 1,
    sent: [],
    closedUntil: 0,
    windowsToProbe: FIRST_PROBE_AFTER_WINDOWS,
    probeInterval: FIRST_PROBE_AFTER_WINDOWS,
    probing: false,
    seenAt: 0,
  };
}

/** A gate that knows nothing yet: all may pass. */
export function createRequestGate(): RequestGate {
  let state = initialState();
  let undoAskedAt = -Infinity;
  const update = (now: number) => advance(state, now);
  return {
    nextAllowedAt(now, priority = 'background') {
      update(now);
      if (priority === 'undo') undoAskedAt = now;
      const isUndoing = Math.abs(now - undoAskedAt) < UNDO_LASTS_MS;
      return Math.max(state.closedUntil, windowOpensAt(state, now, priority, isUndoing));
    },
    enter(now) {
      update(now);
      openWindow(state, now);
      const bucket = countSent(state, now);
      return {
        counted(answeredAt) {
          update(answeredAt);
          const start = state.windowStart;
          if (start !== undefined && now >= start && state.windowEnd === undefined)
            state.windowEnd = Math.min(answeredAt, start + LATEST_START_MS) + WINDOW_MS;
          learn(state);
        },
        limited(answeredAt, retryAt, ownWindow) {
          update(answeredAt);
          removeSent(state, bucket);
          state.closedUntil = Math.max(state.closedUntil, retryAt);
          if (ownWindow) closeWindow(state, answeredAt, retryAt);
          learn(state);
        },
      };
    },
    window(now) {
      update(now);
      const { limit, windowStart, windowEnd } = state;
      if (windowStart === undefined) return { limit, used: 0 };
      return { limit, used: countSince(state, windowStart), endsAt: windowEnd ?? windowStart + WINDOW_MS };
    },
    snapshot: () => structuredClone(state),
    restore(stored) {
      if (isState(stored)) state = structuredClone(stored);
    },
  };
}

/** Brings a state up to `now`: a clock set back moves it along, ended windows are closed, old counts forgotten. */
function advance(state: Draft, now: number): void {
  if (now < state.seenAt - 1_000) shift(state, now - state.seenAt);
  state.seenAt = Math.max(state.seenAt, now);
  if (state.windowEnd !== undefined && now >= state.windowEnd) endWindow(state);
  else if (state.windowStart !== undefined && now >= state.windowStart + WINDOW_MS + LATEST_START_MS) endWindow(state);
  const oldest = now - 2 * WINDOW_MS;
  if (state.sent[0] && state.sent[0][0] < oldest) state.sent = state.sent.filter(([at]) => at >= oldest);
}

function shift(state: Draft, by: number): void {
  state.sent = state.sent.map(([at, count]) => [at + by, count]);
  state.closedUntil += by;
  state.seenAt += by;
  if (state.suspect) state.suspect = { ...state.suspect, from: state.suspect.from + by };
  for (const key of ['since', 'windowStart', 'windowEnd', 'learningFrom'] as const) {
    const at = state[key];
    if (at !== undefined) state[key] = at + by;
  }
}

function endWindow(state: Draft): void {
  const count = countSince(state, state.windowStart ?? 0);
  const full = state.limit !== undefined && count >= state.limit - SAME_LIMIT;
  if (state.probing) {
    state.probing = false;
    if (state.learningFrom === undefined) learnFromProbe(state, count);
  } else if (full) state.windowsToProbe -= 1;
  if (state.windowsToProbe <= 0) {
    const most = isShared(state.limit) ? MAX_PROBE_OF_SHARED : MAX_PROBE_AFTER_WINDOWS;
    state.probing = true;
    state.probeInterval = Math.min(state.probeInterval * 2, most);
    state.windowsToProbe = state.probeInterval;
  }
  delete state.windowStart;
  delete state.windowEnd;
  delete state.learningFrom;
}

/** An unlimited window met no 429: what was sent is allowed. Who shared the token is gone if it is more than what was left. */
function learnFromProbe(state: Draft, count: number): void {
  if (state.limit === undefined || count <= state.limit) return;
  if (isShared(count)) delete state.limit;
  else state.limit = count;
}

/** No plan's limit, nor more than the largest: others use a part of it, as far as is known. */
const isShared = (limit: number | undefined): boolean =>
  limit !== undefined &&
  (limit < SMALL_PLAN - BELOW_PLAN || limit > SMALL_PLAN + SAME_LIMIT) &&
  limit < LARGE_PLAN - BELOW_PLAN;

function openWindow(state: Draft, now: number): void {
  state.since ??= now;
  state.windowStart ??= now;
}

function windowOpensAt(state: Draft, now: number, priority: RequestPriority, isUndoing: boolean): number {
  const { limit, windowStart } = state;
  if (limit === undefined || state.probing || windowStart === undefined) return now;
  // A person never waits for a guess: Notion says so itself when others have used the window up.
  if (priority === 'interactive' && isShared(limit)) return now;
  const sent = countSince(state, windowStart);
  const end = state.windowEnd ?? windowStart + WINDOW_MS + LATEST_START_MS;
  if (sent >= limit) return end;
  const reserve = Math.min(INTERACTIVE_RESERVE, Math.floor(limit / RESERVE_SHARE));
  const left = { interactive: 0, undo: Math.ceil(reserve / 2), background: isUndoing ? Math.ceil(limit / 2) : reserve };
  if (priority === 'interactive' || sent < limit - left[priority]) return now;
  if (priority === 'undo' || isUndoing) return end;
  // Later ones might arrive after the reset, and would be missing in the next window.
  return now > end - LATEST_START_MS ? end : Math.max(now, end - RELEASE_MS);
}

/**
 * The connection's own limit was met. Retry-After is the time to the reset in whole seconds, rounded up by up to one, so the
 * window began up to a second before `retryAt - 60 s`; what was sent in that second is counted, the next window corrects it.
 */
function closeWindow(state: Draft, now: number, retryAt: number): void {
  if (retryAt - now > WINDOW_MS + LATEST_START_MS) return;
  const start = retryAt - WINDOW_MS - 1_000;
  state.windowStart = Math.max(state.windowStart ?? start, start);
  state.windowEnd = retryAt;
  // Requests sent before our history began may have used up a part: then the count says nothing about the limit.
  const knowsAll = state.since !== undefined && state.since <= start + 1_000;
  if (knowsAll) state.learningFrom ??= start;
}

/** The limit is what was let through in the window; answers still on their way correct it. */
function learn(state: Draft): void {
  const { learningFrom: from, limit, suspect } = state;
  if (from === undefined) return;
  const count = countSince(state, from);
  if (count === 0) return;
  const isKnown = limit !== undefined && Math.abs(limit - count) <= SAME_LIMIT;
  if (isShared(count) && !isKnown && !isConfirmed(suspect, from, count)) {
    state.suspect = { limit: count, from };
    return;
  }
  state.limit = count;
  delete state.suspect;
  if (isKnown) return;
  state.probeInterval = isShared(count) ? FIRST_PROBE_OF_SHARED : FIRST_PROBE_AFTER_WINDOWS;
  state.windowsToProbe = state.probeInterval;
}

/** The window before this one ended as early. */
function isConfirmed(suspect: Draft['suspect'], from: number, count: number): boolean {
  if (!suspect || from <= suspect.from || from - suspect.from > 2 * (WINDOW_MS + LATEST_START_MS)) return false;
  return Math.abs(suspect.limit - count) <= SAME_LIMIT;
}

function bucketOf(at: number): number {
  return Math.floor(at / BUCKET_MS) * BUCKET_MS;
}

function countSent(state: Draft, now: number): number {
  const bucket = bucketOf(now);
  const known = state.sent.some(([at]) => at === bucket);
  state.sent = known
    ? state.sent.map(([at, count]) => [at, at === bucket ? count + 1 : count])
    : [...state.sent, [bucket, 1]];
  return bucket;
}

function removeSent(state: Draft, bucket: number): void {
  state.sent = state.sent.map(([at, count]) => [at, at === bucket ? Math.max(0, count - 1) : count]);
}

function countSince(state: RequestGateState, start: number): number {
  return state.sent.reduce((sum, [at, count]) => (at >= bucketOf(start) ? sum + count : sum), 0);
}

function isState(value: unknown): value is RequestGateState {
  const state = value as Partial<RequestGateState> | null;
  return (
    typeof state === 'object' &&
    state?.version === 1 &&
    Array.isArray(state.sent) &&
    typeof state.closedUntil === 'number' &&
    typeof state.seenAt === 'number' &&
    typeof state.windowsToProbe === 'number' &&
    typeof state.probeInterval === 'number'
  );
}
