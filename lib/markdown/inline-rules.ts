import type { MarkdownIt, StateInline } from 'markdown-it';
import { looksLikeTex } from './line-kind.ts';

/** Formulas, the few HTML tags that have a meaning in Notion, autolinks, and emphasis next to CJK text. */
export function addInlineRules(md: MarkdownIt): void {
  md.inline.ruler.before('escape', 'math', math);
  md.inline.ruler.before('autolink', 'tag', tag);
  md.inline.ruler.at('autolink', autolink);
  md.inline.State = inlineStateFor(md);
}

function math(state: StateInline, silent: boolean): boolean {
  const found = state.src[state.pos] === '$' ? dollarMath(state) : bracketMath(state);
  if (found === undefined) return false;
  if (!silent) {
    const token = state.push('math_inline', 'math', 0);
    token.content = found.content.trim();
    token.markup = found.markup;
  }
  state.pos = found.end;
  return true;
}

interface Formula {
  readonly content: string;
  readonly markup: string;
  readonly end: number;
}

/**
 * `$x$` and `$$x$$`. A single dollar opens only after a space or punctuation and before a non-space, and the very next
 * unescaped one must close it, so that prices stay prices (and the search stays linear).
 */
function dollarMath(state: StateInline): Formula | undefined {
  const { src, pos, posMax } = state;
  if (src.startsWith('$$', pos)) {
    const end = src.indexOf('$$', pos + 2);
    if (end < 0 || end + 2 > posMax) return undefined;
    const content = src.slice(pos + 2, end);
    return content.trim() === '' ? undefined : { content, markup: '$$', end: end + 2 };
  }
  if (/[\w$\\]/.test(src[pos - 1] ?? '') || /[\s$]/.test(src[pos + 1] ?? ' ')) return undefined;
  const end = closingDollar(src, pos + 1);
  if (end < 0 || end >= posMax || /\s/.test(src[end - 1] ?? ' ') || /\w/.test(src[end + 1] ?? '')) return undefined;
  const content = src.slice(pos + 1, end);
  if (content.includes('\n') || isPrice(content)) return undefined;
  return { content, markup: '$', end: end + 1 };
}

function closingDollar(src: string, from: number): number {
  for (let at = src.indexOf('$', from); at >= 0; at = src.indexOf('$', at + 1)) {
    let slashes = 0;
    while (at - slashes > from && src[at - slashes - 1] === '\\') slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** "10 to 20 US", between two dollar signs, is no formula. */
const isPrice = (content: string): boolean => /^\d[\d.,]*(?:[kKmMbB]|bn)?\s+\p{L}{2,}/u.test(content);

const BRACKETS = new Map([
  ['\\(', '\\)'],
  ['\\[', '\\]'],
]);
/** Closers that a text turned out not to have (any more): without it, each opener would search to the end. */
const missing = new WeakMap<StateInline, Set<string>>();

/** `\(x\)`, and `\[x\]` where it looks like TeX and not like an escaped bracket. */
function bracketMath(state: StateInline): Formula | undefined {
  const markup = state.src.slice(state.pos, state.pos + 2);
  const closer = BRACKETS.get(markup);
  if (closer === undefined || missing.get(state)?.has(closer) === true) return undefined;
  const end = state.src.indexOf(closer, state.pos + 2);
  if (end < 0) {
    missing.set(state, (missing.get(state) ?? new Set()).add(closer));
    return undefined;
  }
  const content = state.src.slice(state.pos + 2, end);
  if (end + 2 > state.posMax || content.trim() === '' || content.length > 10_000) return undefined;
  if (content.includes(markup) || (markup === '\\[' && !looksLikeTex(content))) return undefined;
  return { content, markup, end: end + 2 };
}

/** Which tags pair up is decided when the text is built; what does not pair is text. */
function tag(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '<') return false;
  const match = /^<(\/?)(br|u|sup|sub)\s{0,8}(\/?)>/i.exec(state.src.slice(state.pos, state.pos + 16));
  if (match === null || state.pos + match[0].length > state.posMax) return false;
  if (!silent) {
    const token = state.push('tag', '', 0);
    token.content = match[0];
    token.markup = match[1]!;
    token.info = match[2]!.toLowerCase();
  }
  state.pos += match[0].length;
  return true;
}

/** `<https://…>` and `<a@b.c>` only: markdown-it would take `<std::string>` for a link and lose its brackets. */
function autolink(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '<') return false;
  const match = /^<(?:((?:https?:\/\/|mailto:)[^\s<>]+)|([\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+))>/i.exec(
    state.src.slice(state.pos, Math.min(state.posMax, state.pos + 2100)),
  );
  if (match === null) return false;
  if (!silent) {
    const text = match[1] ?? match[2]!;
    const open = state.push('link_open', 'a', 1);
    open.attrs = [['href', state.md.normalizeLink(match[1] ?? `mailto:${text}`)]];
    state.push('text', '', 0).content = text;
    state.push('link_close', 'a', -1);
  }
  state.pos += match[0].length;
  return true;
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF00-\uFFEF]/u;

/**
 * CommonMark closes `**…：**` only before a space or punctuation, which Chinese, Japanese and Korean text does not have;
 * models write it all the time. A CJK character next to the marker counts like a space.
 * The question is discussed at https://github.com/commonmark/commonmark-spec/issues/650
 */
function inlineStateFor(md: MarkdownIt): typeof StateInline {
  const { isMdAsciiPunct, isPunctCharCode, isWhiteSpace } = md.utils;
  const isPunctuation = (code: number): boolean => isMdAsciiPunct(code) || isPunctCharCode(code);
  const isCjk = (code: number): boolean => code > 0x10ff && CJK.test(String.fromCodePoint(code));
  return class extends md.inline.State {
    override scanDelims(start: number, canSplitWord: boolean) {
      const marker = this.src.charCodeAt(start);
      let end = start;
      while (end < this.posMax && this.src.charCodeAt(end) === marker) end++;
      const last = codePointBefore(this.src, start);
      const next = end < this.posMax ? (this.src.codePointAt(end) ?? 0x20) : 0x20;
      const lastPunctuation = isPunctuation(last);
      const nextPunctuation = isPunctuation(next);
      const leftFlanking =
        !isWhiteSpace(next) && (!nextPunctuation || isWhiteSpace(last) || lastPunctuation || isCjk(last));
      const rightFlanking =
        !isWhiteSpace(last) && (!lastPunctuation || isWhiteSpace(next) || nextPunctuation || isCjk(next));
      return {
        can_open: leftFlanking && (canSplitWord || !rightFlanking || lastPunctuation),
        can_close: rightFlanking && (canSplitWord || !leftFlanking || nextPunctuation),
        length: end - start,
      };
    }
  };
}

function codePointBefore(src: string, position: number): number {
  if (position === 0) return 0x20;
  const unit = src.charCodeAt(position - 1);
  return unit >= 0xdc00 && unit <= 0xdfff && position > 1 ? src.codePointAt(position - 2)! : unit;
}
