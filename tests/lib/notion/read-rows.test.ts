import { describe, expect, it } from 'vitest';

import type { DataSourceObjectResponse, PageObjectResponse } from '../../../lib/notion/api-types.ts';
import { ReadRows } from '../../../lib/notion/read-rows.ts';

const source = (id: string, properties: object = {}) =>
  ({ id, properties }) as Pick<DataSourceObjectResponse, 'id' | 'properties'>;
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({ id: `row-${from + at}` }) as PageObjectResponse);

function createReadRows() {
  const time = { now: 1_000_000 };
  const readRows = new ReadRows(() => time.now);
  const open = (id: string, count = 1) => readRows.begin(time.now)(source(id), { rows: rows(count) });
  return { readRows, time, open };
}

describe('rows that were read when a database was opened', () => {
  it('are kept part by part, and complete with the last one', () => {
    const { readRows } = createReadRows();
    readRows.begin(5)(source('a'), { rows: rows(2), next: { cursor: 'c' } });
    expect(readRows.of(source('a'))).toMatchObject({ since: 5, isComplete: false });
    readRows.add('a', { cursor: 'another' }, { rows: rows(9, 50) });
    readRows.add('a', { cursor: 'c' }, { rows: rows(2, 2) });
    const kept = readRows.of(source('a'));
    expect([kept?.isComplete, [...kept!.rows.keys()]]).toEqual([true, ['row-0', 'row-1', 'row-2', 'row-3']]);
  });

  it('are forgotten after a quarter of an hour, and where the clock was put back', () => {
    for (const ms of [15 * 60_000 + 1, -1]) {
      const { readRows, time, open } = createReadRows();
      open('a');
      time.now += ms;
      expect(readRows.of(source('a'))).toBeUndefined();
    }
  });

  it('are of no use once a property was changed', () => {
    const { readRows, open } = createReadRows();
    open('a');
    expect(readRows.of(source('a', { Topic: { type: 'title' } }))).toBeUndefined();
  });

  it('are forgotten when asked to, also those that are on their way then', () => {
    const { readRows, open } = createReadRows();
    open('a');
    const keep = readRows.begin(0);
    readRows.forget();
    keep(source('b'), { rows: rows(1) });
    expect([readRows.of(source('a')), readRows.of(source('b'))]).toEqual([undefined, undefined]);
    open('a');
    expect(readRows.of(source('a'))).toBeDefined();
  });

  it('are at most twenty thousand, of the databases that were opened last', () => {
    const { readRows, open } = createReadRows();
    open('a', 9_000);
    open('b', 9_000);
    open('c', 9_000);
    expect(['a', 'b', 'c'].map((id) => readRows.of(source(id))?.rows.size)).toEqual([undefined, 9_000, 9_000]);
  });
});
