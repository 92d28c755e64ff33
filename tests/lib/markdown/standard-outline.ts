import MarkdownIt from 'markdown-it';
import { childrenOf, type NotionBlock } from '../../../lib/markdown/block-types.ts';
import { plainTextOf } from '../../../lib/markdown/read-rich-text.ts';

const standard = new MarkdownIt('commonmark');

/** What the standard makes of a text: for each block its kind and words, by depth. Lists and the paragraph of an item are not told apart from the item. */
export function standardOutline(markdown: string): string[] {
  const lines: string[] = [];
  let depth = 0;
  let open: string | undefined;
  const add = (kind: string, text = ''): void =>
    void lines.push(`${'  '.repeat(depth)}${kind} ${words(text)}`.trimEnd());
  const kinds: string[] = [];
  for (const token of standard.parse(markdown, {})) {
    if (token.type === 'list_item_open') kinds.push('item');
    else if (token.type === 'blockquote_open') kinds.push('quote');
    else if (token.type === 'heading_open') open = 'heading';
    else if (token.type === 'paragraph_open') open = 'text';
    else if (token.type === 'list_item_close' || token.type === 'blockquote_close') {
      if (kinds.length > 0) add(kinds.pop()!);
      else depth -= 1;
    } else if (token.type === 'inline') {
      const children = (token.children ?? []).map((child) =>
        child.type === 'image' ? child.content : child.content || (/break/.test(child.type) ? ' ' : ''),
      );
      addLeaf(open ?? 'text', children.join(''));
    } else if (['fence', 'code_block'].includes(token.type)) addLeaf('code', token.content);
    else if (token.type === 'hr') addLeaf('rule', '');
    else if (token.type === 'html_block') addLeaf('html', token.content);
  }
  return lines;

  function addLeaf(kind: string, text: string): void {
    const own = kinds.length > 0 && (kind === 'text' || kind === 'heading');
    while (kinds.length > 0) {
      const container = kinds.shift()!;
      add(container, own && kinds.length === 0 ? text : '');
      depth += 1;
    }
    if (!own) add(kind, text);
  }
}

/** The same of our blocks. */
export function blockOutline(blocks: readonly NotionBlock[], depth = 0): string[] {
  return blocks.flatMap((block) => {
    const body = (block as unknown as Record<string, { rich_text?: unknown; expression?: string }>)[block.type]!;
    const kind = KINDS[block.type] ?? (block.type.startsWith('heading') ? 'heading' : 'text');
    const line = `${'  '.repeat(depth)}${kind} ${words(body.expression ?? plainTextOf(body.rich_text))}`.trimEnd();
    return [line, ...blockOutline(childrenOf(block), depth + 1)];
  });
}

const KINDS: Readonly<Record<string, string>> = {
  bulleted_list_item: 'item',
  numbered_list_item: 'item',
  to_do: 'item',
  quote: 'quote',
  callout: 'quote',
  code: 'code',
  divider: 'rule',
};

const words = (text: string): string => text.replace(/\s+/g, ' ').trim();
