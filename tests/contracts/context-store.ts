import { expect, it } from 'vitest';

import { type ContextStore, KEPT_RUNS } from '../../lib/context/context-store.ts';

/** What every store of contexts must hold. */
export function testContextStore(create: () => ContextStore, isBounded: boolean): void {
  it('gives the parts of a source in their order, and those of no other', async () => {
    const store = create();
    for (let part = 0; part < 12; part += 1)
      await store.add('run-1', 'a', part, { rows: [{ title: String(part), text: '' }] });
    await store.add('run-1', 'ab', 0, { page: 'other' });
    await store.add('run-11', 'a', 0, { page: 'other' });
    const parts = await store.list('run-1', 'a');
    expect(parts.map(({ rows }) => rows?.[0]?.title)).toEqual(Array.from({ length: 12 }, (_, part) => String(part)));
    expect(await store.list('run-2', 'a')).toEqual([]);
  });

  it('keeps one part of a number', async () => {
    const store = create();
    await store.add('run-1', 'a', 0, { page: 'first' });
    await store.add('run-1', 'a', 0, { page: 'second' });
    expect(await store.list('run-1', 'a')).toEqual([{ page: 'second' }]);
  });

  if (!isBounded) return;
  it('lets go of the runs that are older than the newest few', async () => {
    const store = create();
    for (let run = 0; run <= KEPT_RUNS; run += 1) await store.add(`run-${run}`, 'a', 0, { page: 'text' });
    expect(await store.list('run-0', 'a')).toEqual([]);
    for (let run = 1; run <= KEPT_RUNS; run += 1) expect(await store.list(`run-${run}`, 'a')).toHaveLength(1);
  });
}
