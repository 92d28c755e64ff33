import { describe, expect, it } from 'vitest';

import { ListGuard } from '../../../../lib/generation/rows/list-guard.ts';

const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `row-${from + at}`);

/** Which of the rows may be written now. */
async function freeOf(guard: ListGuard, rows: readonly string[]): Promise<string[]> {
  const free: string[] = [];
  const asked = new AbortController();
  const asking = rows.map((row) => guard.untilFree(row, asked.signal).then(() => free.push(row)));
  await Promise.resolve();
  await Promise.resolve();
  asked.abort(new Error('asked'));
  await Promise.allSettled(asking);
  return free;
}

describe('ListGuard', () => {
  it('frees no row during the first sweep, known or not', async () => {
    const guard = new ListGuard();
    guard.begin();
    guard.noteListed(ids(0, 100));
    expect(await freeOf(guard, [...ids(0, 100), 'unknown'])).toEqual([]);
  });

  it('frees the oldest rows during the second sweep, as far as three answers before what is read', async () => {
    const guard = new ListGuard();
    guard.begin();
    for (let at = 0; at < 1_000; at += 100) guard.noteListed(ids(at, at + 100));
    guard.notePassed([]);
    expect(await freeOf(guard, ids(0, 1_000))).toEqual(ids(0, 700));
    guard.notePassed(ids(900, 1_000));
    expect(await freeOf(guard, ids(0, 1_000))).toEqual(ids(0, 600));
    guard.notePassed(['unknown']);
    expect(await freeOf(guard, [...ids(0, 1_000), 'unknown'])).toEqual(ids(0, 600));
  });

  it('frees all that waits when nothing more is listed', async () => {
    const guard = new ListGuard();
    guard.begin();
    const waiting = guard.untilFree('row-1', new AbortController().signal);
    guard.end();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('holds rows back again when the listing begins anew', async () => {
    const guard = new ListGuard();
    guard.begin();
    guard.noteListed(ids(0, 5));
    guard.end();
    guard.begin();
    expect(await freeOf(guard, ids(0, 5))).toEqual([]);
  });
});
