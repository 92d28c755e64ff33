import type { NotionBlock } from './block-types.ts';
import { cleanText } from './clean-text.ts';
import { BlockConverter } from './convert-blocks.ts';
import type { LinkPolicy } from './convert-inline.ts';
import { parseMarkdown, type ParserState } from './markdown-parser.ts';
import { Segmenter, type Segment } from './segmenter.ts';
import { buildTree } from './token-tree.ts';

export type ConvertOptions = LinkPolicy;

/**
 * Markdown, as models write it, as Notion blocks: a tree of any depth up to 20, within all limits on a single block
 * (https://developers.notion.com/reference/request-limits), not yet divided into requests (plan-appends.ts).
 *
 * CommonMark with GFM tables, task lists, strikethrough and bare links, plus formulas (`$…$`, `$$…$$`, `\(…\)`, `\[…\]`),
 * GitHub alerts and `:::name` as callouts, `<details>` as toggles, `<br>`, `<u>`, `<sup>`, `<sub>`. Other HTML, footnotes
 * and front matter are text. Where this differs from CommonMark, on purpose:
 * - A single line break stays a line break. Headings 5 and 6 become heading 4.
 * - A link definition counts only for the text after it, and stays visible: earlier text may be on the page already.
 * - A nested list below "1. " or "10. " may be indented by two columns.
 * - `**…**` ends next to CJK text without a space.
 * - A numbered list that does not begin with 1 becomes paragraphs that begin with their number.
 * - Images become links; links that Notion or `allowLink` refuse become text.
 *
 * Never throws, whatever the text, unless `allowLink` does.
 */
export function convertMarkdownToBlocks(markdown: string, options: ConvertOptions): NotionBlock[] {
  const parser = new BlockParser(options);
  return [...parser.push(markdown.replace(/\r\n?/g, '\n')), ...parser.end()];
}

/** The incremental form: text in pieces, with "\n" as the only line end; gives each block as soon as it is certain. */
export class BlockParser {
  readonly #segmenter = new Segmenter();
  readonly #converter: BlockConverter;
  readonly #state: ParserState = {};
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
      this.#convert(this.#segmenter.push(cleanText(line)), blocks);
    }
    this.#tail += text.slice(start);
    return blocks;
  }

  end(): NotionBlock[] {
    const blocks: NotionBlock[] = [];
    if (this.#tail !== '') this.#convert(this.#segmenter.push(cleanText(this.#tail)), blocks);
    this.#tail = '';
    this.#convert(this.#segmenter.end(), blocks);
    return blocks;
  }

  #convert(segments: readonly Segment[], blocks: NotionBlock[]): void {
    for (const segment of segments) {
      const tree = buildTree(parseMarkdown(segment.text, this.#state));
      for (const block of this.#converter.convert(tree, segment.listStart)) blocks.push(block);
    }
  }
}
