import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, it } from 'vitest';

import { IndexedDbRunStore } from '../../../lib/adapters/indexed-db/indexed-db-run-store.ts';
import { createJob } from '../../../lib/jobs/run.ts';
import { describeRunStore } from '../../contracts/run-store.ts';
import { createRun } from '../../fakes/sample-run.ts';
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

it('brings a database of the first version along, with what is in it', async () => {
  const first = await openDB('first-version', 1, {
    upgrade(database) {
      const runs = database.createObjectStore('runs', { keyPath: 'id' });
      for (const index of ['createdAt', 'open', 'endedAt']) runs.createIndex(index, index);
      const jobs = database.createObjectStore('jobs', { keyPath: 'id' });
      jobs.createIndex('due', ['runId', 'phase', 'due']);
      jobs.createIndex('state', ['runId', 'state', 'seq']);
      jobs.createIndex('order', ['runId', 'seq']);
      jobs.createIndex('phase', 'phase');
      database.createObjectStore('usage', { keyPath: 'workspaceId' });
    },
  });
  await first.put('runs', { ...createRun('old'), open: 1 });
  await first.put('jobs', createJob('old', 0, { id: 'row-0', title: 'Row 0' }, 1000));
  first.close();
  const store = new IndexedDbRunStore('first-version');
  expect((await store.listOpenRuns()).map(({ id }) => id)).toEqual(['old']);
  expect((await store.listJobsOf(['row-0'], 9)).map(({ id }) => id)).toEqual(['old:row-0']);
});
