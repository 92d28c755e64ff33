import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';

import { IndexedDbContextStore } from '../../../lib/adapters/indexed-db/indexed-db-context-store.ts';
import { IndexedDbRunStore } from '../../../lib/adapters/indexed-db/indexed-db-run-store.ts';
import { createTransientContextStore } from '../../../lib/context/context-store.ts';
import { testContextStore } from '../../contracts/context-store.ts';

let count = 0;
let time = 0;
const now = () => (time += 1);
describe('ContextStore over IndexedDB', () => {
  testContextStore(() => new IndexedDbContextStore(now, `context-${(count += 1)}`), true);
});
describe('ContextStore in memory', () => testContextStore(createTransientContextStore, false));

it('keeps nothing of a run that is deleted', async () => {
  const context = new IndexedDbContextStore(now, 'context-deleted');
  const runs = new IndexedDbRunStore('context-deleted');
  await context.add('run-1', 'a', 0, { page: 'text' });
  await context.add('run-2', 'a', 0, { page: 'text' });
  await runs.deleteRun('run-1');
  expect(await context.list('run-1', 'a')).toEqual([]);
  expect(await context.list('run-2', 'a')).toHaveLength(1);
});
