import { describe, expect, it } from 'vitest';

import { rowsRequest } from '../../../components/rows/rows-request.ts';
import type { RowItem } from '../../../components/rows/row-item.ts';
import { DEFAULT_GENERATION_OPTIONS, type GenerationOptions } from '../../../lib/connections/connection.ts';

const target = { kind: 'database', id: 'd', title: 'D', url: 'https://app.notion.com/p/1' } as const;
const items: readonly RowItem[] = ['a', 'b', 'c'].map((id) => ({
  key: id,
  id,
  title: id,
  savedTitle: id,
  generate: false,
  values: {},
}));
const ask = (options: Partial<GenerationOptions>, accepted: readonly string[], limit?: number) =>
  rowsRequest({
    target,
    options: { ...DEFAULT_GENERATION_OPTIONS, ...options },
    selection: { kind: 'all' },
    chosen: items,
    toWrite: items,
    accepted: new Set(accepted),
    limit,
  }).selection;
const body = { kind: 'body', where: 'end' } as const;
const property = { kind: 'property', propertyId: 'p' } as const;

describe('a row whose answer was accepted in a trial', () => {
  it('is left out where it would be written once more: overwritten, or added to its page', () => {
    expect(ask({ output: property, overwriteFilled: true }, ['b'])).toEqual({ kind: 'ticked', rowIds: ['a', 'c'] });
    expect(ask({ output: body }, ['b'])).toEqual({ kind: 'ticked', rowIds: ['a', 'c'] });
    expect(ask({ output: body }, ['a'], 1)).toEqual({ kind: 'ticked', rowIds: ['b'] });
  });

  it('needs no list where filled cells are left alone', () => {
    expect(ask({ output: property }, ['b'])).toEqual({ kind: 'all' });
    expect(ask({ output: body }, [])).toEqual({ kind: 'all' });
  });
});
