import type { Token } from 'markdown-it';
import { isActiveFormula } from './active-content.ts';
import { attributesOf } from './block-tags.ts';
import type { Annotations, RichText } from './block-types.ts';
import { parseInline, type InlineState } from './inline-parser.ts';
import { markOfTag, type Mark } from './inline-tags.ts';
import { textRuns } from './limit-rich-text.ts';
import { linkUrl } from './link-url.ts';
import { notionColor } from './notion-color.ts';
import { RichTextBuilder } from './rich-text-builder.ts';
import { withScript } from './script-text.ts';

export interface LinkPolicy {
  /** Whether a link may be written. A refused link leaves its text. */
  allowLink(url: string): boolean;
}

/**
 * The rich text of one block. A line break of the source stays a line break: models do not wrap lines, so where they
 * break one (addresses, verses, "Name: value") they mean it. `oneLine` (headings, table cells) makes it a space.
 */
export function convertInline(text: string, state: InlineState, links: LinkPolicy, oneLine = false): RichText[] {
  const tokens = parseInline(text, state);
  if (tokens === undefined) return textRuns((oneLine ? text.replaceAll('\n', ' ') : text).trim());
  const walk = new InlineWalk(links, oneLine ? ' ' : '\n', pairedTags(tokens));
  for (const token of tokens) walk.take(token);
  return walk.builder.build();
}

interface OpenLink {
  /** What is written; undefined when it is no link. */
  readonly url: string | undefined;
  /** What Notion does not take, and so is shown behind the text. */
  readonly shown: string | undefined;
  text: string;
}

class InlineWalk {
  readonly builder = new RichTextBuilder();
  readonly #policy: LinkPolicy;
  readonly #softBreak: string;
  readonly #pairs: ReadonlyMap<Token, Token>;
  readonly #depth: Record<Mark, number> = { bold: 0, italic: 0, strikethrough: 0, underline: 0, code: 0 };
  readonly #colors: Annotations['color'][] = [];
  readonly #links: OpenLink[] = [];
  readonly #scripts: ('sup' | 'sub')[] = [];

  constructor(policy: LinkPolicy, softBreak: string, pairs: ReadonlyMap<Token, Token>) {
    this.#policy = policy;
    this.#softBreak = softBreak;
    this.#pairs = pairs;
  }

  take(token: Token): void {
    switch (token.type) {
      case 'text':
      case 'text_special':
        return this.#text(withScript(token.content, this.#scripts.at(-1)));
      case 'softbreak':
        return this.#text(this.#softBreak);
      case 'hardbreak':
        return this.#text('\n');
      case 'strong_open':
      case 'strong_close':
        return this.#mark('bold', token.nesting);
      case 'em_open':
      case 'em_close':
        return this.#mark('italic', token.nesting);
      case 's_open':
      case 's_close':
        return this.#mark('strikethrough', token.nesting);
      case 'code_inline':
        return this.#text(token.content, { ...this.#annotations(), code: true });
      case 'math_inline':
        return this.#formula(token.content);
      case 'link_open':
        return this.#openLink(String(token.attrGet('href') ?? ''));
      case 'link_close':
        return this.#closeLink();
      case 'image':
        return this.#image(token);
      case 'tag':
        return this.#tag(token);
      default:
        return this.#text(token.content);
    }
  }

