/** What a single line can begin, by CommonMark's rules and our own. All take the line without its white space in front. */

export interface ListMarker {
  readonly ordered: boolean;
  /** The character that siblings share: - + * . ) */
  readonly delimiter: string;
  readonly digits: string;
  /** Characters of the marker itself. */
  readonly width: number;
  readonly empty: boolean;
}

export const isBlank = (line: string): boolean => !/[^ \t]/.test(line);

export const isHeading = (text: string): boolean => /^#{1,6}(?:[ \t]|$)/.test(text);
export const isRule = (text: string): boolean => /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(text);
export const isDirective = (text: string): boolean => /^:{3,}[ \t]*\{?\.?[a-z]/i.test(text);

export interface Fence {
  readonly character: string;
  readonly length: number;
  readonly info: string;
}

export function fenceOf(text: string): Fence | undefined {
  const run = /^(`{3,}|~{3,})(.*)$/.exec(text);
  if (run === null || (run[1]!.startsWith('`') && run[2]!.includes('`'))) return undefined;
  return { character: run[1]!.charAt(0), length: run[1]!.length, info: run[2]!.trim() };
}

export function closesFence(text: string, fence: Fence): boolean {
  const run = /^(`{3,}|~{3,})[ \t]*$/.exec(text)?.[1];
  return run !== undefined && run.startsWith(fence.character) && run.length >= fence.length;
}

export function listMarkerOf(text: string): ListMarker | undefined {
  const match = /^(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/.exec(text);
  if (match === null) return undefined;
  const width = match[0].length;
  return {
    ordered: match[1] !== undefined,
    delimiter: text.charAt(width - 1),
    digits: match[1] ?? '',
    width,
    empty: isBlank(text.slice(width)),
  };
}

const SENTENCE_END = /[.,;:!?…。，；：！？、][\s"'”’»)\]*_~`」』）】》]*$/;

/** `**Date:** 1 May`, a value with its name in front. */
const LABEL = /^(?:\*\*|__)[^*_]+(?::(?:\*\*|__)|(?:\*\*|__):)\s*\S/;

/**
 * Whether `---` below a text makes it a heading. CommonMark says always; models put the line below a sentence to divide
 * what follows, so only what reads like a title counts: one short line without a mark of a sentence at its end.
 */
export function isTitle(lines: readonly string[]): boolean {
  const [line = ''] = lines;
  return lines.length === 1 && line.length <= 100 && !SENTENCE_END.test(line) && !LABEL.test(line);
}

/** A sentence of several words, which no code and no formula is. */
export function isProse(text: string): boolean {
  return !text.includes('\\') && /^["“(*_\p{L}](?:\S*\s+){3,}\S*\p{L}{2,}[.!?…。！？]["”)*_]*$/u.test(text);
}

/** Columns of white space in front, tabs to stops of four. */
export function indentOf(line: string): number {
  let column = 0;
  for (let i = 0; i < line.length; i++) {
    const unit = line.charCodeAt(i);
    if (unit === 0x20) column += 1;
    else if (unit === 0x09) column += 4 - (column % 4);
    else break;
  }
  return column;
}

/** The line without that many columns of white space in front; part of a tab becomes spaces. */
export function withoutIndent(line: string, columns: number): string {
  let column = 0;
  let i = 0;
  while (i < line.length && column < columns) {
    const unit = line.charCodeAt(i);
    if (unit === 0x20) column += 1;
    else if (unit === 0x09) column += 4 - (column % 4);
    else break;
    i++;
  }
  return column > columns ? ' '.repeat(column - columns) + line.slice(i) : line.slice(i);
}
