import type { HeadingType, NotionBlock, RichText, RichTextList } from './block-types.ts';
import { PLAIN_CALLOUT, calloutLook, type CalloutLook } from './callout-kind.ts';
import { convertCode, convertEquation } from './convert-code.ts';
import { convertInline, type LinkPolicy } from './convert-inline.ts';
import { convertTable } from './convert-table.ts';
import { splitRuns, textRuns } from './limit-rich-text.ts';
import type { BlockNode } from './token-tree.ts';

/** Levels of blocks below each other that are written; what is deeper follows its parent instead. */
export const MAX_DEPTH = 20;

type Container = 'bulleted_list_item' | 'numbered_list_item' | 'toggle' | 'quote' | 'paragraph';

/** Turns parsed blocks into Notion blocks. Blocks without any content are left out. */
export class BlockConverter {
  readonly #links: LinkPolicy;

  constructor(links: LinkPolicy) {
    this.#links = links;
  }

  /** The blocks of one segment. `listStart`: the number its first list began with, if that was in an earlier segment. */
  convert(nodes: readonly BlockNode[], listStart?: number): NotionBlock[] {
    return nodes.flatMap((node, index) => this.#block(node, 1, index === 0 ? listStart : undefined));
  }

  #blocks(nodes: readonly BlockNode[], depth: number): NotionBlock[] {
    return nodes.flatMap((node) => this.#block(node, depth, undefined));
  }

  #block(node: BlockNode, depth: number, listStart: number | undefined): NotionBlock[] {
    const { token, children } = node;
    switch (token.type) {
      case 'paragraph_open':
        return splitRuns(this.#text(children[0])).map(paragraph);
      case 'heading_open':
        return this.#heading(node);
      case 'bullet_list_open':
        return children.flatMap((item) => this.#item(item, depth, undefined));
      case 'ordered_list_open':
        return this.#orderedList(node, depth, listStart);
      case 'blockquote_open':
        return this.#quote(node, depth);
      case 'toggle_open':
        return this.#container('toggle', this.#text(children[0], true), children.slice(1), depth);
      case 'directive_open':
        return this.#directive(node, depth);
      case 'table_open':
        return convertTable(node, this.#links);
      case 'hr':
        return [{ type: 'divider', divider: {} }];
      case 'math_block':
        return convertEquation(token.content);
      case 'fence':
      case 'code_block':
        return convertCode(token.content, token.info);
      default:
        return splitRuns(textRuns(token.content)).map(paragraph);
    }
  }

  #text(inline: BlockNode | undefined, oneLine = false): RichText[] {
    return convertInline(inline?.token.children ?? [], this.#links, oneLine);
  }

  /** Notion has four levels; its own Markdown import makes 5 and 6 into 4 as well. */
  #heading(node: BlockNode): NotionBlock[] {
    const level = Math.min(Number(node.token.tag.slice(1)), 4);
    return splitRuns(this.#text(node.children[0], true)).map((rich_text) => heading(level, rich_text));
  }

  /**
   * Notion's API cannot set the first number of a list (each begins with 1), so a list that begins otherwise, as after an
   * interruption, becomes paragraphs with the number as text.
   */
  #orderedList(node: BlockNode, depth: number, listStart: number | undefined): NotionBlock[] {
    const start = listStart ?? Number(node.token.attrGet('start') ?? 1);
    return node.children.flatMap((item) => this.#item(item, depth, start));
  }

  #item(item: BlockNode, depth: number, start: number | undefined): NotionBlock[] {
    const checked = item.token.meta?.checked;
    const [runs, rest] = this.#leadingText(item.children);
    if (typeof checked === 'boolean') return this.#task(checked, runs, rest, depth);
    if (start === undefined) return this.#container('bulleted_list_item', runs, rest, depth);
    if (start === 1) return this.#container('numbered_list_item', runs, rest, depth);
    if (runs.length === 0 && rest.length === 0) return [];
    return this.#container('paragraph', [...textRuns(`${item.token.info}. `), ...runs], rest, depth);
  }

  #quote(node: BlockNode, depth: number): NotionBlock[] {
    const alert = node.token.meta?.alert;
    if (typeof alert !== 'string') {
      const [runs, rest] = this.#leadingText(node.children);
      return this.#container('quote', runs, rest, depth);
    }
    const title = node.token.meta?.title as BlockNode['token'];
    const titleRuns = convertInline(title.children ?? [], this.#links, true);
    return this.#callout(calloutLook(alert) ?? PLAIN_CALLOUT, titleRuns, node.children, depth);
  }

  /** `:::name`: a callout, a toggle for `:::details`; of an unknown name only the content stays. */
  #directive(node: BlockNode, depth: number): NotionBlock[] {
    const title = this.#text(node.children[0], true);
    const body = node.children.slice(1);
    const name = node.token.info;
    if (name === 'details' || name === 'spoiler') return this.#container('toggle', title, body, depth);
    const look = calloutLook(name);
    if (look !== undefined) return this.#callout(look, title, body, depth);
    return [...splitRuns(title).map(paragraph), ...this.#blocks(body, depth)];
  }

  #callout(look: CalloutLook, title: RichText[], body: readonly BlockNode[], depth: number): NotionBlock[] {
    const [runs, rest] = title.length > 0 ? [title.map(bold), body] : this.#leadingText(body);
    return this.#parent(runs, rest, depth, (rich_text, children) => ({
      type: 'callout',
      callout: { rich_text, ...look, ...withChildren(children) },
    }));
  }

  #task(checked: boolean, runs: RichText[], rest: readonly BlockNode[], depth: number): NotionBlock[] {
    const toBlock = (rich_text: RichTextList, children: NotionBlock[]): NotionBlock => ({
      type: 'to_do',
      to_do: { rich_text, checked, ...withChildren(children) },
    });
    const blocks = this.#parent(runs, rest, depth, toBlock);
    return blocks.length === 0 ? [toBlock([], [])] : blocks; // an empty box to tick is content
  }

  #container(type: Container, runs: RichText[], rest: readonly BlockNode[], depth: number): NotionBlock[] {
    return this.#parent(runs, rest, depth, (rich_text, children) => container(type, rich_text, withChildren(children)));
  }

  /** The text of a paragraph or heading at the start of a container, and what comes after it. */
  #leadingText(nodes: readonly BlockNode[]): [RichText[], readonly BlockNode[]] {
    const [first, ...rest] = nodes;
    if (first?.token.type === 'paragraph_open') return [this.#text(first.children[0]), rest];
    if (first?.token.type === 'heading_open') return [this.#text(first.children[0], true).map(bold), rest];
    return [[], nodes];
  }

  /** Text that one block cannot hold goes on in paragraphs below it. */
  #parent(
    runs: RichText[],
    rest: readonly BlockNode[],
    depth: number,
    toBlock: (rich_text: RichTextList, children: NotionBlock[]) => NotionBlock,
  ): NotionBlock[] {
    const [text = [], ...more] = splitRuns(runs);
    const children = [...more.map(paragraph), ...this.#blocks(rest, Math.min(depth + 1, MAX_DEPTH))];
    if (text.length === 0 && children.length === 0) return [];
    if (depth < MAX_DEPTH) return [toBlock(text, children)];
    return text.length === 0 ? children : [toBlock(text, []), ...children];
  }
}

