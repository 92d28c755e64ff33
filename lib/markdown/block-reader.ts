import type { BlockNode } from './block-node.ts';
import { beginBlock } from './block-starts.ts';
import { BlockState } from './block-state.ts';
import { endOfTag } from './block-tags.ts';
import { isProse, listMarkerOf, withoutIndent } from './line-kind.ts';
import { settleNumbers } from './numbered-lists.ts';
import { belongsToItem, type Container } from './open-container.ts';
import { FenceLeaf, FrontMatterLeaf, type LeafKind, type VerbatimLeaf } from './verbatim-leaf.ts';

/** How many blocks are held back behind a number, in case the next number follows. */
const MAX_HELD = 12;

/**
 * Reads Markdown line by line into blocks, as CommonMark's algorithm does (a stack of open containers and one open leaf:
 * https://spec.commonmark.org/0.31.2/#appendix-a-parsing-strategy), and never looks back: a block is given out as soon as
 * no later line can change it. Where a model's Markdown is known to mean something else than the standard says, the reader
 * takes what is meant; docs/markdown.md lists the differences.
 */
export class BlockReader {
  readonly #state: BlockState;
  #mayBeFrontMatter: boolean;

  /** @param off what is not to be recognised when lines are read again */
  constructor(off?: ReadonlySet<LeafKind>) {
    this.#state = new BlockState(off ?? new Set());
    this.#state.readLines = readLines;
    this.#mayBeFrontMatter = off === undefined;
  }

  /** Takes the next line, without its line end; returns the blocks that are now certain. */
  push(line: string): BlockNode[] {
    this.#line(line);
    const { root, stack } = this.#state;
    const { children, numbers } = root;
    const open = stack.length > 1 ? 1 : 0;
    if (children.length <= open) return [];
    if (numbers === undefined) return children.splice(0, children.length - open);
    const held = children.lastIndexOf(numbers.item);
    if (children.length - held <= MAX_HELD) return children.splice(0, Math.min(held, children.length - open));
    settleNumbers(root);
    return children.splice(0, children.length - open);
  }

  /** The rest, finished or not. */
  end(): BlockNode[] {
    this.#state.closeTo(1);
    settleNumbers(this.#state.root);
    return this.#state.root.children.splice(0);
  }

  #line(line: string): void {
    const state = this.#state;
    state.setRest(line);
    if (this.#mayBeFrontMatter && state.text !== '') {
      this.#mayBeFrontMatter = false;
      if (/^(?:---|\+\+\+)\s*$/.test(line)) state.leaf = new FrontMatterLeaf(line.slice(0, 3));
    }
    const matched = this.#match();
    const { leaf } = state;
    if (leaf !== undefined && 'take' in leaf && this.#staysIn(leaf, matched)) this.#takeLine(leaf, matched);
    else if (state.text === '') this.#blank(matched);
    else this.#content(matched);
  }

  /** How many of the open containers the line goes on in. */
  #match(): number {
    const { stack } = this.#state;
    let depth = 1;
    while (depth < stack.length && this.#continues(stack[depth]!)) depth++;
    return depth;
  }

  #continues(container: Container): boolean {
    const state = this.#state;
    switch (container.kind) {
      case 'quote':
        return state.takeQuoteMark();
      case 'item':
        // An item that begins with two empty lines ends there.
        if (state.text === '')
          return container.children.length > 0 || state.leaf !== undefined || container !== state.stack.at(-1);
        if (!belongsToItem(container, state.indent, state.text)) return false;
        state.origin = container.contentIndent;
        return true;
      case 'tag':
        if (state.text === '') return true;
        // Notion indents what is in a tag; a summary is not.
        if (container.base === undefined && /^<summary/i.test(state.text)) return true;
        container.base ??= state.indent;
        if (container.base > 0) state.setRest(withoutIndent(state.rest, container.base));
        return true;
      default:
        return true;
    }
  }

