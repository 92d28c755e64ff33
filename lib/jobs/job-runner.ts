/**
 * Runs what is stored: claim → execute → save → repeat, until nothing is due; then it asks to be woken. It keeps no truth of
 * its own: a worker may be stopped at any await and another one takes over from the store. What a job does is the executor's.
 */
import type { Clock } from '../shared/clock.ts';
import { type Failure, toFailure } from '../shared/app-error.ts';
import { decideAfterFailure } from './after-failure.ts';
import { NEVER, transition, type JobEvent } from './job-machine.ts';
import type { JobContext, JobExecutor, KeepAlive, RunStore, Wakeup } from './ports.ts';
import { JobsInFlight } from './jobs-in-flight.ts';
import { FullStore } from './full-store.ts';
import { wholeWait } from './retry-policy.ts';
import type { Job, Run } from './run.ts';
import { clearWait, isAtWork } from './run-state.ts';
import type { Wait } from './wait.ts';
import { isParked, isSuspect } from './stalls.ts';
import { isPutBack } from './wall-time.ts';

export interface RunnerDeps {
  readonly store: RunStore;
  readonly executor: JobExecutor;
  readonly clock: Clock;
  readonly wakeup: Wakeup;
  readonly keepAlive: KeepAlive;
  /** Names this worker; a lease with another name belongs to a worker that is gone. */
  readonly owner: string;
  readonly random: () => number;
  /** How many jobs of one run may ask the model at once; as many again may write. */
  readonly concurrency: (run: Run) => number;
  /**
   * Whether other jobs of a run that waits may begin: those that can do something else meanwhile, as asking the model while Notion
   * asks for patience. A job that comes to what is waited for is told so at once and waits by itself.
   */
  readonly worksWhileWaiting: (run: Run, wait: Wait) => boolean;
  /** Something of the run changed: surfaces look again. */
  readonly onChange: (runId: string) => void;
  /** Bugs of our own: logged, never swallowed. */
  readonly onDefect: (error: unknown) => void;
}

/** Longer than any step between two saves: a request of 60 s and its margin. */
export const LEASE_MS = 120_000;
/** While a run is at work, an alarm looks for what is due every half a minute. */
const LONGEST_SILENCE_MS = 180_000;
/** An answer that seems to take longer was timed by a clock that jumped. */
const LONGEST_ANSWER_MS = 1_200_000;
const RETRY_STORE_MS = 30_000;
/** How often to check whether a job that must run alone may start. */
const SUSPECT_RETRY_MS = 5_000;

