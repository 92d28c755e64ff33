import type { BlockNode, ItemNode, TagNode } from './block-node.ts';
import { attributesOf } from './block-tags.ts';
import { childrenOf, type NotionBlock, type RichText, type RichTextList } from './block-types.ts';
import { PLAIN_CALLOUT, calloutLook, leadingEmoji, type CalloutLook } from './callout-kind.ts';
import { convertCode, convertEquation } from './convert-code.ts';
import { convertInline, type LinkPolicy } from './convert-inline.ts';
import { convertTable } from './convert-table.ts';
import { defineLink, type InlineState } from './inline-parser.ts';
import { splitRuns, textRuns } from './limit-rich-text.ts';
import { bold, container, heading, paragraph, withChildren, type ContainerType } from './make-block.ts';
import { notionColor } from './notion-color.ts';

/** Levels of blocks below each other that are written; what is deeper follows its parent instead. */
export const MAX_DEPTH = 20;

const ALERT = /^\[!([a-z]+)\][+-]?[ \t]*([^\n]*)(?:\n|$)/i;
const TASK = /^\[([ xX])\](?:[ \t]+|$)/;
/** `{color="blue"}` behind a block, as Notion's older Markdown writes it. */
const ATTRIBUTES = /[ \t]*\{(?:[ \t]*(?:color|toggle)="[^"{}]*")+[ \t]*\}[ \t]*$/;

type TextOf = (rich_text: RichTextList, children: NotionBlock[]) => NotionBlock;

/** Turns what was read into Notion blocks. Blocks without any content are left out, but for items, which are to be filled in. */
export class BlockConverter {
  readonly #links: LinkPolicy;
  readonly #state: InlineState = {};

  constructor(links: LinkPolicy) {
    this.#links = links;
  }

  convert(nodes: readonly BlockNode[]): NotionBlock[] {
    return this.#blocks(nodes, 1);
  }

  #blocks(nodes: readonly BlockNode[], depth: number): NotionBlock[] {
    const [first] = nodes;
    if (nodes.length === 1 && first !== undefined) return this.#block(first, depth);
    return nodes.flatMap((node) => this.#block(node, depth));
  }

  #block(node: BlockNode, depth: number): NotionBlock[] {
    switch (node.type) {
      case 'paragraph':
        return splitRuns(this.#text(node.text)).map(paragraph);
      case 'heading':
        return this.#heading(node.level, node.text);
      case 'item':
        return this.#item(node, depth);
      case 'quote':
        return this.#quote(node.children, depth);
      case 'tag':
        return this.#tag(node, depth);
      case 'directive':
        return this.#directive(node, depth);
      case 'table':
        return convertTable(node, (cell) => this.#text(cell, true));
      case 'rule':
        return [{ type: 'divider', divider: {} }];
      case 'math':
        return convertEquation(node.text);
      case 'code':
        return convertCode(node.text, node.info);
      case 'definition':
        defineLink(this.#state, node.label, node.address);
        return splitRuns(this.#text(node.text)).map(paragraph);
    }
  }

  #text(text: string, oneLine = false): RichText[] {
    const bare = text.endsWith('}') || text.endsWith('} ') ? text.replace(ATTRIBUTES, '') : text;
    return convertInline(bare, this.#state, this.#links, oneLine);
  }

  /** Notion has four levels; its own Markdown import makes 5 and 6 into 4 as well. */
  #heading(level: number, text: string): NotionBlock[] {
    return splitRuns(this.#text(text, true)).map((rich_text) => heading(Math.min(level, 4), rich_text));
  }

  /**
   * Notion's API cannot set the first number of a list (each begins with 1), so a list that begins otherwise becomes
   * paragraphs with the number as text.
   */
  #item({ ordered, digits, listStart, children }: ItemNode, depth: number): NotionBlock[] {
    const [first, ...rest] = children;
    if (first?.type === 'paragraph') {
      const task = TASK.exec(first.text);
      if (task !== null) return this.#task(task[1] !== ' ', this.#text(first.text.slice(task[0].length)), rest, depth);
    }
    const [runs, below] = this.#leadingText(children);
    if (!ordered) return this.#container('bulleted_list_item', runs, below, depth);
    if (listStart === 1) return this.#container('numbered_list_item', runs, below, depth);
    return this.#container(
      'paragraph',
      [...textRuns(`${digits}. `.slice(0, runs.length === 0 ? -1 : undefined)), ...runs],
      below,
      depth,
    );
  }

  #quote(children: readonly BlockNode[], depth: number): NotionBlock[] {
    const [first, ...rest] = children;
    if (first?.type !== 'paragraph') return this.#container('quote', ...this.#leadingText(children), depth);
    const alert = ALERT.exec(first.text);
    if (alert !== null) {
      const look = calloutLook(alert[1]!.toLowerCase()) ?? PLAIN_CALLOUT;
      const text = first.text.slice(alert[0].length);
      const body: BlockNode[] = text === '' ? rest : [{ type: 'paragraph', text }, ...rest];
      return this.#callout(look, this.#text(alert[2]!.trim(), true), body, depth);
    }
    const emoji = leadingEmoji(first.text);
    if (emoji === undefined) return this.#container('quote', this.#text(first.text), rest, depth);
    return this.#callout(emoji.look, [], [{ type: 'paragraph', text: emoji.rest }, ...rest], depth);
  }

  /** `:::name`: a callout, a toggle for `:::details`; of an unknown name only the content stays. */
  #directive(
    { name, title: written, children }: Extract<BlockNode, { type: 'directive' }>,
    depth: number,
  ): NotionBlock[] {
    const title = this.#text(titleOf(written), true);
    if (name === 'details' || name === 'spoiler') return this.#container('toggle', title, children, depth);
    const look = calloutLook(name.replace(/^callout-/, ''));
    if (look !== undefined) return this.#callout(look, title, children, depth);
    return [...splitRuns(title).map(paragraph), ...this.#blocks(children, depth)];
  }

  #tag(node: TagNode, depth: number): NotionBlock[] {
    const { name, source, title, closed, children } = node;
    if (name === 'details') return this.#container('toggle', this.#text(title, true), children, depth);
    // Never closed: it was text that looks like a tag.
    if (!closed) return [...splitRuns(textRuns(source)).map(paragraph), ...this.#blocks(children, depth)];
    const attributes = attributesOf(source);
    switch (name) {
      case 'callout':
        return this.#callout(lookOf(attributes), [], children, depth);
      case 'quote':
      case 'blockquote':
        return this.#container('quote', ...this.#leadingText(children), depth);
      case 'toggle':
        return this.#container('toggle', ...this.#leadingText(children), depth);
      case 'li':
        return this.#container('bulleted_list_item', ...this.#leadingText(children), depth);
      case 'ol':
        return children.flatMap((child) => this.#numbered(child, depth));
      case 'todo': {
        const isChecked = ['true', 'checked'].includes(attributes.get('checked') ?? '');
        return this.#task(isChecked, ...this.#leadingText(children), depth);
      }
      case 'hr':
        return [{ type: 'divider', divider: {} }];
      default:
        if (/^h[1-6]$/.test(name)) return this.#headingTag(Number(name.charAt(1)), children, depth);
        return this.#source(attributes, children, depth);
    }
  }

  #numbered(child: BlockNode, depth: number): NotionBlock[] {
    if (child.type !== 'tag' || child.name !== 'li') return this.#block(child, depth);
    return this.#container('numbered_list_item', ...this.#leadingText(child.children), depth);
  }

  #headingTag(level: number, children: readonly BlockNode[], depth: number): NotionBlock[] {
    const [first, ...rest] = children;
    if (first?.type !== 'paragraph') return this.#blocks(children, depth);
    return [...this.#heading(level, first.text), ...this.#blocks(rest, depth)];
  }

  /** A file, image or page of Notion is a link to it; of any other container only the content stays. */
  #source(attributes: ReadonlyMap<string, string>, children: readonly BlockNode[], depth: number): NotionBlock[] {
    const address = attributes.get('source') ?? attributes.get('src') ?? attributes.get('url') ?? '';
    if (!/^[^\s<>()]+$/.test(address)) return this.#blocks(children, depth);
    const [first, ...rest] = children;
    const label = first?.type === 'paragraph' ? first.text : (attributes.get('alt') ?? attributes.get('name') ?? '');
    const link = label === '' ? `<${address}>` : `[${label}](<${address}>)`;
    const text = label === '' && !/^https?:/i.test(address) ? textRuns(address) : this.#text(link);
    return [...splitRuns(text).map(paragraph), ...this.#blocks(first?.type === 'paragraph' ? rest : children, depth)];
  }

  #callout(look: CalloutLook, title: RichText[], body: readonly BlockNode[], depth: number): NotionBlock[] {
    const [runs, rest] = title.length > 0 ? [title.map(bold), body] : this.#leadingText(body);
    const make: TextOf = (rich_text, children) => ({
      type: 'callout',
      callout: { rich_text, ...look, ...withChildren(children) },
    });
    return this.#parent(runs, rest, depth, make);
  }

  #task(checked: boolean, runs: RichText[], rest: readonly BlockNode[], depth: number): NotionBlock[] {
    const make: TextOf = (rich_text, children) => ({
      type: 'to_do',
      to_do: { rich_text, checked, ...withChildren(children) },
    });
    return this.#parent(runs, rest, depth, make, true);
  }

  #container(type: ContainerType, runs: RichText[], rest: readonly BlockNode[], depth: number): NotionBlock[] {
    const isItem = type === 'bulleted_list_item' || type === 'numbered_list_item';
    return this.#parent(runs, rest, depth, (text, children) => container(type, text, children), isItem);
  }

  /** The text of a paragraph or heading at the start of a container, and what comes after it. */
  #leadingText(nodes: readonly BlockNode[]): [RichText[], readonly BlockNode[]] {
    const [first, ...rest] = nodes;
    if (first?.type === 'paragraph') return [this.#text(first.text), rest];
    if (first?.type === 'heading') return [this.#text(first.text, true).map(bold), rest];
    // A line to write on, in a form.
    if (first?.type === 'rule' && first.markup.startsWith('_')) return [textRuns(first.markup), rest];
    return [[], nodes];
  }

  /** Text that one block cannot hold goes on in paragraphs below it. */
  #parent(runs: RichText[], rest: readonly BlockNode[], depth: number, make: TextOf, keepEmpty = false): NotionBlock[] {
    const [own = [], ...more] = splitRuns(runs);
    const below = [...more.map(paragraph), ...this.#blocks(rest, Math.min(depth + 1, MAX_DEPTH))];
    const [text, children] = own.length === 0 ? leadingParagraph(below) : [own, below];
    if (text.length === 0 && children.length === 0 && !keepEmpty) return [];
    if (depth < MAX_DEPTH) return [make(text, children)];
    return text.length === 0 && children.length > 0 ? children : [make(text, []), ...children];
  }
}

