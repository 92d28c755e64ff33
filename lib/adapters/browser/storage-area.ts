import { AppError } from '../../shared/app-error.ts';
import type { KeyValueStore } from '../../storage/key-value-store.ts';
import type { Storage } from './browser.ts';

/** `storage.local` or `storage.session` as a KeyValueStore. Both browsers refuse a set that passes the quota as a whole. */
export function createStorageArea(area: Pick<Storage.StorageArea, 'get' | 'set' | 'remove'>): KeyValueStore {
  return {
    get: (key) => guard(async () => (await area.get(key))[key]),
    set: (entries) => guard(() => area.set({ ...entries })),
    remove: (keys) => guard(() => area.remove([...keys])),
  };
}

/** Under this key stands which write was the last: by it a worker knows its own writes from those of others. */
const WRITER = 'writer';

/**
 * `storage.local` with what was read or written kept in memory, until somebody else writes or clears it. The same object is given
 * each time: nobody may change it.
 *
 * @param worker an id that no other worker has
 * @param early keys that are read at once, together: what nearly every start of the worker asks for is there when it is asked for
 */
export function createKeptStorageArea(
  browser: KeptBrowser,
  worker: string,
  early: readonly string[] = [],
): KeyValueStore {
  const area = createStorageArea(browser.storage.local);
  const kept = new Map<string, Promise<unknown>>();
  const underWay = new Set<string>();
  let writes = 0;
  let foreignWrites = 0;
  browser.storage.onChanged.addListener((changes, areaName) => {
    if (areaName !== 'local') return;
    const writer = changes[WRITER]?.newValue;
    if (typeof writer === 'string' && underWay.delete(writer)) return;
    foreignWrites += 1;
    for (const key of Object.keys(changes)) kept.delete(key);
  });
  const keep = (key: string, reading: Promise<unknown>): Promise<unknown> => {
    kept.set(key, reading);
    reading.catch(() => {
      if (kept.get(key) === reading) kept.delete(key);
    });
    return reading;
  };
  const read = (key: string): Promise<unknown> => keep(key, area.get(key));
  if (early.length > 0) {
    const reading = guard(() => browser.storage.local.get([...early]));
    for (const key of early)
      void keep(
        key,
        reading.then((entries) => entries[key]),
      );
  }
  return {
    get: (key) => kept.get(key) ?? read(key),
    set: async (entries) => {
      const writer = `${worker}:${++writes}`;
      const before = foreignWrites;
      underWay.add(writer);
      try {
        await area.set({ ...entries, [WRITER]: writer });
      } catch (error) {
        underWay.delete(writer);
        for (const key of Object.keys(entries)) kept.delete(key);
        throw error;
      }
      for (const [key, value] of Object.entries(entries)) {
        if (foreignWrites === before) kept.set(key, Promise.resolve(value));
        else kept.delete(key);
      }
    },
    remove: async (keys) => {
      for (const key of keys) kept.delete(key);
      await area.remove(keys);
      for (const key of keys) kept.delete(key);
    },
  };
}

type Changes = Readonly<Record<string, { readonly newValue?: unknown }>>;

/** What is used of the browser. */
export interface KeptBrowser {
  readonly storage: {
    readonly local: Pick<Storage.StorageArea, 'get' | 'set' | 'remove'>;
    readonly onChanged: { addListener(listener: (changes: Changes, areaName: string) => void): void };
  };
}

async function guard<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    const isFull = cause instanceof Error && /quota/i.test(`${cause.name} ${cause.message}`);
    throw new AppError(isFull ? 'storage-full' : 'storage-unavailable', 'later', { cause });
  }
}
