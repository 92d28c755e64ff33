import { AppError } from '../../shared/app-error.ts';
import type { KeyValueStore } from '../../storage/key-value-store.ts';
import type { Storage } from './browser.ts';

/** `storage.local` or `storage.session` as a KeyValueStore. Both browsers refuse a set that passes the quota as a whole. */
export function createStorageArea(area: Storage.StorageArea): KeyValueStore {
  return {
    get: (key) => guard(async () => (await area.get(key))[key]),
    set: (entries) => guard(() => area.set({ ...entries })),
    remove: (keys) => guard(() => area.remove([...keys])),
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
