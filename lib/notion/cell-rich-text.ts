import type { RichText } from '../markdown/block-types.ts';
import { jsonBytes } from '../markdown/clean-text.ts';
import { convertCellText } from '../markdown/convert-cell-text.ts';
import type { LinkPolicy } from '../markdown/convert-inline.ts';
import { RichTextBuilder } from '../markdown/rich-text-builder.ts';
import { type ConvertText, MAX_CELL_BYTES, MAX_CELL_RUNS } from './plain-rich-text.ts';

/** A model's Markdown as the rich text of a cell. Text in more styles than one value takes loses some of them, never words. */
export function cellRichText(links: LinkPolicy): ConvertText {
  return (text) => {
    const runs = convertCellText(text, links);
    if (bytesOf(runs) > MAX_CELL_BYTES) return undefined;
    for (const reduce of [unchanged, withoutStyles, withoutLinks]) {
      const reduced = reduce(runs);
      if (reduced.length <= MAX_CELL_RUNS) return reduced;
    }
    return undefined;
  };
}

const unchanged = (runs: readonly RichText[]): readonly RichText[] => runs;

/** Links and formulas stay. */
function withoutStyles(runs: readonly RichText[]): readonly RichText[] {
  const builder = new RichTextBuilder();
  for (const run of runs) {
    if (run.type === 'equation') builder.equation(run.equation.expression, {});
    else builder.text(run.text.content, {}, run.text.link?.url);
  }
  return builder.build();
}

/** The address of a link stands behind its words. */
function withoutLinks(runs: readonly RichText[]): readonly RichText[] {
  const builder = new RichTextBuilder();
  for (const run of runs) {
    if (run.type === 'equation') builder.text(run.equation.expression, {}, undefined);
    else {
      const { content, link } = run.text;
      const address = link === undefined || content.includes(link.url) ? '' : ` (${link.url})`;
      builder.text(content + address, {}, undefined);
    }
  }
  return builder.build();
}

function bytesOf(runs: readonly RichText[]): number {
  return runs.reduce(
    (sum, run) => sum + jsonBytes(run.type === 'text' ? run.text.content : run.equation.expression),
    0,
  );
}
