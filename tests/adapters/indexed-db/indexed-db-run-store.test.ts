import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';

import { IndexedDbRunStore } from '../../../lib/adapters/indexed-db/indexed-db-run-store.ts';
import { createRun, describeRunStore } from '../../contracts/run-store.ts';
import { MemoryRunStore } from '../../fakes/memory-run-store.ts';

let count = 0;
describeRunStore('RunStore over IndexedDB', async () => new IndexedDbRunStore(`runs-${(count += 1)}`));
describeRunStore('RunStore in memory', async () => new MemoryRunStore());

it('opens again after somebody else closed the database', async () => {
  const store = new IndexedDbRunStore('closed-under-us');
  await store.createRun(createRun('a'), []);
  await store.close();
  expect((await store.getRun('a'))?.id).toBe('a');
});

it('tries again after the database could not be opened', async () => {
  const open = indexedDB.open.bind(indexedDB);
  const store = new IndexedDbRunStore('opened-later');
  indexedDB.open = () => {
    throw new DOMException('busy', 'UnknownError');
  };
  await expect(store.listRuns()).rejects.toMatchObject({ code: 'storage-unavailable', retry: 'later' });
  indexedDB.open = open;
  expect(await store.listRuns()).toEqual([]);
});

it('refuses a database that a newer version wrote, and leaves it alone', async () => {
  await new Promise<void>((resolve) => {
    const request = indexedDB.open('newer', 99);
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
  });
  await expect(new IndexedDbRunStore('newer').listRuns()).rejects.toMatchObject({ code: 'storage-newer' });
});
