import type { BlockNode } from './block-node.ts';
import { BlockReader } from './block-reader.ts';
import type { NotionBlock } from './block-types.ts';
import { cleanText } from './clean-text.ts';
import { BlockConverter } from './convert-blocks.ts';
import type { LinkPolicy } from './convert-inline.ts';

export type ConvertOptions = LinkPolicy;

/**
 * Markdown, as models write it, as Notion blocks: a tree of any depth up to 20, within all limits on a single block
 * (https://developers.notion.com/reference/request-limits), not yet divided into requests (plan-appends.ts).
 *
 * CommonMark with GFM's tables, task lists, strikethrough and bare links, plus formulas (`$…$`, `$$…$$`, `\(…\)`, `\[…\]`,
 * `\begin{align}`), GitHub's alerts and `:::name` as callouts, `<details>` as toggles, the tags of HTML that Notion has a
 * meaning for, and those of Notion's own Markdown. Other HTML and footnotes are text. docs/markdown.md lists where this
 * differs from the standards, and why.
 *
 * Never throws, whatever the text, unless `allowLink` does.
 */
export function convertMarkdownToBlocks(markdown: string, options: ConvertOptions): NotionBlock[] {
  const parser = new BlockParser(options);
  return [...parser.push(markdown.replace(/\r\n?/g, '\n')), ...parser.end()];
}

/** The incremental form: text in pieces, with "\n" as the only line end; gives each block as soon as it is certain. */
export class BlockParser {
  readonly #reader = new BlockReader();
  readonly #converter: BlockConverter;
  #tail = '';

  constructor(options: ConvertOptions) {
    this.#converter = new BlockConverter(options);
  }

  push(text: string): NotionBlock[] {
    const blocks: NotionBlock[] = [];
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      const line = this.#tail + text.slice(start, end);
      this.#tail = '';
      start = end + 1;
      this.#convert(this.#reader.push(cleanText(line)), blocks);
    }
    this.#tail += text.slice(start);
    return blocks;
  }

  end(): NotionBlock[] {
    const blocks: NotionBlock[] = [];
    if (this.#tail !== '') this.#convert(this.#reader.push(cleanText(this.#tail)), blocks);
    this.#tail = '';
    this.#convert(this.#reader.end(), blocks);
    return blocks;
  }

  #convert(nodes: readonly BlockNode[], blocks: NotionBlock[]): void {
    for (const block of this.#converter.convert(nodes)) blocks.push(block);
  }
}
