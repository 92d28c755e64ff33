/**
 * What is stored of Keep filled for one connection, and every change of it, as pure functions over epoch ms. An effect is noted before
 * it is made (`starting`) and after it: whatever worker goes on knows what there is to do.
 */
import type { Run } from '../jobs/run.ts';
import { deriveRunState } from '../jobs/run-state.ts';
import type { KeepFilledSettings, KeepFilledView, LookEvery } from './keep-filled-view.ts';
import { KEEP_FILLED_DEFAULTS } from './keep-filled-view.ts';
import type { Failure } from '../shared/app-error.ts';
import { dayAt, nextDayAfter } from '../shared/day.ts';
import { ruleOf } from '../shared/error-rules.ts';

/** A run that is to be started: under an id of its own, so that starting it twice is one run. */
export interface StartingRun {
  readonly runId: string;
  readonly kind: 'ticked' | 'outdated';
  readonly rowIds: readonly string[];
}

export interface KeptFilled extends KeepFilledSettings {
  readonly connectionId: string;
  readonly isOn: boolean;
  /** Until the person resumes it: `failure` says why where no person paused it. */
  readonly paused?: { readonly failure?: Failure };
  /** Why the look that is due was put off. */
  readonly waits?: Failure;
  readonly nextLookAt: number;
  /** Rows that changed after this time (ISO) are new to it. Absent: it goes through all rows. */
  readonly seenUntil?: string;
  /** What was asked of the rows at that time: another prompt or output means all rows. */
  readonly asked?: string;
  readonly lastLook?: { readonly at: number; readonly filled: number; readonly failure?: Failure };
  /** Looks that failed one after the other. */
  readonly failedLooks: number;
  readonly starting?: StartingRun;
  /** The run that fills, or filled last; `isOpen` until it was over. `day`: whose prompts it takes. */
  readonly run?: { readonly id: string; readonly day: string; readonly isOpen: boolean };
  /** Prompts of runs that are over. */
  readonly spent?: { readonly day: string; readonly prompts: number };
  /** Rows that fit and were left for later. */
  readonly left?: number;
}

export const INTERVAL_MS: Readonly<Record<LookEvery, number>> = {
  '15-minutes': 15 * 60_000,
  hour: 60 * 60_000,
  day: 24 * 60 * 60_000,
};
/** After so many failed looks in a row a person has to see to it. */
export const MOST_FAILED_LOOKS = 3;
/** A failed look is made again after the shortest interval, however rarely it looks. */
const AGAIN_AFTER_FAILURE_MS = INTERVAL_MS['15-minutes'];
/** Where nothing says when a wait ends. */
const WAIT_MS = 5 * 60_000;

export function newKeptFilled(connectionId: string): KeptFilled {
  return { connectionId, ...KEEP_FILLED_DEFAULTS, isOn: false, nextLookAt: 0, failedLooks: 0 };
}

/** Turned on, it goes through all rows at once; turned off, nothing is left but what was set and what today took. */
export function turn(
  { every, fill, most, connectionId, spent, run }: KeptFilled,
  isOn: boolean,
  now: number,
): KeptFilled {
  const settings = { connectionId, every, fill, most, isOn, nextLookAt: now, failedLooks: 0 };
  return { ...settings, ...(spent && { spent }), ...(run && { run }) };
}

/** With other settings: what it fills from now on is looked for at once, more a day too; how often counts from the last look. */
export function change(entry: KeptFilled, settings: Partial<KeepFilledSettings>, now: number): KeptFilled {
  const next = { ...entry, ...settings };
  const isMore = next.fill !== entry.fill || (next.most > entry.most && (entry.left ?? 0) > 0);
  const { seenUntil: _seen, ...fresh } = next;
  if (isMore) return { ...fresh, nextLookAt: now };
  if (next.every === entry.every) return next;
  return { ...next, nextLookAt: (entry.lastLook?.at ?? now) + INTERVAL_MS[next.every] };
}

/** Whether nobody has to act before it may look. */
export function isWatching(entry: KeptFilled): boolean {
  return entry.isOn && entry.paused === undefined;
}

/** When it looks next: at once where the clock was put back since the last look. */
export function nextLook({ nextLookAt, lastLook }: KeptFilled, now: number): number {
  return lastLook && lastLook.at > now ? now : nextLookAt;
}

export function spentOn({ spent }: KeptFilled, day: string): number {
  return spent?.day === day ? spent.prompts : 0;
}

export function pause(entry: KeptFilled, failure?: Failure): KeptFilled {
  const { waits: _waits, ...rest } = entry;
  return { ...rest, paused: failure ? { failure } : {} };
}

/** Looks at once: what came meanwhile is made up for. */
export function resume(entry: KeptFilled, now: number): KeptFilled {
  const { paused: _paused, waits: _waits, ...rest } = entry;
  return { ...rest, failedLooks: 0, nextLookAt: now };
}

/** What a look found out. */
export interface Looked {
  readonly seenUntil: string;
  readonly asked: string;
  /** Rows that fit and are not filled now. */
  readonly left: number;
  /** A row may still be typed: it is looked at again then (epoch ms). */
  readonly typedUntil?: number;
  readonly starting?: StartingRun;
}

