import { isActiveDiagram, isActiveFormula } from './active-content.ts';
import type { NotionBlock } from './block-types.ts';
import { cleanText, jsonBytes } from './clean-text.ts';
import { readCodeInfo } from './code-info.ts';
import type { CodeLanguage } from './code-language.ts';
import { MAX_EXPRESSION_LENGTH, MAX_RUNS, MAX_TEXT_BYTES, MAX_TEXT_LENGTH, textRuns } from './limit-rich-text.ts';
import { splitText } from './split-text.ts';

/**
 * A fence or indented code; a fence named "math" is a formula, as on GitHub. Long code is cut at line ends. Code that a model
 * put on the fence's own line is kept; a file's name behind the language is the caption.
 */
export function convertCode(source: string, info: string): NotionBlock[] {
  const below = cleanText(source);
  if (info.toLowerCase() === 'math') return convertEquation(below);
  const { language, caption, code } = readCodeInfo(info, below.trim() === '');
  const content = code === '' ? below : `${code}\n${below}`.trimEnd();
  if (content.trim() === '') return [];
  const isUnsafe = language === 'mermaid' && isActiveDiagram(content);
  return codeBlocks(content, isUnsafe ? 'plain text' : language, caption);
}

/** Display math; what Notion does not take as a formula, or would follow an address from, becomes LaTeX code. */
export function convertEquation(source: string): NotionBlock[] {
  const expression = cleanText(source).trim();
  if (expression === '') return [];
  if (expression.length > MAX_EXPRESSION_LENGTH || isActiveFormula(expression)) return codeBlocks(expression, 'latex');
  return [{ type: 'equation', equation: { expression } }];
}

function codeBlocks(content: string, language: CodeLanguage, caption = ''): NotionBlock[] {
  return cutAtLines(content).map((part) => ({
    type: 'code',
    code: { rich_text: textRuns(part), language, ...(caption !== '' && { caption: textRuns(caption) }) },
  }));
}

function cutAtLines(content: string): string[] {
  const parts: string[] = [];
  let rest = content;
  for (let size = fitting(rest); size < rest.length; size = fitting(rest)) {
    const newline = rest.lastIndexOf('\n', size);
    const at = newline > size / 2 ? newline + 1 : size;
    parts.push(rest.slice(0, at).replace(/\n$/, ''));
    rest = rest.slice(at);
  }
  return [...parts, rest].filter((part) => part.trim() !== '');
}

/** How much of the text one block takes: at most 100 runs, and our bytes. */
function fitting(text: string): number {
  let size = 0;
  let bytes = 0;
  // Pieces by 1,900 keep a margin: the border of a grapheme can make a run shorter than 2,000.
  for (const piece of splitText(text.slice(0, MAX_RUNS * (MAX_TEXT_LENGTH - 100)), MAX_TEXT_LENGTH - 100)) {
    bytes += jsonBytes(piece) + 200;
    if (bytes > MAX_TEXT_BYTES) return size;
    size += piece.length;
  }
  return size;
}
