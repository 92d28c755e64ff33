import type { EstimateRow } from '../../../lib/runs/estimate.ts';
import type { PropertyView } from '../../../lib/notion/views.ts';
import { resolveVariable, variablesIn } from '../../../lib/prompt/variables.ts';
import type { RowItem } from '../data/row-item.ts';

const ROWS = 20;
/** No request holds more of one value. */
const MOST_CHARACTERS = 100_000;

/** Properties that the prompt names. */
export function namedProperties(prompt: string, properties: readonly PropertyView[]): readonly PropertyView[] {
  const names = properties.map(({ name }) => name);
  const used = new Set(variablesIn(prompt, names).map((typed) => resolveVariable(typed, names)));
  return properties.filter(({ name }) => used.has(`property:${name}`));
}

/**
 * Rows that stand for all: these are sorted by how much they give to the prompt and cut into equal parts, and of each part the row
 * comes that is nearest to the part's average. Their average is that of all, however unequal the rows are.
 */
export function sampleRows(items: readonly RowItem[], named: readonly PropertyView[]): readonly EstimateRow[] {
  const sized = items
    .flatMap((item) => (item.id === undefined ? [] : [{ item, id: item.id, size: sizeOf(item, named) }]))
    .sort((one, other) => one.size - other.size);
  const parts = Math.min(ROWS, sized.length);
  return Array.from({ length: parts }, (_, at) => {
    const part = sized.slice(Math.floor((at * sized.length) / parts), Math.floor(((at + 1) * sized.length) / parts));
    const mean = part.reduce((sum, { size }) => sum + size, 0) / part.length;
    const { item, id } = part.reduce((best, row) => (distance(row, mean) < distance(best, mean) ? row : best));
    return { id, topic: item.title.slice(0, 20_000), properties: valuesOf(item, named) };
  });
}

const distance = ({ size }: { readonly size: number }, mean: number): number => Math.abs(size - mean);

/** Without a property the topic is given. */
function sizeOf({ title, values }: RowItem, named: readonly PropertyView[]): number {
  return title.length + named.reduce((sum, { id }) => sum + (values[id]?.length ?? 0), 0);
}

function valuesOf({ values }: RowItem, named: readonly PropertyView[]): Readonly<Record<string, string>> {
  return Object.fromEntries(named.map(({ id, name }) => [name, (values[id] ?? '').slice(0, MOST_CHARACTERS)]));
}
