import { isActiveDiagram, isActiveFormula } from './active-content.ts';
import type { NotionBlock } from './block-types.ts';
import { cleanText, jsonBytes } from './clean-text.ts';
import { codeLanguageOf, type CodeLanguage } from './code-language.ts';
import { MAX_EXPRESSION_LENGTH, MAX_RUNS, MAX_TEXT_BYTES, MAX_TEXT_LENGTH, textRuns } from './limit-rich-text.ts';
import { splitText } from './split-text.ts';

/** A fence or indented code; a fence named "math" is a formula, as on GitHub. Long code is cut at line ends. */
export function convertCode(source: string, info: string): NotionBlock[] {
  const content = cleanText(source).replace(/\n$/, '');
  if (content.trim() === '') return [];
  if (info.trim().toLowerCase() === 'math') return convertEquation(content);
  const language = codeLanguageOf(info);
  return codeBlocks(content, language === 'mermaid' && isActiveDiagram(content) ? 'plain text' : language);
}

/** Display math; what Notion does not take as a formula, or would follow an address from, becomes LaTeX code. */
export function convertEquation(source: string): NotionBlock[] {
  const expression = cleanText(source).trim();
  if (expression === '') return [];
  if (expression.length > MAX_EXPRESSION_LENGTH || isActiveFormula(expression)) return codeBlocks(expression, 'latex');
  return [{ type: 'equation', equation: { expression } }];
}

function codeBlocks(content: string, language: CodeLanguage): NotionBlock[] {
  return cutAtLines(content).map((part) => ({ type: 'code', code: { rich_text: textRuns(part), language } }));
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
