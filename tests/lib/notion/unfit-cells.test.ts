import { describe, expect, it } from 'vitest';

import { parseNewRows } from '../../../lib/notion/parse-new-rows.ts';
import { unfitCells } from '../../../lib/notion/unfit-cells.ts';

const property = (name: string, type: string, options?: readonly string[]) => ({
  id: name,
  name,
  type,
  writable: true,
  ...(options && { options }),
});
const PROPERTIES = [
  property('Topic', 'title'),
  property('Count', 'number'),
  property('Due', 'date'),
  property('Link', 'url'),
  property('Kind', 'select', ['guide']),
  property('Status', 'status', ['Draft', 'Done']),
  property('Owner', 'people'),
];
const unfit = (text: string) => unfitCells(parseNewRows(text, PROPERTIES).rows, PROPERTIES);

describe('unfitCells', () => {
  it.each([
    ['Topic,Count\nTea,many', [{ property: 'Count', text: 'many' }]],
    ['Topic,Due\nTea,soon', [{ property: 'Due', text: 'soon' }]],
    ['Topic,Link\nTea,my site', [{ property: 'Link', text: 'my site' }]],
    ['Topic,Status\nTea,Dropped', [{ property: 'Status', text: 'Dropped' }]],
    ['Topic,Owner\nTea,Ada', [{ property: 'Owner', text: 'Ada' }]],
  ])('names what would stay empty: %j', (text, expected) => {
    expect(unfit(text)).toEqual(expected);
  });

  it('has nothing to say of what fits, of a new option, of a part in a hundred, and of lines', () => {
    expect(unfit('Topic,Count,Due,Link,Kind,Status\nTea,5,2026-12-01,https://tea.example,news,Done')).toEqual([]);
    expect(unfit('Topic,Count\nTea,50 %')).toEqual([]);
    expect(unfit('Tea\nCoffee')).toEqual([]);
  });

  it('names the same text of a column once', () => {
    expect(unfit('Topic,Count\nTea,n/a\nCoffee,n/a\nCocoa,none')).toEqual([
      { property: 'Count', text: 'n/a' },
      { property: 'Count', text: 'none' },
    ]);
  });
});
