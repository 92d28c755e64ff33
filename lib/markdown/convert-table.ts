import type { BlockNode } from './block-node.ts';
import type { NotionBlock, RichText, RichTextList, TableRowBlock } from './block-types.ts';
import { MAX_RUNS, MAX_TEXT_BYTES, splitRuns, textRuns } from './limit-rich-text.ts';

/** An array in a request holds 100 entries at most, cells too. */
const MAX_COLUMNS = 100;

/**
 * A table. Every row gets the table's width; what is beyond 100 columns joins the last one, and text too long for one cell
 * goes on in the same column of an extra row.
 */
export function convertTable(
  table: Extract<BlockNode, { type: 'table' }>,
  toRuns: (cell: string) => RichText[],
): NotionBlock[] {
  const all = table.rows.map((cells) => foldColumns(cells.map(toRuns)));
  if (all.every(isEmpty)) return [];
  // Markdown has no other way to write a table without a header.
  const isHeadless = table.header && isEmpty(all[0]!);
  const rows = isHeadless ? all.slice(1) : all;
  const width = Math.min(table.width, MAX_COLUMNS);
  const children = rows.flatMap((cells) => tableRows(cells, width));
  const header = table.header && !isHeadless;
  return [{ type: 'table', table: { table_width: width, has_column_header: header, has_row_header: false, children } }];
}

const isEmpty = (cells: readonly RichText[][]): boolean => cells.every((cell) => cell.length === 0);

function foldColumns(cells: RichText[][]): RichText[][] {
  if (cells.length <= MAX_COLUMNS) return cells;
  const folded = cells.slice(MAX_COLUMNS - 1).filter((cell) => cell.length > 0);
  const last = folded.flatMap((cell, index) => (index === 0 ? cell : [...textRuns(' | '), ...cell]));
  return [...cells.slice(0, MAX_COLUMNS - 1), last];
}

function tableRows(cells: readonly RichText[][], width: number): TableRowBlock[] {
  const columns = cells.map((cell) => splitCell(cell, Math.floor(MAX_TEXT_BYTES / width)));
  const height = Math.max(1, ...columns.map((column) => column.length));
  return Array.from({ length: height }, (_, row): TableRowBlock => {
    const line = Array.from({ length: width }, (__, column) => columns[column]?.[row] ?? []);
    return { type: 'table_row', table_row: { cells: line } };
  });
}

/** Too many runs for a cell lose their styles first: a row more would be worse. */
function splitCell(cell: RichText[], maxBytes: number): RichTextList[] {
  if (cell.length <= MAX_RUNS) return splitRuns(cell, maxBytes);
  const plain = cell.map((run) => (run.type === 'text' ? run.text.content : run.equation.expression)).join('');
  return splitRuns(textRuns(plain), maxBytes);
}
