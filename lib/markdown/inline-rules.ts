import type { MarkdownIt, StateInline } from 'markdown-it';
import { bareLinksOf, type BareLink } from './bare-link.ts';
import { isInlineTag } from './inline-tags.ts';
import { cjkFriendlyDelimiters } from './cjk-delimiters.ts';
import { closingDollar, dollarFormula, isBracketFormula, isClearTex, isWords } from './tex.ts';

/** Formulas, tags, comments, bare links, `~one~`, and emphasis next to CJK text. */
export function addInlineRules(md: MarkdownIt): void {
  const { ruler, ruler2 } = md.inline;
  ruler.at('text', text);
  ruler.after('text', 'bare_link', bareLink);
  ruler.before('escape', 'math', math);
  ruler.before('strikethrough', 'single_tilde', singleTilde);
  ruler.before('autolink', 'tag', tag);
  ruler.at('autolink', autolink);
  ruler2.after('strikethrough', 'single_tilde', singleTildePairs);
  md.inline.State = inlineStateFor(md);
}

/** What the rules remember while they read one text. */
interface Memory {
  readonly links: readonly BareLink[];
  /** Index of the first link that is not behind the position. */
  next: number;
  /** Closers that the text turned out not to have (any more): without it, each opener would search to the end. */
  readonly missing: Set<string>;
}

function memoryOf(state: StateInline & { memory?: Memory }): Memory {
  return (state.memory ??= { links: bareLinksOf(state.src), next: 0, missing: new Set() });
}

/** The next bare link that begins at the position or behind it. Positions go back when a link's text is read again. */
function linkFrom(state: StateInline): BareLink | undefined {
  const memory = memoryOf(state);
  const { links } = memory;
  if (links.length === 0) return undefined;
  while (memory.next > 0 && links[memory.next - 1]!.from >= state.pos) memory.next--;
  while (memory.next < links.length && links[memory.next]!.from < state.pos) memory.next++;
  return links[memory.next];
}

function find(state: StateInline, closer: string, from: number): number {
  const { missing } = memoryOf(state);
  if (missing.has(closer)) return -1;
  const at = state.src.indexOf(closer, from);
  if (at < 0) missing.add(closer);
  return at;
}

