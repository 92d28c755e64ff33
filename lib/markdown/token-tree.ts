import type { Token } from 'markdown-it';

/** A block of the parser with what is in it; leaves (fences, rules, inline text) have no children. */
export interface BlockNode {
  readonly token: Token;
  readonly children: BlockNode[];
}

/** The parser's flat tokens as a tree. */
export function buildTree(tokens: readonly Token[]): BlockNode[] {
  const roots: BlockNode[] = [];
  const open: BlockNode[] = [];
  for (const token of tokens) {
    if (token.nesting < 0) {
      open.pop();
      continue;
    }
    const node: BlockNode = { token, children: [] };
    (open.at(-1)?.children ?? roots).push(node);
    if (token.nesting > 0) open.push(node);
  }
  return roots;
}
