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
