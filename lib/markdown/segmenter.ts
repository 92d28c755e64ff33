import { ContainerEnd } from './container-end.ts';
import {
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
  /** For an item of a numbered list: the number its list began with, and how many items came before it. */
  readonly numbering?: { readonly first: number; readonly before: number };
}

type Open =
  | { readonly kind: 'none' | 'text' | 'quote' | 'indented' | 'math' }
  | { readonly kind: 'fence'; readonly fence: Fence }
  | { readonly kind: 'container'; readonly end: ContainerEnd }
  | { readonly kind: 'list'; readonly marker: ListMarker; readonly shift: number };

const NONE: Open = { kind: 'none' };
const TEXT: Open = { kind: 'text' };

/**
 * Cuts Markdown into segments, line by line, and never looks back. A cut is made only where CommonMark begins a new
 * top-level block (or list item) whatever follows; where it is not sure, the lines stay together, which is always right
 * and only later. Streaming and whole conversion use the same cuts, so they cannot disagree.
 */
export class Segmenter {
  #open: Open = NONE;
  #math: MathCloser | undefined;
  #lines: string[] = [];
  #numbering: Segment['numbering'];
  /** The list whose item was the last segment. */
  #list: { marker: ListMarker; first: number; count: number } | undefined;

  /** Takes the next line, without its line end; returns the segments that are now complete. */
  push(line: string): Segment[] {
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
    return this.#close();
  }

  #blank(line: string): Segment[] {
    this.#math = undefined; // no blank line inside a formula: it was none
    switch (this.#open.kind) {
      case 'none':
        return [];
      case 'text':
      case 'quote':
      case 'math':
        return this.#close();
      default:
        this.#lines.push(line);
        return [];
    }
  }

  #begin(line: string): Segment[] {
    const marker = listMarkerOf(line);
    this.#startNumbering(marker);
    this.#lines.push(line);
    if (marker !== undefined) {
      this.#open = { kind: 'list', marker, shift: 0 };
      return [];
    }
    if (isHeading(line) || isRule(line)) return this.#close();
    this.#open = opened(line);
    if (this.#open.kind === 'math') {
      const math = mathOf(line);
      if (math?.whole === true) return this.#close();
      this.#math = math?.closer;
    }
    return this.#open.kind === 'container' && this.#open.end.isLast(line) ? this.#close() : [];
  }

  /** A further line of a paragraph, table, quote, formula or list item. */
  #continue(line: string): Segment[] {
    if (this.#math !== undefined) return this.#continueMath(line);
    if (this.#open.kind === 'list' && this.#isInItem(line)) return [];
    if (this.#interrupts(line)) return [...this.#close(), ...this.#begin(line)];
    this.#lines.push(line);
    const math = indentOf(line) < 4 ? mathOf(line) : undefined;
    if (math?.whole === false) this.#math = math.closer;
    return [];
  }

  #continueMath(line: string): Segment[] {
    this.#lines.push(line);
    if (!closesMath(line, this.#math!)) return [];
    this.#math = undefined;
    if (this.#open.kind === 'math') return this.#close();
    this.#open = TEXT;
    return [];
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
    if (by !== shift) this.#open = { kind: 'list', marker, shift: by };
    this.#lines.push(by === 0 ? line : ' '.repeat(indent + by) + line.trimStart());
    return true;
  }

  #interrupts(line: string): boolean {
    const inList = this.#open.kind === 'list';
    if (inList && isBlank(this.#lines.at(-1) ?? '')) return true;
    if (isHeading(line) || fenceOf(line) !== undefined || isDetails(line) || isDirective(line)) return true;
    if (isQuote(line)) return this.#open.kind !== 'quote';
    // In a paragraph `---` makes a heading.
    if (isRule(line)) return inList || this.#open.kind === 'quote' || !isDashes(line);
    const marker = listMarkerOf(line);
    if (marker === undefined) return false;
    return inList || (!marker.empty && (!marker.ordered || marker.number === 1));
  }

  #startNumbering(marker: ListMarker | undefined): void {
    const last = this.#list;
    const same =
      last !== undefined &&
      marker !== undefined &&
      last.marker.ordered === marker.ordered &&
      last.marker.delimiter === marker.delimiter;
    if (marker === undefined) this.#list = undefined;
    else if (same) this.#list = { ...last, count: last.count + 1 };
    else this.#list = { marker, first: marker.number, count: 0 };
    this.#numbering =
      this.#list?.marker.ordered === true ? { first: this.#list.first, before: this.#list.count } : undefined;
  }

  #close(): Segment[] {
    const text = this.#lines.join('\n');
    const numbering = this.#numbering;
    this.#lines = [];
    this.#open = NONE;
    this.#math = undefined;
    this.#numbering = undefined;
    if (text === '') return [];
    return [{ text, ...(numbering !== undefined && { numbering }) }];
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
