/**
 * What a single line can begin, by CommonMark's rules and our own. Shared by the parser's rules and by the segmenter,
 * which must never see a border where the parser sees none.
 */

export interface ListMarker {
  readonly ordered: boolean;
  /** The character that siblings share: - + * . ) */
  readonly delimiter: string;
  readonly number: number;
  /** Columns in front of the marker, 0 to 3. */
  readonly indent: number;
  /** Column where the item's content begins: lines of the item are indented at least so far. */
  readonly contentIndent: number;
  readonly empty: boolean;
}

export const isBlank = (line: string): boolean => /^[ \t]*$/.test(line);

/** Columns of white space in front, tabs to stops of four. */
export function indentOf(line: string): number {
  return columns(line, 0, 0) ?? 0;
}

export const isHeading = (line: string): boolean => /^ {0,3}#{1,6}(?:[ \t]|$)/.test(line);
export const isRule = (line: string): boolean =>
  /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(line);
/** `---`, which below a paragraph makes it a heading. */
export const isDashes = (line: string): boolean => /^ {0,3}-+[ \t]*$/.test(line);
export const isQuote = (line: string): boolean => /^ {0,3}>/.test(line);
export const isDetails = (line: string): boolean => /^ {0,3}<details(?:\s[^<>]*)?>/i.test(line);
export const isDirective = (line: string): boolean => /^ {0,3}:{3,}[ \t]*\{?\.?[a-z]/i.test(line);

export interface Fence {
  readonly character: string;
  readonly length: number;
}

export function fenceOf(line: string): Fence | undefined {
  const run = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
  if (run === null || (run[1]!.startsWith('`') && run[2]!.includes('`'))) return undefined;
  return { character: run[1]!.charAt(0), length: run[1]!.length };
}

export function closesFence(line: string, fence: Fence): boolean {
  const run = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return run !== undefined && run.startsWith(fence.character) && run.length >= fence.length;
}

export function listMarkerOf(line: string): ListMarker | undefined {
  const match = /^( {0,3})([-+*]|(\d{1,9})[.)])([ \t].*)?$/.exec(line);
  if (match === null || isRule(line)) return undefined;
  const marker = match[2]!;
  const indent = match[1]!.length;
  const after = indent + marker.length;
  const content = columns(line, after, after);
  const gap = content === undefined || content - after > 4 ? 1 : content - after;
  return {
    ordered: match[3] !== undefined,
    delimiter: marker.slice(-1),
    number: Number(match[3] ?? 0),
    indent,
    contentIndent: after + gap,
    empty: content === undefined,
  };
}

/** Column of the first character that is no white space, or undefined when nothing follows. */
function columns(line: string, position: number, column: number): number | undefined {
  for (let i = position; i < line.length; i++) {
    if (line[i] === ' ') column += 1;
    else if (line[i] === '\t') column += 4 - (column % 4);
    else return column;
  }
  return undefined;
}

/** A formula with more lines is none, which bounds the search for its end. */
export const MAX_MATH_LINES = 50;

export type MathCloser = '$$' | '\\]';

/** A line that begins display math: `$$` or `\[`, alone, with its first line, or whole. */
export function mathOf(line: string): { readonly closer: MathCloser; readonly whole: boolean } | undefined {
  const match = /^ {0,3}(\$\$|\\\[)(.*)$/.exec(line);
  if (match === null) return undefined;
  const closer: MathCloser = match[1] === '$$' ? '$$' : '\\]';
  const rest = match[2]!.trim();
  const end = rest.indexOf(closer);
  if (end < 0) return { closer, whole: false };
  if (end === 0 || end !== rest.length - 2) return undefined;
  // "\[see below\]" is an escaped bracket, not a formula.
  return closer === '$$' || looksLikeTex(rest.slice(0, end)) ? { closer, whole: true } : undefined;
}

/** Whether a line ends display math: the closer is its only one and its end. */
export function closesMath(line: string, closer: MathCloser): boolean {
  const text = line.trimEnd();
  return text.endsWith(closer) && text.indexOf(closer) === text.length - 2;
}

export function looksLikeTex(text: string): boolean {
  return /[\\^_=+<>]|\d\s*[-*/]/.test(text);
}
