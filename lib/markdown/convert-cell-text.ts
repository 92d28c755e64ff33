import type { RichText } from './block-types.ts';
import { convertInline, type LinkPolicy } from './convert-inline.ts';
import { cleanText } from './clean-text.ts';
import { closesFence, fenceOf, isBlank } from './line-kind.ts';
import { RichTextBuilder } from './rich-text-builder.ts';

/**
 * A model's text for one cell, as the rich text that a text property takes: bold, italic, struck and underlined text, code, links
 * and formulas. A cell has no blocks, so lines stay lines: bullets, numbers and indentation as they are, a heading as a bold line,
 * fenced code as code. Everything else stays as it was written. Empty text gives no runs.
 * https://developers.notion.com/reference/page-property-values#rich-text
 */
export function convertCellText(markdown: string, links: LinkPolicy): RichText[] {
  const builder = new RichTextBuilder();
  const lines = cleanText(markdown.replace(/\r\n?/g, '\n')).trim().split('\n');
  let isFirst = true;
  for (const part of partsOf(lines)) {
    if (!isFirst) builder.text('\n', {}, undefined);
    isFirst = false;
    if (part.kind === 'code') builder.text(part.text, { code: true }, undefined);
    else addText(builder, part.text, links);
  }
  return builder.build();
}

/** The words of a text, without its Markdown: for titles, and wherever a value has no formatting. */
export function plainWords(markdown: string): string {
  return convertCellText(markdown, { allowLink: () => true })
    .map((run) => (run.type === 'text' ? run.text.content : run.equation.expression))
    .join('');
}

/** The address of the first link of a text. */
export function linkOf(markdown: string): string | undefined {
  const runs = convertCellText(markdown, { allowLink: () => true });
  return runs.flatMap((run) => (run.type === 'text' && run.text.link ? [run.text.link.url] : []))[0];
}

interface Part {
  readonly kind: 'text' | 'code';
  readonly text: string;
}

/** Paragraphs (emphasis never crosses a blank line), blank lines, headings and fenced code. */
function partsOf(lines: readonly string[]): Part[] {
  const parts: Part[] = [];
  const fences = new FenceEnds(lines);
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    if (paragraph.length > 0) parts.push({ kind: 'text', text: paragraph.join('\n') });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    const end = fences.after(at);
    const heading = headingOf(line, lines.length > 1);
    if (end === undefined && heading === undefined && !isBlank(line)) {
      paragraph.push(line);
      continue;
    }
    endParagraph();
    if (end !== undefined) {
      parts.push({ kind: 'code', text: lines.slice(at + 1, end).join('\n') });
      at = end;
    } else parts.push({ kind: 'text', text: heading ?? '' });
  }
  endParagraph();
  return parts;
}

/** Finds the lines that close fences. A fence that never ends is text, and is looked for once. */
class FenceEnds {
  readonly #lines: readonly string[];
  readonly #endless = new Map<string, number>();

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  /** The line that closes the fence which line `at` opens. */
  after(at: number): number | undefined {
    const fence = fenceOf(this.#lines[at]!.trimStart());
    if (fence === undefined || fence.length >= (this.#endless.get(fence.character) ?? Infinity)) return undefined;
    for (let end = at + 1; end < this.#lines.length; end += 1)
      if (closesFence(this.#lines[end]!.trim(), fence)) return end;
    this.#endless.set(fence.character, fence.length);
    return undefined;
  }
}

/** A heading as a bold line. A single `#` in an answer of one line is more often a number sign. */
function headingOf(line: string, hasMore: boolean): string | undefined {
  const match = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line);
  if (match === null || (match[1] === '#' && !hasMore)) return undefined;
  const words = match[2]!.replace(/(\*\*|__)(.+?)\1/g, '$2');
  return words === '' ? undefined : `**${words}**`;
}

// The parser drops white space at the start of a line; these stand for it meanwhile, and are no letters to it.
const INDENTS: readonly (readonly [string, string])[] = [
  [' ', '\u00a0'],
  ['\t', '\u2003'],
];

function addText(builder: RichTextBuilder, text: string, links: LinkPolicy): void {
  const indent = /^[ \t]*/.exec(text)![0];
  builder.text(indent, {}, undefined);
  const source = guardProducts(text.slice(indent.length)).replace(/(?<=\n)[ \t]+/g, (spaces) => swap(spaces, 0));
  for (const run of convertInline(source, {}, links)) {
    const { annotations = {} } = run;
    if (run.type === 'equation') builder.equation(restore(run.equation.expression), annotations);
    else builder.text(restore(run.text.content), annotations, run.text.link?.url);
  }
}

function swap(spaces: string, from: 0 | 1): string {
  return INDENTS.reduce((all, pair) => all.replaceAll(pair[from]!, pair[1 - from]!), spaces);
}

const restore = (text: string): string => text.replace(/(?<=\n)[\u00a0\u2003]+/g, (spaces) => swap(spaces, 1));

/** `2*3*4` is a product, not an italic 3. Code and formulas are left alone. */
function guardProducts(text: string): string {
  return text.replace(/(`+)[^`]+\1|\$[^$\n]+\$|(?<=\d)\*{1,2}(?=\d)/g, (found) =>
    found.startsWith('*') ? found.replaceAll('*', '\\*') : found,
  );
}