const STOPS = /[\n!$&*<[\\\]_`~]/g;

/** Text up to the next character that any rule looks at, or the next bare link. */
function text(state: StateInline, silent: boolean): boolean {
  STOPS.lastIndex = state.pos;
  const stop = STOPS.exec(state.src)?.index ?? state.posMax;
  const end = Math.min(stop, state.posMax, linkFrom(state)?.from ?? state.posMax);
  if (end <= state.pos) return false;
  if (!silent) state.pending += state.src.slice(state.pos, end);
  state.pos = end;
  return true;
}

function bareLink(state: StateInline, silent: boolean): boolean {
  const link = linkFrom(state);
  if (link?.from !== state.pos || link.to > state.posMax) return false;
  if (!silent) {
    if (state.linkLevel > 0) state.pending += link.text;
    else pushLink(state, link.href, link.text);
  }
  state.pos = link.to;
  return true;
}

function pushLink(state: StateInline, href: string, content: string): void {
  state.push('link_open', 'a', 1).attrs = [['href', href]];
  state.push('text', '', 0).content = content;
  state.push('link_close', 'a', -1);
}

function math(state: StateInline, silent: boolean): boolean {
  const character = state.src[state.pos];
  if (character !== '$' && character !== '\\') return false;
  const found = character === '$' ? dollarMath(state) : bracketMath(state);
  if (found === undefined) return false;
  if (!silent) state.push('math_inline', 'math', 0).content = found.content.trim();
  state.pos = found.end;
  return true;
}

/** `$x$` and `$$x$$`. */
function dollarMath(state: StateInline): { content: string; end: number } | undefined {
  const { src, pos, posMax } = state;
  if (src[pos + 1] !== '$') return closingDollar(src, pos + 1) < 0 ? undefined : dollarFormula(src, pos, posMax);
  if (src[pos + 2] === '$' || src[pos - 1] === '$') return undefined;
  const end = find(state, '$$', pos + 2);
  if (end < 0 || end + 2 > posMax || src[end + 2] === '$') return undefined;
  const content = src.slice(pos + 2, end);
  const isFormula = content.trim() !== '' && !isWords(content) && (isClearTex(content) || isBalanced(content));
  return isFormula ? { content, end: end + 2 } : undefined;
}

/** Brackets that are closed before they are opened show that the dollars belong to the text around. */
function isBalanced(content: string): boolean {
  let depth = 0;
  for (const character of content) {
    if (character === '(') depth++;
    else if (character === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** `\(x\)` and `\[x\]`, unless the brackets are escaped ones of a text. */
function bracketMath(state: StateInline): { content: string; end: number } | undefined {
  const markup = state.src.slice(state.pos, state.pos + 2);
  if (markup !== '\\(' && markup !== '\\[') return undefined;
  const end = find(state, markup === '\\(' ? '\\)' : '\\]', state.pos + 2);
  if (end < 0 || end + 2 > state.posMax || end - state.pos > 10_000) return undefined;
  const content = state.src.slice(state.pos + 2, end);
  if (content.trim() === '' || content.includes(markup)) return undefined;
  const isFormula = markup === '\\(' ? !isWords(content) : isBracketFormula(content);
  return isFormula ? { content, end: end + 2 } : undefined;
}

const TAG = /<(\/?)([a-z][a-z0-9-]*)((?:\s[^<>]{0,2000}?)?)\s{0,8}(\/?)>/iy;

/** Which tags pair up is decided when the text is built; what does not pair is text. A comment is nothing. */
function tag(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '<') return false;
  if (state.src.startsWith('<!--', state.pos)) return comment(state);
  TAG.lastIndex = state.pos;
  const match = TAG.exec(state.src);
  if (match === null || TAG.lastIndex > state.posMax) return false;
  const name = match[2]!.toLowerCase();
  if (!isInlineTag(name)) return false;
  if (!silent) {
    const token = state.push('tag', '', 0);
    token.content = match[0];
    token.markup = match[1] || match[4]!;
    token.info = name;
    token.meta = { isEnd: match[1] === '/', isWhole: match[4] === '/' };
  }
  state.pos = TAG.lastIndex;
  return true;
}

function comment(state: StateInline): boolean {
  const end = find(state, '-->', state.pos + 4);
  if (end < 0 || end + 3 > state.posMax) return false;
  const isBetweenSpaces = state.src[state.pos - 1] === ' ' && state.src[end + 3] === ' ';
  state.pos = end + (isBetweenSpaces ? 4 : 3);
  return true;
}

/** `<https://…>` and `<a@b.c>` only: markdown-it would take `<std::string>` for a link and lose its brackets. */
function autolink(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '<') return false;
  const match = /^<(?:((?:https?:\/\/|mailto:)[^\s<>]+)|([\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+))>/i.exec(
    state.src.slice(state.pos, Math.min(state.posMax, state.pos + 2100)),
  );
  if (match === null) return false;
  if (!silent) pushLink(state, match[1] ?? `mailto:${match[2]}`, match[1] ?? match[2]!);
  state.pos += match[0].length;
  return true;
}

/** Its own kind of delimiter: one tilde does not pair with two. */
const SINGLE_TILDE = 0x7e0001;
const WORD = /[\p{L}\p{N}]/u;

/**
 * `~struck~`, as GFM has it; but not inside words and numbers, where a tilde means "to": 3~5 days, 周一~周五.
 * https://github.github.com/gfm/#strikethrough-extension-
 */
function singleTilde(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (silent || src[pos] !== '~' || src[pos + 1] === '~' || src[pos - 1] === '~') return false;
  const { can_open, can_close } = state.scanDelims(pos, true);
  const isBehindWord = pos > 0 && WORD.test(src[pos - 1]!);
  const isBeforeWord = pos + 1 < state.posMax && WORD.test(src[pos + 1]!);
  state.push('text', '', 0).content = '~';
  const [open, close] = [can_open && !isBehindWord, can_close && !isBeforeWord];
  state.delimiters.push({ marker: SINGLE_TILDE, length: 0, token: state.tokens.length - 1, end: -1, open, close });
  state.pos += 1;
  return true;
}

function singleTildePairs(state: StateInline): void {
  for (const delimiters of [state.delimiters, ...state.tokens_meta.map((meta) => meta?.delimiters ?? [])]) {
    for (const { marker, end, token } of delimiters) {
      if (marker !== SINGLE_TILDE || end < 0) continue;
      const pair = [state.tokens[token]!, state.tokens[delimiters[end]!.token]!] as const;
      pair.forEach((each, index) => {
        each.type = index === 0 ? 's_open' : 's_close';
        each.nesting = index === 0 ? 1 : -1;
        each.content = '';
      });
    }
  }
}

function inlineStateFor(md: MarkdownIt): typeof StateInline {
  return class extends md.inline.State {
    override scanDelims(start: number, canSplitWord: boolean) {
      return cjkFriendlyDelimiters(this.src, start, this.posMax, canSplitWord);
    }
  };
}