const paragraph = (rich_text: RichTextList): NotionBlock => ({ type: 'paragraph', paragraph: { rich_text } });

const bold = (run: RichText): RichText => ({ ...run, annotations: { bold: true, ...run.annotations } });

function withChildren(children: NotionBlock[]): { children?: NotionBlock[] } {
  return children.length === 0 ? {} : { children };
}

function container(type: Container, rich_text: RichTextList, below: { children?: NotionBlock[] }): NotionBlock {
  switch (type) {
    case 'bulleted_list_item':
      return { type, bulleted_list_item: { rich_text, ...below } };
    case 'numbered_list_item':
      return { type, numbered_list_item: { rich_text, ...below } };
    case 'toggle':
      return { type, toggle: { rich_text, ...below } };
    case 'quote':
      return { type, quote: { rich_text, ...below } };
    case 'paragraph':
      return { type, paragraph: { rich_text, ...below } };
  }
}

function heading(level: number, rich_text: RichTextList): NotionBlock {
  const type = `heading_${level}` as HeadingType;
  switch (type) {
    case 'heading_1':
      return { type, heading_1: { rich_text } };
    case 'heading_2':
      return { type, heading_2: { rich_text } };
    case 'heading_3':
      return { type, heading_3: { rich_text } };
    case 'heading_4':
      return { type, heading_4: { rich_text } };
  }
}