  /** Models put the code and formulas of an item left of it: only the item's sibling, or the end of a quote, ends them. */
  #staysIn(leaf: VerbatimLeaf, matched: number): boolean {
    const { stack, text } = this.#state;
    const first = stack[matched];
    if (first === undefined) return true;
    if (this.#state.leavesQuote(matched)) return false;
    if (first.kind !== 'item' || text === '') return true;
    if (leaf instanceof FenceLeaf && leaf.isClosedBy(text)) return true;
    const marker = listMarkerOf(text);
    return marker?.delimiter !== first.marker.delimiter || marker.ordered !== first.marker.ordered;
  }

  #takeLine(leaf: VerbatimLeaf, matched: number): void {
    const state = this.#state;
    const step = leaf.take(state);
    if (step === 'open') return;
    state.leaf = undefined;
    if (step === 'failed') {
      const isFirst = leaf.lines.length === 0;
      if (isFirst) leaf.lines.push(state.text);
      state.readAgain(leaf);
      if (isFirst) return;
      if (state.text === '') this.#blank(matched);
      else this.#content(matched);
      return;
    }
    for (const node of step.nodes) state.add(node);
    this.#readOn(step.after);
  }

  /** Reads what follows on the same line. */
  #readOn(text: string): void {
    if (text === '') return;
    this.#state.setRest(text);
    this.#content(this.#state.stack.length);
  }

  #blank(matched: number): void {
    const { leaf, stack, rest, origin } = this.#state;
    if (leaf?.kind === 'indented' && matched === stack.length) leaf.lines.push(withoutIndent(rest, origin + 4));
    else this.#state.closeTo(matched);
  }

  #content(matched: number): void {
    const state = this.#state;
    for (let at = matched; ; at = state.stack.length) {
      if (this.#closesContainer(at)) return;
      const begun = beginBlock(state, at);
      if (begun === undefined) return this.#addText(at);
      if (begun === 'leaf') return;
      if (begun === 'taken') return this.#takeLine(state.leaf as VerbatimLeaf, state.stack.length);
      if (begun === 'void') return this.#readOn(state.text);
      if (state.text === '') return;
    }
  }

  /** The end of a tag or `:::` container, with what is before and behind it on the line. */
  #closesContainer(at: number): boolean {
    const state = this.#state;
    const { stack, text } = state;
    if (text.startsWith(':::') && /^:{3,}[ \t]*$/.test(text)) {
      const depth = stack.findLastIndex((container, index) => index < at && container.kind === 'directive');
      if (depth > 0) state.closeTo(depth);
      return depth > 0;
    }
    if (!text.includes('</')) return false;
    for (let depth = at - 1; depth > 0; depth--) {
      const container = stack[depth]!;
      const end = container.kind === 'tag' ? endOfTag(text, container.node.name) : undefined;
      if (end === undefined || container.kind !== 'tag') continue;
      state.text = text.slice(0, end.from).trimEnd();
      if (state.text !== '') this.#content(at);
      state.closeTo(depth);
      container.node.closed = true;
      this.#readOn(text.slice(end.to).trim());
      return true;
    }
    return false;
  }

  /** Text that begins no block: it goes on with what is open, or is a paragraph. */
  #addText(at: number): void {
    const state = this.#state;
    const { leaf, text } = state;
    const isInside = at === state.stack.length;
    const isFarRight = state.indent - state.origin >= 4;
    if (leaf?.kind === 'paragraph') {
      leaf.lines.push(text.trimEnd());
    } else if (
      leaf?.kind === 'table' &&
      !isFarRight &&
      (isInside || (text.startsWith('|') && !state.leavesQuote(at)))
    ) {
      leaf.table.add(text.trimEnd());
    } else if (leaf?.kind === 'indented' && isInside && isFarRight) {
      leaf.lines.push(withoutIndent(state.rest, state.origin + 4));
    } else {
      state.closeTo(at);
      const isCode = isFarRight && !(state.stack.at(-1)!.kind === 'item' && isProse(text));
      state.leaf = isCode
        ? { kind: 'indented', lines: [withoutIndent(state.rest, state.origin + 4)] }
        : { kind: 'paragraph', lines: [text.trimEnd()] };
    }
  }
}

function readLines(lines: readonly string[], off: ReadonlySet<LeafKind>): BlockNode[] {
  const reader = new BlockReader(off);
  return [...lines.flatMap((line) => reader.push(line)), ...reader.end()];
}
