import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { draftItem, itemOfRow, type RowItem } from '../../../../components/rows/data/row-item.ts';
import { keptTicks, setAllTicks, setTick, startTicks, tickedKeys } from '../../../../components/rows/data/row-ticks.ts';

const item = (id: string, generate = false, key = id): RowItem =>
  itemOfRow({ id, title: id, url: '', generate, values: {}, lastEdited: '' }, key);
const items = [item('1'), item('2', true), item('3')];
const tick = (before: ReturnType<typeof startTicks>, key: string, ticked: boolean, from?: string) =>
  setTick(before, items, { key, ticked, from });
const keys = (ticks: ReturnType<typeof startTicks>, of = items) => [...tickedKeys(ticks, of)];

describe('the ticks of rows', () => {
  it('start from the column Generate, and a tick of a person wins over it', () => {
    const start = startTicks(undefined, undefined);
    expect(keys(start)).toEqual(['2']);
    expect(keys(tick(tick(start, '1', true), '2', false))).toEqual(['1']);
    expect(keys(startTicks(undefined, { kind: 'empty' }))).toEqual(['2']);
  });

  it('come from the selection where a connection was kept before ticks had a place of their own', () => {
    expect(keys(startTicks(undefined, { kind: 'ticked', rowIds: ['3'] }))).toEqual(['3']);
    const ticks = { others: 'none', ticked: ['1'], unticked: [] } as const;
    expect(keys(startTicks(ticks, { kind: 'ticked', rowIds: [] }))).toEqual(['1']);
  });

  it('take everything between two rows along, in both directions', () => {
    const none = setAllTicks(false);
    expect(keys(tick(none, '3', true, '1'))).toEqual(['1', '2', '3']);
    expect(keys(tick(setAllTicks(true), '1', false, '2'))).toEqual(['3']);
    expect(keys(tick(none, '3', true, 'gone'))).toEqual(['3']);
  });

  it('are kept as “all but one” of thousands', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => item(`r${at}`));
    const kept = keptTicks(setTick(setAllTicks(true), many, { key: 'r7', ticked: false }), many);
    expect(kept).toEqual({ others: 'all', ticked: [], unticked: ['r7'] });
    const back = keys(startTicks(kept, { kind: 'empty' }), many);
    expect(back).toHaveLength(9_999);
    expect(back).not.toContain('r7');
  });

  it('keep a row that is not read yet, and one that was made here by the id that Notion gave it', () => {
    const made = [item('1'), item('new-id', false, 'key'), draftItem('draft')];
    let ticks = startTicks({ others: 'none', ticked: ['later'], unticked: [] }, undefined);
    for (const key of ['key', 'draft']) ticks = setTick(ticks, made, { key, ticked: true });
    expect(keptTicks(ticks, made)).toEqual({ others: 'none', ticked: ['later', 'new-id'], unticked: [] });
  });

  it('come back as they were left, whatever was ticked', () => {
    const step = fc.oneof(
      fc.record({ key: fc.constantFrom('1', '2', '3'), ticked: fc.boolean() }),
      fc.record({ all: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const ticks = steps.reduce(
          (before, made) => ('all' in made ? setAllTicks(made.all) : setTick(before, items, made)),
          startTicks(undefined, undefined),
        );
        expect(keys(startTicks(keptTicks(ticks, items), { kind: 'all' }))).toEqual(keys(ticks));
      }),
    );
  });
});