/** After a look. One with rows left over goes through all rows the next time. */
export function afterLook(entry: KeptFilled, looked: Looked, now: number): KeptFilled {
  const { waits: _waits, left: _left, starting: _starting, seenUntil: _seen, ...rest } = entry;
  const { seenUntil, asked, left, typedUntil = Infinity, starting } = looked;
  return {
    ...rest,
    asked,
    ...(left === 0 && { seenUntil }),
    ...(left > 0 && { left }),
    ...(starting && { starting }),
    failedLooks: 0,
    lastLook: { at: now, filled: 0 },
    nextLookAt: left > 0 && !starting ? afterLimit(entry, now) : Math.min(now + INTERVAL_MS[entry.every], typedUntil),
  };
}

/** With rows left over: when the prompts of the day are used up, there is nothing to look for before the next one. */
function afterLimit(entry: KeptFilled, now: number): number {
  return spentOn(entry, dayAt(now)) >= entry.most ? nextDayAfter(now) : now + INTERVAL_MS[entry.every];
}

/** Whether a failure passes by itself, or once somebody acts elsewhere: such a look did not fail, it is put off. */
export function isPutOff({ code, retry }: Failure): boolean {
  const { waitsFor } = ruleOf(code);
  return code === 'prompts-used-up' || code === 'spending-cap' || retry === 'wait' || waitsFor !== undefined;
}

/** After a look that could not be made. The third in a row pauses it. */
export function afterFailure(entry: KeptFilled, failure: Failure, now: number): KeptFilled {
  if (isPutOff(failure)) {
    const isPlan = failure.code === 'prompts-used-up' || failure.code === 'spending-cap';
    const pauseMs = isPlan ? INTERVAL_MS[entry.every] : WAIT_MS;
    const at = failure.retryAt !== undefined && failure.retryAt > now ? failure.retryAt : now + pauseMs;
    const { lastLook } = entry;
    const seen = lastLook && { lastLook: { ...lastLook, at: Math.min(lastLook.at, now) } };
    return { ...entry, ...seen, waits: failure, nextLookAt: at };
  }
  const { waits: _waits, ...rest } = entry;
  const failed: KeptFilled = {
    ...rest,
    failedLooks: entry.failedLooks + 1,
    lastLook: { at: now, filled: 0, failure },
    nextLookAt: now + Math.min(INTERVAL_MS[entry.every], AGAIN_AFTER_FAILURE_MS),
  };
  return failed.failedLooks >= MOST_FAILED_LOOKS ? pause(failed, failure) : failed;
}

/** The run was started; its prompts are those of the day. */
export function started(entry: KeptFilled, runId: string, day: string): KeptFilled {
  if (entry.starting?.runId !== runId) return entry;
  const { starting: _starting, ...rest } = entry;
  return { ...rest, run: { id: runId, day, isOpen: true } };
}

/** The run could not be started: its rows are looked for again. */
export function notStarted(entry: KeptFilled, failure: Failure, now: number): KeptFilled {
  const { starting, seenUntil: _seen, ...rest } = entry;
  return afterFailure({ ...rest, ...(starting && { left: (rest.left ?? 0) + starting.rowIds.length }) }, failure, now);
}

/**
 * What became of its run, `undefined` where it is no longer there. One that is over counts once; where rows were left and prompts of the
 * day are, it goes on at once. One that failed as a whole, paused by itself or was stopped by a person pauses this too.
 */
export function afterRun(entry: KeptFilled, run: Run | undefined, now: number): KeptFilled {
  if (!entry.run?.isOpen) return entry;
  if (run && !isOver(run)) {
    const isStuck = run.control === 'paused' && run.failure !== undefined && isWatching(entry);
    return isStuck ? pause(entry, run.failure) : entry;
  }
  const { id, day: ofDay } = entry.run;
  const prompts = spentOn(entry, ofDay) + (run?.prompts ?? 0);
  const isStale = entry.spent !== undefined && entry.spent.day > ofDay;
  const counted: KeptFilled = {
    ...entry,
    run: { id, day: ofDay, isOpen: false },
    ...(!isStale && { spent: { day: ofDay, prompts } }),
    ...(entry.lastLook && { lastLook: { ...entry.lastLook, filled: run?.done ?? 0 } }),
  };
  const hasFailed = run !== undefined && deriveRunState(run) === 'failed';
  if (hasFailed && isWatching(counted)) return pause(counted, run.failure ?? { code: 'internal', retry: 'never' });
  if (run?.control === 'stopped' && isWatching(counted)) return pause(counted);
  if ((counted.left ?? 0) === 0) return counted;
  const hasPrompts = spentOn(counted, dayAt(now)) < counted.most;
  return { ...counted, nextLookAt: hasPrompts ? now : nextDayAfter(now) };
}

function isOver(run: Run): boolean {
  return run.endedAt !== undefined;
}

export function toKeepFilledView(entry: KeptFilled, now: number): KeepFilledView {
  const { connectionId, every, fill, most, lastLook, left, run, paused, waits } = entry;
  const failure = paused ? paused.failure : waits;
  const isFilling = entry.starting !== undefined || run?.isOpen === true;
  return {
    connectionId,
    every,
    fill,
    most,
    standing: standingOf(entry, isFilling),
    ...(lastLook && { lastLook }),
    ...(isWatching(entry) && { nextLookAt: nextLook(entry, now) }),
    ...(failure && { failure }),
    ...(left !== undefined && { left }),
    ...(run && { runId: run.id }),
  };
}

function standingOf({ isOn, paused, waits }: KeptFilled, isFilling: boolean): KeepFilledView['standing'] {
  if (!isOn) return 'off';
  if (paused) return 'paused';
  if (isFilling) return 'filling';
  return waits ? 'waiting' : 'on';
}
