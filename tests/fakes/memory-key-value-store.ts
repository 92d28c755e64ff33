import { AppError } from '../../lib/shared/app-error.ts';
import type { KeyValueStore } from '../../lib/storage/key-value-store.ts';

export interface MemoryKeyValueStore extends KeyValueStore {
  /** What is stored, as plain data. */
  readonly entries: Map<string, unknown>;
  /** While set, every `set` fails with this code and stores nothing. */
  failSetWith: 'storage-full' | 'storage-unavailable' | undefined;
}

/** Keeps copies, as a browser does: nothing stored can be changed from outside. */
export function createMemoryKeyValueStore(initial: Record<string, unknown> = {}): MemoryKeyValueStore {
  const entries = new Map<string, unknown>(Object.entries(structuredClone(initial)));
  const store: MemoryKeyValueStore = {
    entries,
    failSetWith: undefined,
    get: async (key) => structuredClone(entries.get(key)),
    set: async (changes) => {
      if (store.failSetWith !== undefined) throw new AppError(store.failSetWith, 'later');
      for (const [key, value] of Object.entries(changes)) entries.set(key, JSON.parse(JSON.stringify(value)));
    },
    remove: async (keys) => keys.forEach((key) => entries.delete(key)),
  };
  return store;
}
