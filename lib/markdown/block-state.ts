import type { BlockNode, TagNode } from './block-node.ts';
import { indentOf } from './line-kind.ts';
import { settleNumbers } from './numbered-lists.ts';
import type { Container } from './open-container.ts';
import type { PipeTable } from './pipe-table.ts';
import type { LeafKind, VerbatimLeaf } from './verbatim-leaf.ts';

export type Leaf =
  | { readonly kind: 'paragraph' | 'indented'; readonly lines: string[] }
  | { readonly kind: 'table'; readonly table: PipeTable }
  | VerbatimLeaf;

/** Blocks may be open inside each other so deep; what is deeper becomes paragraphs, one a line, without its markers. */
export const MAX_OPEN = 40;
/** A tag or `:::` so deep is text. */
export const MAX_OPEN_TAGS = 16;

/** The blocks that are open, from the root to the leaf, and what of the present line is not read yet. */
export class BlockState {
  readonly root: Container = { kind: 'root', children: [], numbers: undefined };
  readonly stack: Container[] = [this.root];
  leaf: Leaf | undefined;
  /** What is left of the line behind the marks of quotes, tags and items. */
  rest = '';
  /** Columns of white space in front of `text`. */
  indent = 0;
  /** `rest` without its white space in front. */
  text = '';
  /** Column where the content of the innermost item begins. */
  origin = 0;
  /** What is not to be recognised, since its end is known not to come. */
  readonly off: ReadonlySet<LeafKind>;

  constructor(off: ReadonlySet<LeafKind>) {
    this.off = off;
  }

  setRest(rest: string): void {
    this.rest = rest;
    this.indent = indentOf(rest);
    this.text = this.indent === 0 ? rest : rest.trimStart();
    this.origin = 0;
  }

  /** Goes on behind a marker: its content begins at that column. */
  setContent(text: string, indent: number): void {
    this.text = text;
    this.indent = indent;
    this.rest = ' '.repeat(indent) + text;
  }

  /** Goes behind the `>` that the text begins with; false when there is none. */
  takeQuoteMark(): boolean {
    if (!this.text.startsWith('>') || this.indent - this.origin >= 4) return false;
    const rest = this.text.slice(1);
    // The columns of a tab count from the start of the line, and one of them is the mark's own space.
    if (rest.startsWith('\t')) this.setRest(' '.repeat(3 - ((this.indent + 1) % 4)) + rest.slice(1));
    else this.setRest(rest.startsWith(' ') ? rest.slice(1) : rest);
    return true;
  }

  /** Whether a line that goes on in the first `matched` containers only is behind a quote. */
  leavesQuote(matched: number): boolean {
    for (let depth = matched; depth < this.stack.length; depth++) if (this.stack[depth]!.kind === 'quote') return true;
    return false;
  }

  /** Adds a finished block to the innermost container. */
  add(node: BlockNode): void {
    const parent = this.stack.at(-1)!;
    if (node.type === 'heading' || node.type === 'rule') settleNumbers(parent);
    parent.children.push(node);
  }

  open(container: Container): void {
    this.stack.push(container);
  }

  openTag(node: TagNode): void {
    this.add(node);
    this.stack.push({ kind: 'tag', node, base: undefined, children: node.children, numbers: undefined });
  }

  /** Closes the leaf, and all containers but the first `depth`. */
  closeTo(depth: number): void {
    this.closeLeaf();
    while (this.stack.length > depth) settleNumbers(this.stack.pop()!);
  }

  closeLeaf(): void {
    const { leaf } = this;
    if (leaf === undefined) return;
    this.leaf = undefined;
    switch (leaf.kind) {
      case 'paragraph':
        return this.add({ type: 'paragraph', text: leaf.lines.join('\n') });
      case 'indented':
        return this.add({ type: 'code', info: '', text: leaf.lines.join('\n').trimEnd() });
      case 'table':
        return this.add(leaf.table.node());
      default: {
        const nodes = leaf.end();
        if (nodes === 'failed') this.readAgain(leaf);
        else for (const node of nodes) this.add(node);
      }
    }
  }

  /** The lines of a block whose end does not come, as text. */
  readAgain(leaf: VerbatimLeaf): void {
    for (const node of this.readLines(leaf.lines, new Set([...this.off, leaf.kind]))) this.add(node);
  }

  /** Set by the reader, which uses this state. */
  readLines: (lines: readonly string[], off: ReadonlySet<LeafKind>) => readonly BlockNode[] = () => [];
}
