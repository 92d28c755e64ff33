/** The stores as version 1 of each had them, in a browser: what an update finds. */
import type { Surface } from './harness/surface.ts';

/**
 * Takes every stored value back to version 1 and the database of runs to its first version, with the runs that are in it. Call it on a page of the
 * extension, with the worker stopped.
 * @returns how many runs were kept
 */
export function putStoreBack(page: Surface): Promise<number> {
  return page.evaluate(async () => {
    const all = (await chrome.storage.local.get()) as Record<string, { version?: number; value?: unknown } | undefined>;
    for (const [key, stored] of Object.entries(all)) {
      if (typeof stored?.version === 'number' && stored.version > 1)
        await chrome.storage.local.set({ [key]: { ...stored, version: 1 } });
    }
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
      });
    const NAME = 'visen-runs';
    const STORES = ['runs', 'jobs', 'usage'] as const;
    const now = await settled(indexedDB.open(NAME));
    const reading = now.transaction([...STORES]);
    const records = await Promise.all(STORES.map((store) => settled(reading.objectStore(store).getAll())));
    now.close();
    await settled(indexedDB.deleteDatabase(NAME));
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      const runs = opening.result.createObjectStore('runs', { keyPath: 'id' });
      runs.createIndex('createdAt', 'createdAt');
      runs.createIndex('open', 'open');
      runs.createIndex('endedAt', 'endedAt');
      const jobs = opening.result.createObjectStore('jobs', { keyPath: 'id' });
      jobs.createIndex('due', ['runId', 'phase', 'due']);
      jobs.createIndex('state', ['runId', 'state', 'seq']);
      jobs.createIndex('order', ['runId', 'seq']);
      jobs.createIndex('phase', 'phase');
      opening.result.createObjectStore('usage', { keyPath: 'workspaceId' });
    };
    const first = await settled(opening);
    const writing = first.transaction([...STORES], 'readwrite');
    for (const [index, store] of STORES.entries())
      for (const record of records[index] ?? []) writing.objectStore(store).put(record);
    await new Promise((resolve) => (writing.oncomplete = resolve));
    first.close();
    return records[0]?.length ?? 0;
  });
}
