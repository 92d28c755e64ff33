import { attributesOf } from './block-tags.ts';
import type { BlockNode } from './block-node.ts';

/** `<table>…</table>` as a table; undefined when it has no cell. The text of the cells is Markdown, as Notion writes it. */
export function readHtmlTable(source: string): BlockNode | undefined {
  const opening = /^\s*<table[^<>]*>/i.exec(source)?.[0] ?? '';
  const rows: string[][] = [];
  let header = attributesOf(opening).get('header-row') === 'true';
  for (const part of source
    .slice(opening.length)
    .split(/<tr(?=[\s>])/i)
    .slice(1)) {
    const cells: string[] = [];
    for (const cell of part.split(/<(?=t[dh][\s>])/i).slice(1)) {
      const text = cell.replace(/^t[dh][^<>]*>/i, '').replace(/<\/(?:td|th|tr|thead|tbody|table)\s*>[^]*$/i, '');
      cells.push(text.replace(/\s*\n\s*/g, ' ').trim());
      if (rows.length === 0 && /^th/i.test(cell)) header = true;
    }
    if (cells.length > 0) rows.push(cells);
  }
  if (rows.length === 0) return undefined;
  return { type: 'table', rows, width: Math.max(...rows.map((cells) => cells.length)), header };
}
