/** A person's own limits on an engine, kept across workers of one browser session: a new worker must not start a second minute. */
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import type { KeyValueStore } from '../storage/key-value-store.ts';
import { createSerialQueue } from '../storage/serial-queue.ts';
import type { EngineId } from './engines.ts';

export interface EngineLimits {
  /** Requests that may start within any 60 s; absent: as many as the engine takes. */
  readonly requestsPerMinute?: number;
  /** Answers that may come at the same time; absent: as many as the engine takes. */
  readonly atOnce?: number;
  /** What goes on when the limit of the day is reached; absent: the run pauses. */
  readonly whenSpent?: EngineId;
}

const MINUTE_MS = 60_000;
/** An engine whose day is used up is tried again after an hour at the latest: nobody knows when its day ends. */
const SPENT_MS = 60 * MINUTE_MS;

export interface EnginePacerDeps {
  readonly session: KeyValueStore;
  readonly clock: Pick<Clock, 'now'>;
}

export class EnginePacer {
  readonly #deps: EnginePacerDeps;
  readonly #queue = createSerialQueue();
  readonly #running = new Map<EngineId, number>();
  readonly #waiting = new Map<EngineId, Set<() => void>>();

  constructor(deps: EnginePacerDeps) {
    this.#deps = deps;
  }

  /**
   * Takes a place for one answer; call what it returns when the answer is over.
   * @throws AppError `engine-own-limit` with the time of the next start; rejects with the signal's reason
   */
  async begin(engine: EngineId, limits: EngineLimits, signal: AbortSignal): Promise<() => void> {
    const leave = await this.#enter(engine, limits.atOnce, signal);
    try {
      await this.#takeStart(engine, limits.requestsPerMinute);
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Whether the day of an engine was used up a short time ago. */
  async isSpent(engine: EngineId): Promise<boolean> {
    const until = await this.#deps.session.get(`spent:${engine}`);
    const left = typeof until === 'number' ? until - this.#deps.clock.now() : 0;
    // A clock that was put back makes no long day.
    return left > 0 && left <= SPENT_MS;
  }

  async noteSpent(engine: EngineId): Promise<void> {
    await this.#deps.session.set({ [`spent:${engine}`]: this.#deps.clock.now() + SPENT_MS });
  }

  async #enter(engine: EngineId, most: number | undefined, signal: AbortSignal): Promise<() => void> {
    while (most !== undefined && (this.#running.get(engine) ?? 0) >= most) await this.#untilOneLeaves(engine, signal);
    signal.throwIfAborted();
    this.#running.set(engine, (this.#running.get(engine) ?? 0) + 1);
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      this.#running.set(engine, (this.#running.get(engine) ?? 1) - 1);
      const [first] = this.#waiting.get(engine) ?? [];
      first?.();
    };
  }

  #untilOneLeaves(engine: EngineId, signal: AbortSignal): Promise<void> {
    const waiting = this.#waiting.get(engine) ?? new Set();
    this.#waiting.set(engine, waiting);
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => (): void => {
        waiting.delete(wake);
        signal.removeEventListener('abort', stop);
        settle();
      };
      const wake = end(resolve);
      const stop = end(() => reject(signal.reason instanceof Error ? signal.reason : new AppError('stopped', 'never')));
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      waiting.add(wake);
    });
  }

  async #takeStart(engine: EngineId, most: number | undefined): Promise<void> {
    if (most === undefined) return;
    const { session, clock } = this.#deps;
    const key = `starts:${engine}`;
    await this.#queue(async () => {
      const now = clock.now();
      const stored = await session.get(key);
      const all = Array.isArray(stored) ? stored.filter((at): at is number => typeof at === 'number') : [];
      const starts = all.filter((at) => at <= now && at > now - MINUTE_MS);
      const first = starts[starts.length - most];
      if (first !== undefined) {
        const retryAt = first + MINUTE_MS;
        throw new AppError('engine-own-limit', 'wait', { retryAt, details: { limit: most } });
      }
      await session.set({ [key]: [...starts, now] });
    });
  }
}