/** What reads as the text of a block without any of its own, such as the number in `- 2. eggs`, and what is below it. */
function leadingParagraph(blocks: NotionBlock[]): [RichTextList, NotionBlock[]] {
  const [first, ...rest] = blocks;
  if (first?.type !== 'paragraph') return [[], blocks];
  return [first.paragraph.rich_text, [...childrenOf(first), ...rest]];
}

/** `:::note Title`, `:::note[Title]`, `:::{.note title="Title"}`. */
function titleOf(rest: string): string {
  const quoted = /title=(?:"([^"]*)"|'([^']*)')/.exec(rest);
  if (quoted !== null) return (quoted[1] ?? quoted[2] ?? '').trim();
  const bracket = /^\[(.*)\]/.exec(rest.trim());
  return (bracket?.[1] ?? rest.replace(/\{[^{}]*\}|\}/g, '')).trim();
}

function lookOf(attributes: ReadonlyMap<string, string>): CalloutLook {
  const emoji = leadingEmoji(attributes.get('icon') ?? '');
  const color = notionColor(attributes.get('color'));
  const look = emoji?.look ?? PLAIN_CALLOUT;
  if (color === undefined) return look;
  return {
    ...look,
    color: color.endsWith('_background') ? (color as CalloutLook['color']) : `${color as 'gray'}_background`,
  };
}
