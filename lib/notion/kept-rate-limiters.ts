/**
 * The rate limiters, one per token, kept for the next worker of this browser session: what was learned of Notion's limit, how much of
 * the running window is used up, and a pause that Notion asked for. A worker that knew none of it would send into the pause.
 */
import { hashText } from '../shared/hash-text.ts';
import type { Clock } from '../shared/clock.ts';
import type { KeyValueStore } from '../storage/key-value-store.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';

/** Counts are stored this late at most (ms); a pause is stored at once. */
const SAVE_AFTER_MS = 500;

export interface KeptRateLimitersDeps {
  /** `storage.session`: it ends with the browser, as the window of a minute does. */
  readonly session: KeyValueStore;
  readonly clock: Clock;
  readonly onDefect: (error: unknown) => void;
}

export class KeptRateLimiters {
  readonly #deps: KeptRateLimitersDeps;
  readonly #limiters = new Map<string, Promise<RateLimiter>>();

  constructor(deps: KeptRateLimitersDeps) {
    this.#deps = deps;
  }

  /** The token's limiter with all that was learned in this browser session. */
  async open(token: string): Promise<RateLimiter> {
    const known = this.#limiters.get(token);
    if (known) return known;
    const opening = this.#open(token);
    this.#limiters.set(token, opening);
    return opening;
  }

  async #open(token: string): Promise<RateLimiter> {
    // The token itself is stored nowhere but sealed.
    const key = `limiter:${hashText(token)}`;
    const limiter = createRateLimiter();
    try {
      limiter.restore(await this.#deps.session.get(key));
    } catch (error) {
      // A limiter that has to learn anew costs one refused request.
      this.#deps.onDefect(error);
    }
    return this.#keep(limiter, key);
  }

  #keep(limiter: RateLimiter, key: string): RateLimiter {
    const { session, clock, onDefect } = this.#deps;
    let isDue = false;
    const save = () => session.set({ [key]: limiter.snapshot() }).catch(onDefect);
    const saveSoon = () => {
      if (isDue) return;
      isDue = true;
      void clock.sleep(SAVE_AFTER_MS).then(() => {
        isDue = false;
        return save();
      });
    };
    return {
      ...limiter,
      enter(now) {
        const ticket = limiter.enter(now);
        saveSoon();
        return {
          counted: (at) => ticket.counted(at),
          limited: (at, retryAt, ownWindow) => {
            ticket.limited(at, retryAt, ownWindow);
            void save();
          },
        };
      },
    };
  }
}
