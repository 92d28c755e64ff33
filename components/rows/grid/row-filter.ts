/** Search and State: which of the rows the grid shows. They change nothing about what a run covers. */
import type { RowItem } from '../data/row-item.ts';
import type { Standing } from './row-standing.ts';

export interface RowFilter {
  readonly search: string;
  /** Absent: any. */
  readonly standing: Standing | undefined;
}

/** What is searched in, by row: made once for each version of a row. */
const texts = new WeakMap<RowItem, string>();

function textOf(item: RowItem): string {
  const known = texts.get(item);
  if (known !== undefined) return known;
  const text = [item.title, ...Object.values(item.values)].join('\n').toLocaleLowerCase();
  texts.set(item, text);
  return text;
}

/** Rows that hold every word of the search, in any case of letters. A row that is being typed is always shown. */
export function filterRows(
  items: readonly RowItem[],
  { search, standing }: RowFilter,
  standingOf: (item: RowItem) => Standing | undefined,
): readonly RowItem[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && standing === undefined) return items;
  return items.filter((item) => {
    if (item.id === undefined) return true;
    if (standing !== undefined && standingOf(item) !== standing) return false;
    const text = words.length > 0 ? textOf(item) : '';
    return words.every((word) => text.includes(word));
  });
}
