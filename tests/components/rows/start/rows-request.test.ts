import { describe, expect, it } from 'vitest';

import { rowsRequest, type RowsRequestInput } from '../../../../components/rows/start/rows-request.ts';
import type { RowItem } from '../../../../components/rows/data/row-item.ts';
import { DEFAULT_GENERATION_OPTIONS, type GenerationOptions } from '../../../../lib/run-request/generation-options.ts';

const target = { kind: 'database', id: 'd', title: 'D', url: 'https://app.notion.com/p/1' } as const;
const items: readonly RowItem[] = ['a', 'b', 'c'].map((id) => ({
  key: id,
  id,
  title: id,
  savedTitle: id,
  generate: false,
  values: {},
}));
interface AskChange extends Partial<RowsRequestInput> {
  readonly onTheirWay?: readonly string[];
}
const ask = (
  options: Partial<GenerationOptions>,
  accepted: readonly string[],
  { onTheirWay = [], ...change }: AskChange = {},
) =>
  rowsRequest({
    target,
    options: { ...DEFAULT_GENERATION_OPTIONS, ...options },
    selection: { kind: 'all' },
    chosen: items,
    toWrite: items,
    accepted: { kept: new Set(accepted), onTheirWay: new Set(onTheirWay) },
    ...change,
  })?.selection;
const body = { kind: 'body', where: 'end' } as const;
const property = { kind: 'property', propertyId: 'p' } as const;

describe('a row whose answer was accepted in a trial', () => {
  it('is left out where it would be written once more: overwritten, or added to its page', () => {
    expect(ask({ output: property, overwriteFilled: true }, ['b'])).toEqual({ kind: 'ticked', rowIds: ['a', 'c'] });
    expect(ask({ output: body }, ['b'])).toEqual({ kind: 'ticked', rowIds: ['a', 'c'] });
    expect(ask({ output: body }, ['a'], { limit: 1 })).toEqual({ kind: 'ticked', rowIds: ['b'] });
  });

  it('needs no list where filled cells are left alone', () => {
    expect(ask({ output: property }, ['b'])).toEqual({ kind: 'all' });
    expect(ask({ output: body }, [])).toEqual({ kind: 'all' });
  });

  it('is left out of one of several cells too, which may have stayed empty', () => {
    expect(ask({ output: { kind: 'properties', propertyIds: ['p', 'q'] } }, ['b'])).toEqual({
      kind: 'ticked',
      rowIds: ['a', 'c'],
    });
  });

  it('is left out wherever its write is on its way: its cell may still look empty', () => {
    expect(ask({ output: property }, [], { onTheirWay: ['b'] })).toEqual({ kind: 'ticked', rowIds: ['a', 'c'] });
  });

  it('makes no list of pages of “Only empty”: filled ones would be written, or be all that is listed', () => {
    const selection = { kind: 'empty' } as const;
    expect(ask({ output: body }, ['b'], { selection })).toEqual({ kind: 'empty' });
    expect(ask({ output: body }, [], { selection, limit: 1 })).toEqual({ kind: 'empty' });
    expect(ask({ output: body }, [], { selection, limit: 3, isTrial: true })).toMatchObject({ kind: 'ticked' });
  });

  it('leaves nothing to ask for where it is all there is', () => {
    expect(ask({ output: body }, ['a', 'b', 'c'])).toBeUndefined();
    expect(ask({ output: body }, ['a', 'b', 'c'], { limit: 2 })).toBeUndefined();
    expect(ask({ output: body }, ['a', 'b', 'c'], { selection: { kind: 'outdated', rowIds: [] } })).toBeUndefined();
  });
});
