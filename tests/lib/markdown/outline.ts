import { childrenOf, type NotionBlock } from '../../../lib/markdown/block-types.ts';
import { plainTextOf, readRuns } from '../../../lib/markdown/read-rich-text.ts';

/** One line for each block: depth, type, text with its styles. */
export function outline(blocks: readonly NotionBlock[], depth = 0): string[] {
  return blocks.flatMap((block) => {
    const body = (block as unknown as Record<string, Record<string, unknown>>)[block.type]!;
    const cells = (body.cells as unknown[] | undefined)?.map(plainTextOf).join(' | ');
    const icon = (body.icon as { emoji?: string } | undefined)?.emoji;
    const extra = [body.language, body.checked, icon].filter((value) => value !== undefined).join();
    const text = cells ?? (body.expression as string | undefined) ?? styled(body.rich_text);
    const caption = body.caption === undefined ? '' : ` [${plainTextOf(body.caption)}]`;
    const line = `${'  '.repeat(depth)}${block.type}${extra && `(${extra})`}: ${text}${caption}`;
    return [line.trimEnd(), ...outline(childrenOf(block), depth + 1)];
  });
}

function styled(richText: unknown): string {
  return readRuns(richText)
    .map((run) => {
      const flags = [
        run.bold && 'b',
        run.italic && 'i',
        run.strikethrough && 's',
        run.underline && 'u',
        run.code && 'c',
      ];
      const style = [...flags, run.color && `<${run.color}>`, run.kind === 'equation' && '=', run.url && `@${run.url}`]
        .filter(Boolean)
        .join('');
      return style === '' ? run.text : `{${style} ${run.text}}`;
    })
    .join('');
}