  #text(text: string, annotations = this.#annotations()): void {
    const link = this.#links.at(-1);
    if (link !== undefined) link.text += text;
    this.builder.text(text, annotations, link?.url);
  }

  #formula(latex: string): void {
    if (isActiveFormula(latex)) this.#text(latex, { ...this.#annotations(), code: true });
    else this.builder.equation(latex, this.#annotations());
  }

  #mark(mark: Mark, by: number): void {
    this.#depth[mark] += by;
  }

  #annotations(): Annotations {
    const { bold, italic, strikethrough, underline, code } = this.#depth;
    const color = this.#colors.at(-1);
    return {
      ...(bold > 0 && { bold: true }),
      ...(italic > 0 && { italic: true }),
      ...(strikethrough > 0 && { strikethrough: true }),
      ...(underline > 0 && { underline: true }),
      ...(code > 0 && { code: true }),
      ...(color !== undefined && { color }),
    };
  }

  #openLink(address: string): void {
    const url = linkUrl(address);
    const isAllowed = url !== undefined && this.#policy.allowLink(url);
    // An anchor of the same text leads nowhere on a page.
    const shown = url !== undefined || /^(?:#|data:|$)/i.test(address) ? undefined : address.replace(/^mailto:/i, '');
    this.#links.push({ url: isAllowed ? url : undefined, shown, text: '' });
  }

  #closeLink(): void {
    const link = this.#links.pop();
    if (link === undefined) return;
    const outer = this.#links.at(-1);
    if (outer !== undefined) outer.text += link.text;
    const { shown } = link;
    if (shown === undefined || link.text.includes(shown)) return;
    this.#text(link.text.trim() === '' ? shown : ` (${shown})`);
  }

  /** An image is never loaded: its text, or else its address, becomes a link to it. */
  #image(token: Token): void {
    const source = String(token.attrGet('src') ?? '');
    this.#openLink(source);
    const outer = this.#links.at(-2)?.url;
    const text = plainText(token.children ?? []).trim() || (/^data:/i.test(source) ? '' : source);
    const link = this.#links.at(-1)!;
    link.text = text;
    this.builder.text(text, this.#annotations(), outer ?? link.url);
    this.#closeLink();
  }

  #tag(token: Token): void {
    const { info } = token;
    if (info === 'br') return this.#text('\n');
    const isEnd = token.meta?.isEnd === true;
    if (token.meta?.isWhole === true) return this.#wholeTag(token);
    const opening = this.#pairs.get(token);
    if (opening === undefined) return this.#text(token.content);
    const by = isEnd ? -1 : 1;
    const mark = markOfTag(info);
    if (mark !== undefined) this.#mark(mark, by);
    else if (info === 'sup' || info === 'sub') push(this.#scripts, by, info);
    else if (info === 'span' || info === 'mark') this.#span(opening, by);
    else if (isEnd) this.#closeLink();
    else this.#openLink(addressOf(token));
  }

  #span(opening: Token, by: number): void {
    const attributes = attributesOf(opening.content);
    if (attributes.get('underline') === 'true') this.#mark('underline', by);
    const color = opening.info === 'mark' ? 'yellow_background' : notionColor(attributes.get('color'));
    push(this.#colors, by, color ?? this.#colors.at(-1));
  }

  /** A mention or a date without text of its own. */
  #wholeTag(token: Token): void {
    const attributes = attributesOf(token.content);
    const times = ['start', 'starttime', 'end', 'endtime'].map((name) => attributes.get(name) ?? '');
    const [start = '', startTime = '', end = '', endTime = ''] = times;
    const date = [`${start} ${startTime}`.trim(), `${end} ${endTime}`.trim()].filter((each) => each !== '').join(' → ');
    const address = addressOf(token);
    if (date !== '' || address === '') return this.#text(date || (token.info === 'a' ? '' : token.content));
    this.#openLink(address);
    this.#text(attributes.get('title') ?? attributes.get('name') ?? address);
    this.#closeLink();
  }
}

function addressOf({ content }: Token): string {
  const attributes = attributesOf(content);
  return (attributes.get('href') ?? attributes.get('url') ?? '')
    .replace(/^\{\{(.*)\}\}$/, '$1')
    .replace(/^user:\/\/.*/, '');
}

function push<Value>(stack: Value[], by: number, value: Value): void {
  if (by > 0) stack.push(value);
  else stack.pop();
}

/** Opening and closing tags that belong together, by name and nesting, each with its opening one; the rest is text. */
function pairedTags(tokens: readonly Token[]): Map<Token, Token> {
  const paired = new Map<Token, Token>();
  const open: Record<string, Token[]> = {};
  for (const token of tokens) {
    if (token.type !== 'tag' || token.info === 'br' || token.meta?.isWhole === true) continue;
    const stack = (open[token.info] ??= []);
    if (token.meta?.isEnd !== true) {
      stack.push(token);
      continue;
    }
    while (stack.length > 0 && stack.at(-1)!.level > token.level) stack.pop();
    if (stack.at(-1)?.level !== token.level) continue;
    const opening = stack.pop()!;
    paired.set(opening, opening).set(token, opening);
  }
  return paired;
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
      return token.children === null || token.children.length === 0 ? token.content : plainText(token.children);
    })
    .join('');
}
