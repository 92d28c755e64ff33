import type { NotionBlock } from './block-types.ts';
import { createAnswerCleaner } from './clean-answer.ts';
import { BlockParser, type ConvertOptions } from './convert-markdown-to-blocks.ts';

export interface BlockStream {
  /** Takes the next piece of the answer; returns the top-level blocks that no later text can change any more. */
  push(text: string): NotionBlock[];
  /** The blocks that were still open. Call once, after the last piece. */
  end(): NotionBlock[];
  /**
   * How many times the blocks given so far turned out to be thoughts (clean-answer.ts). The call that raises it returns the
   * answer's blocks from the first: those given before are to be taken back.
   */
  readonly restarts: number;
}

/**
 * Closes blocks while a model writes. However the text is cut into pieces, all blocks together equal
 * `convertMarkdownToBlocks(cleanAnswer(whole), options)`: both read line by line and share one segmenter. Each line is
 * parsed once, so the cost grows with the text, not with the number of pieces.
 *
 * A block is given out when the line after it is known to begin another (a paragraph: at its blank line; a heading, rule
 * or fence: at its last line; a list: item by item). What has an end mark (fence, `<details>`, `:::`) is held until it.
 */
export function createBlockStream(options: ConvertOptions): BlockStream {
  const cleaner = createAnswerCleaner();
  let parser = new BlockParser(options);
  let { restarts } = cleaner;
  const take = (text: string): NotionBlock[] => {
    if (cleaner.restarts !== restarts) parser = new BlockParser(options);
    restarts = cleaner.restarts;
    return parser.push(text);
  };
  return {
    push: (text) => take(cleaner.push(text)),
    end: () => [...take(cleaner.end()), ...parser.end()],
    get restarts() {
      return restarts;
    },
  };
}