export class JobRunner {
  readonly #deps: RunnerDeps;
  readonly #inFlight = new JobsInFlight();
  #pumping: Promise<void> | undefined;
  #again = false;
  #isDraining = false;
  readonly #full: FullStore;
  /** The latest time that was seen (epoch ms). */
  #seenAt: number;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
    this.#seenAt = deps.clock.now();
    this.#full = new FullStore(deps.clock, () => void this.#tellAll().catch(deps.onDefect));
  }

  /** Why everything rests although nobody paused it: there is no room to store what comes. */
  get restsBecause(): Failure | undefined {
    return this.#full.failure;
  }

  get busy(): boolean {
    return !this.#inFlight.isEmpty;
  }

  /** Looks for work and starts it. Cheap to call; never throws. */
  async pump(): Promise<void> {
    this.#again = true;
    this.#pumping ??= this.#pumpWhileAsked();
    await this.#pumping;
  }

  /** Aborts what is in flight for the run; resolves when it has let go. */
  async abort(runId: string): Promise<void> {
    await this.#inFlight.abort(runId);
  }

  /** Whether the job was in flight; resolves when it is no more. */
  untilLetGo(jobId: string): Promise<boolean> {
    return this.#inFlight.untilLetGo(jobId);
  }

  /** Takes no new job; resolves when those in flight have ended. For an update: what is left goes on in the new version. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    await this.idle();
  }

  /** Resolves when nothing is in flight. */
  async idle(): Promise<void> {
    await this.#pumping;
    await this.#inFlight.settled();
  }

  async #pumpWhileAsked(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        if (isPutBack(this.#seenAt, this.#deps.clock.now())) await this.followClock();
        await this.#leaveOutGap();
        for (const run of await this.#deps.store.listOpenRuns()) {
          if (isAtWork(run) && !this.#isDraining) await this.#pumpRun(run);
        }
      } catch (error) {
        if (this.#full.failure === undefined) this.#deps.onDefect(error);
        this.#deps.wakeup.at(this.#deps.clock.now() + RETRY_STORE_MS);
      }
    }
    this.#pumping = undefined;
  }

  /** After a clock was put back, while this worker ran or before it, nothing sleeps as long as that. Call it when the worker starts. */
  async followClock(): Promise<void> {
    const { store, clock } = this.#deps;
    const now = clock.now();
    const isBack = isPutBack(this.#seenAt, now);
    this.#seenAt = now;
    const moved = await store.followClock(now);
    if (!isBack && moved === 0) return;
    for (const run of await store.listOpenRuns())
      if (run.wait?.until !== undefined) await store.changeRun(run.id, clearWait);
  }

  /** A laptop that slept, or a clock that was put forward, is no time of work: it says nothing about the pace of a run. */
  async #leaveOutGap(): Promise<void> {
    const { store, clock } = this.#deps;
    const gap = clock.now() - this.#seenAt;
    this.#seenAt = clock.now();
    if (gap < LONGEST_SILENCE_MS) return;
    for (const run of await store.listOpenRuns()) {
      const { startedAt, paceFrom = startedAt } = run;
      if (isAtWork(run) && paceFrom !== undefined && paceFrom <= clock.now() - gap)
        await store.changeRun(run.id, (stored) => ({ ...stored, paceFrom: paceFrom + gap }));
    }
  }

  async #tellAll(): Promise<void> {
    for (const { id } of await this.#deps.store.listOpenRuns()) this.#deps.onChange(id);
  }

  async #pumpRun(run: Run): Promise<void> {
    const { store, clock, wakeup, owner } = this.#deps;
    // Nothing is begun that could not be kept: the last write tells, and a write that changes nothing tries whether there is room.
    if (this.#full.failure && this.busy) return;
    if (this.#full.failure) await this.#full.tryOnce(() => store.changeRun(run.id, (stored) => stored));
    if (run.wait?.until !== undefined && run.wait.until > clock.now() && !this.#deps.worksWhileWaiting(run, run.wait)) {
      wakeup.at(run.wait.until);
      return;
    }
    while (this.#inFlight.hasRoom(run.id, this.#deps.concurrency(run)) && !this.#inFlight.hasSuspect(run.id)) {
      const now = clock.now();
      // Two runs on one page go one after the other: whoever lets go of a page looks for work again.
      const lease = { owner, until: now + LEASE_MS };
      const job = await this.#full.tryOnce(() => store.claim(run.id, now, lease, this.#inFlight.subjects()));
      if (!job) break;
      if (isSuspect(job) && this.#inFlight.countOf(run.id) > 0) {
        await this.#commit(job.id, { type: 'released', pauses: false, at: now + SUSPECT_RETRY_MS });
        wakeup.at(now + SUSPECT_RETRY_MS);
        break;
      }
      this.#start(run, job);
      if (isSuspect(job)) break;
    }
    if (this.#inFlight.countOf(run.id) > 0) return;
    const next = await store.nextOpen(run.id, this.#inFlight.subjects());
    if (next === undefined || next.due >= NEVER) return;
    wakeup.at(next.due);
    if (!run.wait) await this.#tellWaitOf(run, next);
  }

  /** Others of the run got on while this job waited, so that its wait was no longer shown. Now it is all that is left to do. */
  async #tellWaitOf(run: Run, { due, failure }: Job): Promise<void> {
    const reason = failure && wholeWait(failure);
    if (reason === undefined || due <= this.#deps.clock.now()) return;
    await this.#showWait(run, { reason, until: due });
    this.#deps.onChange(run.id);
  }

  #start(run: Run, job: Job): void {
    const controller = new AbortController();
    if (!this.busy) this.#deps.keepAlive.hold();
    const settled = this.#perform(run, job, controller.signal)
      .catch(this.#deps.onDefect)
      .finally(() => {
        this.#inFlight.remove(job.id);
        this.#deps.executor.letGo(job);
        if (!this.busy) this.#deps.keepAlive.release();
        this.#deps.onChange(run.id);
        void this.pump();
      });
    this.#inFlight.add(job, controller, settled);
  }

  async #perform(run: Run, job: Job, signal: AbortSignal): Promise<void> {
    const { store, clock, executor, onChange } = this.#deps;
    if (run.startedAt === undefined || run.wait) {
      await this.#full.tryOnce(() =>
        store.changeRun(run.id, (stored) => clearWait({ ...stored, startedAt: stored.startedAt ?? clock.now() })),
      );
    }
    onChange(run.id);
    if (isParked(job, clock.now())) {
      const failure: Failure = { code: 'row-parked', retry: 'never' };
      await this.#commit(job.id, { type: 'ended', state: 'failed', failure, counts: executor.hasWritten(run, job) });
      return;
    }
    try {
      const outcome = await executor.execute(this.#contextFor(run, job, signal));
      const event: JobEvent =
        outcome.state === 'waits'
          ? { type: 'put-to-sleep', ...(outcome.counts && { counts: true }) }
          : { type: 'ended', ...outcome };
      await this.#commit(job.id, event, signal);
    } catch (error) {
      await this.#afterFailure(run, job.id, error, signal);
    }
  }

  #contextFor(run: Run, job: Job, signal: AbortSignal): JobContext {
    const { clock } = this.#deps;
    let since = clock.now();
    return {
      run,
      job,
      signal,
      save: async (checkpoint, state, answer) => {
        const now = clock.now();
        const timed = answer && { answer: { ...answer, ms: Math.min(Math.max(0, now - since), LONGEST_ANSWER_MS) } };
        if (answer) since = now;
        await this.#commit(job.id, { type: 'advanced', checkpoint, state, ...timed }, signal);
        this.#deps.onChange(run.id);
      },
      endPart: async (checkpoint, counts) => {
        const event = { type: 'advanced', checkpoint, state: 'pending', part: { counts } } as const;
        await this.#commit(job.id, event, signal);
        this.#deps.onChange(run.id);
      },
      answered: () => {
        if (!signal.aborted && this.#inFlight.noteAnswer(job.id)) void this.pump();
      },
    };
  }

  /** With a signal: where there is no room, what is to be stored is held on to until there is. */
  async #commit(jobId: string, event: JobEvent, signal?: AbortSignal): Promise<void> {
    const { store, owner, clock } = this.#deps;
    const change = () => store.change(jobId, (records) => transition(records, event, owner, clock.now()));
    await (signal ? this.#full.write(change, signal) : this.#full.tryOnce(change));
  }

  async #afterFailure(run: Run, jobId: string, error: unknown, signal: AbortSignal): Promise<void> {
    const failure = toFailure(error);
    if (failure.code === 'internal' && !signal.aborted) this.#deps.onDefect(error);
    const job = await this.#deps.store.getJob(jobId);
    if (!job || job.phase === 'ended' || job.lease?.owner !== this.#deps.owner) return;
    if (signal.aborted) {
      // A part of its answer stands: that is its one prompt, also if a pause ends in Stop.
      await this.#commit(jobId, { type: 'released', pauses: false, counts: this.#deps.executor.hasWritten(run, job) });
      return;
    }
    const { store, executor, clock, random } = this.#deps;
    const { event, shown } = await decideAfterFailure({
      run,
      job,
      failure,
      now: clock.now(),
      random: random(),
      hasWritten: () => executor.hasWritten(run, job),
      storedRun: () => store.getRun(run.id),
    });
    await this.#commit(jobId, event);
    if (shown) await this.#showWait(run, shown);
  }

  async #showWait(run: Run, wait: Wait): Promise<void> {
    await this.#deps.store.changeRun(run.id, (stored) => (isAtWork(stored) ? { ...stored, wait } : stored));
  }
}
