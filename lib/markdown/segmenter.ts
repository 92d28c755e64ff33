import { ContainerEnd } from './container-end.ts';
import {
  MAX_MATH_LINES,
  closesFence,
  closesMath,
  fenceOf,
  indentOf,
  isBlank,
  isDashes,
  isDetails,
  isDirective,
  isHeading,
  isQuote,
  isRule,
  listMarkerOf,
  mathOf,
  type Fence,
  type ListMarker,
  type MathCloser,
} from './line-kind.ts';

/** A run of lines that is parsed on its own: whole top-level blocks, or one item of a top-level list. */
export interface Segment {
  readonly text: string;
  /** For an item of a numbered list: the number that its list began with, some segments before. */
  readonly listStart?: number;
}

type Open =
  | { readonly kind: 'none' | 'text' | 'unsure-text' | 'quote' | 'lazy-quote' | 'indented' | 'math' }
  | { readonly kind: 'fence'; readonly fence: Fence }
  | { readonly kind: 'container'; readonly end: ContainerEnd }
  | {
      readonly kind: 'list';
      readonly marker: ListMarker;
      /** Columns by which the rest of the item is moved to the right. */
      readonly shift: number;
      /** A line without indent has followed: still the item's paragraph, or one after the list. Not known which. */
      readonly unsure: boolean;
    };

const NONE: Open = { kind: 'none' };
const TEXT: Open = { kind: 'text' };
/** As text, but a line may have opened a list: what is indented may be in it. */
const UNSURE_TEXT: Open = { kind: 'unsure-text' };

/**
 * Cuts Markdown into segments, line by line, and never looks back. A cut is made only where CommonMark begins a new
 * top-level block (or list item) whatever follows; where it is not sure, the lines stay together, which is always right
 * and only later. Streaming and whole conversion use the same cuts, so they cannot disagree.
 */
export class Segmenter {
  #open: Open = NONE;
  /** An open formula, and where its second line stands among the lines. */
  #math: { readonly closer: MathCloser; readonly from: number } | undefined;
  #lines: string[] = [];
  #listStart: number | undefined;
  /** The list whose item was the last segment. */
  #list: { readonly marker: ListMarker; readonly start: number } | undefined;

