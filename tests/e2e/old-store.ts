/** The stores as version 1 of each had them, in a browser: what an update finds. */
import type { Surface } from './harness/surface.ts';

/**
 * Takes every stored value back to version 1 and the database of runs to its first version, with the runs that are in it. Call it on a page of the
 * extension, with the worker stopped.
 * @returns how many runs were kept
 */
export function putStoreBack(page: Surface): Promise<number> {
  return page.evaluate(async () => {
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
    const createFirst = (opening: IDBOpenDBRequest) => {
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
    const openFirst = (): Promise<IDBDatabase> => {
      const opening = indexedDB.open(NAME, 1);
      opening.onupgradeneeded = () => createFirst(opening);
      return settled(opening);
    };
    let first: IDBDatabase | undefined;
    // A worker that an alarm wakes between the two makes a new database of today's version: once more, then.
    for (let times = 0; first === undefined && times < 20; times += 1) {
      await settled(indexedDB.deleteDatabase(NAME));
      first = await openFirst().catch(() => undefined);
    }
    if (!first) throw new Error('The worker does not stay stopped');
    const writing = first.transaction([...STORES], 'readwrite');
    for (const [index, store] of STORES.entries())
      for (const record of records[index] ?? []) writing.objectStore(store).put(record);
    await new Promise((resolve) => (writing.oncomplete = resolve));
    // Stays open as long as this page: a worker that wakes up, as for what follows, cannot bring the database up to date before the update.
    Object.assign(globalThis, { heldOpen: first });
    const all = (await chrome.storage.local.get()) as Record<string, { version?: number; value?: unknown } | undefined>;
    const old = Object.entries(all).flatMap(([key, stored]) =>
      typeof stored?.version === 'number' && stored.version > 1 ? [[key, { ...stored, version: 1 }] as const] : [],
    );
    await chrome.storage.local.set(Object.fromEntries(old));
    return records[0]?.length ?? 0;
  });
}
