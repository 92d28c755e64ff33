import type { Token } from 'markdown-it';
import { isActiveFormula } from './active-content.ts';
import type { Annotations, RichText } from './block-types.ts';
import { linkUrl } from './link-url.ts';
import { RichTextBuilder } from './rich-text-builder.ts';

export interface LinkPolicy {
  /** Whether a link may be written. A refused link leaves its text. */
  allowLink(url: string): boolean;
}

type Mark = 'bold' | 'italic' | 'strikethrough' | 'underline';

const MARKS: ReadonlyMap<string, [Mark, 1 | -1]> = new Map([
  ['strong_open', ['bold', 1]],
  ['strong_close', ['bold', -1]],
  ['em_open', ['italic', 1]],
  ['em_close', ['italic', -1]],
  ['s_open', ['strikethrough', 1]],
  ['s_close', ['strikethrough', -1]],
]);

/**
 * The rich text of one block. A line break of the source stays a line break: models do not wrap lines, so where they
 * break one (addresses, verses, "Name: value") they mean it. `oneLine` (headings, table cells) makes it a space.
 */
export function convertInline(tokens: readonly Token[], links: LinkPolicy, oneLine = false): RichText[] {
  const walk = new InlineWalk(links, oneLine ? ' ' : '\n', pairedTags(tokens));
  for (const token of tokens) walk.take(token);
  return walk.builder.build();
}

class InlineWalk {
  readonly builder = new RichTextBuilder();
  readonly #links: LinkPolicy;
  readonly #softBreak: string;
  readonly #paired: ReadonlySet<Token>;
  readonly #depth: Record<Mark, number> = { bold: 0, italic: 0, strikethrough: 0, underline: 0 };
  readonly #urls: (string | undefined)[] = [];
  readonly #scripts: ('sup' | 'sub')[] = [];

  constructor(links: LinkPolicy, softBreak: string, paired: ReadonlySet<Token>) {
    this.#links = links;
    this.#softBreak = softBreak;
    this.#paired = paired;
  }

  take(token: Token): void {
    const mark = MARKS.get(token.type);
    if (mark !== undefined) this.#depth[mark[0]] += mark[1];
    else this.#takeOther(token);
  }

  #takeOther(token: Token): void {
    switch (token.type) {
      case 'text':
      case 'text_special':
        this.#text(withScript(token.content, this.#scripts.at(-1)));
        break;
      case 'softbreak':
        this.#text(this.#softBreak);
        break;
      case 'hardbreak':
        this.#text('\n');
        break;
      case 'code_inline':
        this.builder.text(token.content, { ...this.#annotations(), code: true }, this.#urls.at(-1));
        break;
      case 'math_inline':
        this.#formula(token.content);
        break;
      case 'link_open':
        this.#urls.push(this.#allowed(token.attrGet('href')));
        break;
      case 'link_close':
        this.#urls.pop();
        break;
      case 'image':
        this.#image(token);
        break;
      case 'tag':
        this.#tag(token);
        break;
      default:
        this.#text(token.content);
    }
  }

  #formula(latex: string): void {
    if (isActiveFormula(latex)) this.builder.text(latex, { ...this.#annotations(), code: true }, undefined);
    else this.builder.equation(latex, this.#annotations());
  }

  #text(text: string): void {
    this.builder.text(text, this.#annotations(), this.#urls.at(-1));
  }

  #annotations(): Annotations {
    const { bold, italic, strikethrough, underline } = this.#depth;
    return {
      ...(bold > 0 && { bold: true }),
      ...(italic > 0 && { italic: true }),
      ...(strikethrough > 0 && { strikethrough: true }),
      ...(underline > 0 && { underline: true }),
    };
  }

  #allowed(href: string | number | null): string | undefined {
    const url = linkUrl(String(href ?? ''));
    return url !== undefined && this.#links.allowLink(url) ? url : undefined;
  }

  /** An image is never loaded: its text, or else its address, becomes a link to it. */
  #image(token: Token): void {
    const source = String(token.attrGet('src') ?? '');
    const text = plainText(token.children ?? []).trim() || (/^data:/i.test(source) ? '' : source);
    this.builder.text(text, this.#annotations(), this.#urls.at(-1) ?? this.#allowed(source));
  }

  #tag(token: Token): void {
    if (token.info === 'br') return this.#text('\n');
    if (!this.#paired.has(token)) return this.#text(token.content);
    if (token.info === 'u') this.#depth.underline += token.markup === '/' ? -1 : 1;
    else if (token.markup === '/') this.#scripts.pop();
    else this.#scripts.push(token.info === 'sup' ? 'sup' : 'sub');
  }
}

/** Opening and closing tags that belong together, by name and nesting; the rest is text. */
function pairedTags(tokens: readonly Token[]): Set<Token> {
  const paired = new Set<Token>();
  const open: Record<string, Token[]> = {};
  for (const token of tokens) {
    if (token.type !== 'tag' || token.info === 'br') continue;
    const stack = (open[token.info] ??= []);
    if (token.markup !== '/') {
      stack.push(token);
      continue;
    }
    while (stack.length > 0 && stack.at(-1)!.level > token.level) stack.pop();
    if (stack.at(-1)?.level === token.level) paired.add(stack.pop()!).add(token);
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

const SUPERSCRIPT = new Map([...'0123456789+-=()ni'].map((plain, i) => [plain, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ'][i]!]));
const SUBSCRIPT = new Map([...'0123456789+-=()aeox'].map((plain, i) => [plain, [...'₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ'][i]!]));

/** `<sup>2</sup>` as ² where Unicode has every character; otherwise the text as it is. */
function withScript(text: string, script: 'sup' | 'sub' | undefined): string {
  if (script === undefined) return text;
  const table = script === 'sup' ? SUPERSCRIPT : SUBSCRIPT;
  const raised = [...text].map((character) => table.get(character));
  return raised.includes(undefined) ? text : raised.join('');
}
