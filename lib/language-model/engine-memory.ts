import type { KeyValueStore } from '../storage/key-value-store.ts';

/**
 * What an engine's server was found not to take, so that it is not asked wrongly again: names of corrections, by base URL and
 * model. Losing it costs one refused request.
 */
export interface EngineMemory {
  get(key: string): Promise<readonly string[] | undefined>;
  set(key: string, corrections: readonly string[]): Promise<void>;
}

/** Lasts as long as the worker. */
export function createTransientMemory(): EngineMemory {
  const known = new Map<string, readonly string[]>();
  return {
    get: (key) => Promise.resolve(known.get(key)),
    set: (key, corrections) => {
      known.set(key, corrections);
      return Promise.resolve();
    },
  };
}

/** Lasts as long as the browser session (`storage.session`), so that each new worker need not learn by being refused. */
export function createKeptMemory(session: KeyValueStore): EngineMemory {
  const known = createTransientMemory();
  return {
    get: async (key) => {
      const here = await known.get(key);
      if (here) return here;
      const stored = await session.get(`engine:${key}`);
      if (!Array.isArray(stored) || !stored.every((name) => typeof name === 'string')) return undefined;
      await known.set(key, stored);
      return stored;
    },
    set: async (key, corrections) => {
      await known.set(key, corrections);
      await session.set({ [`engine:${key}`]: corrections });
    },
  };
}
