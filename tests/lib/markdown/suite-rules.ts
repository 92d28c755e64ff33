import { cleanAnswer } from '../../../lib/markdown/clean-answer.ts';
import { createBlockStream } from '../../../lib/markdown/closed-blocks.ts';
import { convertMarkdownToBlocks } from '../../../lib/markdown/convert-markdown-to-blocks.ts';
import { convertBlocksToPlainText } from '../../../lib/markdown/convert-blocks-to-text.ts';
import { violations } from './notion-create-rules.ts';

const options = { allowLink: () => true };

/** What must hold of any text, and does not; empty when all of it holds. `cuts`: how many ways to cut it are tried. */
export function broken(markdown: string, cuts: number): string[] {
  const blocks = convertMarkdownToBlocks(cleanAnswer(markdown), options);
  const found = violations(blocks, { request: false });
  const whole = JSON.stringify(blocks);
  for (let cut = 0; cut < cuts; cut++) {
    const at = Math.round((markdown.length * (cut + 1)) / (cuts + 1));
    const stream = createBlockStream(options);
    const first = stream.push(markdown.slice(0, at));
    const pieces = [...first, ...stream.push(markdown.slice(at)), ...stream.end()];
    if (JSON.stringify(pieces) !== whole) found.push(`another result when cut at ${at}`);
  }
  return [...found, ...lostWords(markdown, convertBlocksToPlainText(blocks))];
}

/** Words that neither the text of the blocks nor their links, languages and marks hold. */
function lostWords(markdown: string, written: string): string[] {
  const bare = markdown
    .replace(/<!--[^]*?-->/g, ' ')
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/^[ >\t\-+*\d.)]*(?:`{3,}|~{3,})[^\n]*$/gm, ' ')
    .replace(/\]\([^)]*\)|\]:[^\n]*|&[#\w]+;|^:{3,}.*$|\{[^{}]*\}|\[![^\]]*\]/gm, ' ');
  const kept = new Set(written.toLowerCase().match(/\p{L}{2,}/gu) ?? []);
  const all = bare.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  return [...new Set(all)]
    .filter((word) => !kept.has(word) && !written.toLowerCase().includes(word))
    .map((word) => `lost: ${word}`);
}