  /** Takes the next line, without its line end; returns the segments that are now complete. */
  push(line: string): Segment[] {
    // No blank line inside a formula: it was none.
    if (this.#math !== undefined && isBlank(line)) return [...this.#giveUpMath(), ...this.push(line)];
    if (isBlank(line)) return this.#blank(line);
    switch (this.#open.kind) {
      case 'none':
        return this.#begin(line);
      case 'fence':
        this.#lines.push(line);
        return closesFence(line, this.#open.fence) ? this.#close() : [];
      case 'container':
        this.#lines.push(line);
        return this.#open.end.isLast(line) ? this.#close() : [];
      case 'indented':
        if (indentOf(line) < 4) return [...this.#close(), ...this.#begin(line)];
        this.#lines.push(line);
        return [];
      default:
        return this.#continue(line);
    }
  }

  /** The last segment, unfinished or not. */
  end(): Segment[] {
    const segments: Segment[] = [];
    while (this.#math !== undefined) segments.push(...this.#giveUpMath());
    return [...segments, ...this.#close()];
  }

  #blank(line: string): Segment[] {
    switch (this.#open.kind) {
      case 'none':
        return [];
      case 'text':
      case 'unsure-text':
      case 'quote':
      case 'lazy-quote':
      case 'math':
        return this.#close();
      default:
        this.#lines.push(line);
        // An item that begins with two empty lines ends there.
        return this.#open.kind === 'list' && this.#open.marker.empty && this.#lines.length === 2 ? this.#close() : [];
    }
  }

  #begin(line: string): Segment[] {
    const marker = listMarkerOf(line);
    this.#startList(marker);
    this.#lines.push(line);
    if (marker !== undefined) {
      this.#open = { kind: 'list', marker, shift: 0, unsure: false };
      return [];
    }
    if (isHeading(line) || isRule(line)) return this.#close();
    this.#open = opened(line);
    if (this.#open.kind === 'math') {
      const math = mathOf(line);
      if (math?.whole === true) return this.#close();
      this.#openMath(math?.closer);
    }
    return this.#open.kind === 'container' && this.#open.end.isLast(line) ? this.#close() : [];
  }

  /** A further line of a paragraph, table, quote, formula or list item. */
  #continue(line: string): Segment[] {
    if (this.#math !== undefined) return this.#continueMath(line);
    if (this.#open.kind === 'list' && this.#isInItem(line)) return [];
    const mayBeInside = this.#open.kind === 'unsure-text' && indentOf(line) > 0;
    if (!mayBeInside && this.#interrupts(line)) return [...this.#close(), ...this.#begin(line)];
    this.#lines.push(line);
    if (mayBeInside) this.#holdUnsure(line.trimStart());
    else if (this.#open.kind === 'text' && listMarkerOf(line) !== undefined) this.#open = UNSURE_TEXT;
    if (this.#open.kind === 'list') this.#open = { ...this.#open, unsure: true };
    // The quote's paragraph goes on, or a paragraph of its own has begun: not known which.
    if (this.#open.kind === 'quote' && !isQuote(line)) this.#open = { kind: 'lazy-quote' };
    const math = mathOf(line);
    if (math?.whole === true) this.#open = TEXT;
    else this.#openMath(math?.closer);
    return [];
  }

  #openMath(closer: MathCloser | undefined): void {
    if (closer !== undefined) this.#math = { closer, from: this.#lines.length };
  }

  #continueMath(line: string): Segment[] {
    const { closer, from } = this.#math!;
    this.#lines.push(line);
    if (this.#lines.length - from >= MAX_MATH_LINES) return this.#giveUpMath();
    if (!closesMath(line, closer)) return [];
    this.#math = undefined;
    if (this.#open.kind === 'math') return this.#close();
    this.#open = TEXT;
    return [];
  }

  /** The line that seemed to open a formula is text; those after it are looked at again. */
  #giveUpMath(): Segment[] {
    if (this.#math === undefined) return [];
    const again = this.#lines.splice(this.#math.from);
    this.#math = undefined;
    if (this.#open.kind === 'math') this.#open = TEXT;
    return again.flatMap((line) => this.push(line));
  }

  /**
   * Keeps a line that is indented into the list item. Models indent by two columns also below "1. " and "10. ", where
   * CommonMark wants three or four: such a nested list is moved to the right, with all that follows in the item.
   */
  #isInItem(line: string): boolean {
    if (this.#open.kind !== 'list') return false;
    const { marker, shift } = this.#open;
    const indent = indentOf(line);
    if (indent < marker.indent + 2) return false;
    const missing = marker.contentIndent - indent;
    if (missing > 0 && shift === 0 && listMarkerOf(line) === undefined) return false;
    const by = missing > 0 && shift === 0 ? missing : shift;
    if (by !== shift) this.#open = { ...this.#open, shift: by };
    this.#lines.push(by === 0 ? line : ' '.repeat(indent + by) + line.trimStart());
    if (this.#open.unsure) this.#holdUnsure(line.trimStart());
    return true;
  }

  /** What may begin in the item or after the list has no sure end but its own: everything up to it stays together. */
  #holdUnsure(line: string): void {
    const held = opened(line);
    if (held.kind === 'fence' || held.kind === 'container') this.#open = held;
    if (held.kind === 'container' && held.end.isLast(line)) this.#open = TEXT;
  }

  #interrupts(line: string): boolean {
    const { kind } = this.#open;
    if (kind === 'list' && isBlank(this.#lines.at(-1) ?? '')) return true;
    if (isHeading(line) || fenceOf(line) !== undefined || isDetails(line) || isDirective(line)) return true;
    if (isQuote(line)) return kind === 'text' || kind === 'list';
    // The end of a list item or quote, which takes any rule and any marker.
    const ends = kind === 'quote' || (this.#open.kind === 'list' && !this.#open.unsure);
    // In a paragraph `---` makes a heading.
    if (isRule(line)) return ends || !isDashes(line);
    const marker = listMarkerOf(line);
    if (marker === undefined) return false;
    return ends || (!marker.empty && (!marker.ordered || marker.number === 1));
  }

  #startList(marker: ListMarker | undefined): void {
    const { marker: last, start } = this.#list ?? {};
    if (marker === undefined) this.#list = undefined;
    else if (last?.ordered === marker.ordered && last.delimiter === marker.delimiter) {
      this.#list = { marker, start: start ?? marker.number };
    } else this.#list = { marker, start: marker.number };
    this.#listStart = marker?.ordered === true ? this.#list?.start : undefined;
  }

  #close(): Segment[] {
    const text = this.#lines.join('\n');
    const listStart = this.#listStart;
    this.#lines = [];
    this.#open = NONE;
    this.#math = undefined;
    this.#listStart = undefined;
    if (text === '') return [];
    return [{ text, ...(listStart !== undefined && { listStart }) }];
  }
}

function opened(line: string): Open {
  if (indentOf(line) >= 4) return { kind: 'indented' };
  const fence = fenceOf(line);
  if (fence !== undefined) return { kind: 'fence', fence };
  if (isDetails(line)) return { kind: 'container', end: new ContainerEnd('details') };
  if (isDirective(line)) return { kind: 'container', end: new ContainerEnd('directive') };
  if (isQuote(line)) return { kind: 'quote' };
  return mathOf(line) === undefined ? TEXT : { kind: 'math' };
}
