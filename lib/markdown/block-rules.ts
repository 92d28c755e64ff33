import type { MarkdownIt, StateBlock } from 'markdown-it';
import { ContainerEnd } from './container-end.ts';
import { MAX_MATH_LINES, closesMath, isBlank, isDetails, isDirective, mathOf } from './line-kind.ts';

/** Beyond this level of open blocks (a list counts twice) markdown-it's own limit would drop text. */
const MAX_LEVEL = 40;
/** A container reads its lines again for what is in it, so only so deep. */
const MAX_CONTAINER_LEVEL = 16;

/** Display math, `<details>`, `:::` containers, link definitions as visible text, and a floor for nesting. */
export function addBlockRules(md: MarkdownIt): void {
  const interrupting = { alt: ['paragraph', 'blockquote', 'list'] };
  const { ruler } = md.block;
  ruler.disable('reference');
  ruler.before('table', 'too_deep', tooDeep);
  ruler.before('blockquote', 'math_block', mathBlock, interrupting);
  ruler.before('blockquote', 'details', details, interrupting);
  ruler.before('blockquote', 'directive', directive, interrupting);
  // Before setext headings: their rule reads ahead to the end of the paragraph, for each line of a list of definitions.
  ruler.before('lheading', 'definition', definition);
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]!);
}

const isIndentedCode = (state: StateBlock, line: number): boolean => state.sCount[line]! - state.blkIndent >= 4;

function pushParagraph(state: StateBlock, content: string): void {
  state.push('paragraph_open', 'p', 1);
  pushInline(state, content);
  state.push('paragraph_close', 'p', -1);
}

function pushInline(state: StateBlock, content: string): void {
  const token = state.push('inline', '', 0);
  token.content = content;
  token.children = [];
}

/** Everything below the deepest level becomes paragraphs, one a line, without its markers. */
function tooDeep(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (silent || state.level < MAX_LEVEL) return false;
  let line = startLine;
  for (; line < endLine; line++) {
    const text = lineOf(state, line);
    if (isBlank(text)) continue;
    if (line > startLine && state.sCount[line]! < state.blkIndent) break;
    const bare = text.replace(/^[\s>]*(?:(?:[-+*]|\d{1,9}[.)])[\s>]+)*/, '');
    if (bare !== '') pushParagraph(state, bare);
  }
  state.line = line;
  return true;
}

function mathBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (isIndentedCode(state, startLine)) return false;
  const math = mathOf(lineOf(state, startLine));
  if (math === undefined) return false;
  let last = startLine;
  if (!math.whole) {
    const limit = Math.min(endLine, startLine + MAX_MATH_LINES);
    // Asked from inside a list item, the formula may stand left of the item, and end it.
    const indent = Math.min(state.blkIndent, state.sCount[startLine]!);
    do {
      last++;
      if (last >= limit || state.isEmpty(last) || state.sCount[last]! < indent) return false;
    } while (!closesMath(lineOf(state, last), math.closer));
  }
  if (silent) return true;
  const token = state.push('math_block', 'math', 0);
  const source = state.getLines(startLine, last + 1, state.blkIndent, false).trim();
  token.content = source.slice(2, -2).trim();
  token.markup = math.closer;
  state.line = last + 1;
  return true;
}

function details(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (state.level > MAX_CONTAINER_LEVEL || isIndentedCode(state, startLine)) return false;
  if (!isDetails(lineOf(state, startLine))) return false;
  if (silent) return true;
  const { source, closed } = containerSource(state, startLine, endLine, 'details');
  const inside = source.replace(/^\s*<details[^<>]*>/i, '');
  const end = closed ? [...inside.matchAll(/<\/details\s*>/gi)].at(-1) : undefined;
  const body = inside.slice(0, end?.index);
  const summary = /^\s*<summary(?:\s[^<>]*)?>([\s\S]*?)<\/summary\s*>/i.exec(body);
  state.push('toggle_open', 'details', 1);
  pushInline(state, (summary?.[1] ?? '').replace(/\s+/g, ' ').trim());
  parseInside(state, body.slice(summary?.[0].length ?? 0));
  state.push('toggle_close', 'details', -1);
  const after = end === undefined ? '' : inside.slice(end.index + end[0].length).trim();
  if (after !== '') pushParagraph(state, after);
  return true;
}

function directive(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const first = lineOf(state, startLine);
  if (state.level > MAX_CONTAINER_LEVEL || isIndentedCode(state, startLine) || !isDirective(first)) return false;
  if (silent) return true;
  const { source, closed } = containerSource(state, startLine, endLine, 'directive');
  const lines = source.split('\n').slice(1, closed ? -1 : undefined);
  const match = /^\s*:{3,}[ \t]*\{?\.?([a-z][\w-]*)(.*)$/i.exec(first);
  const open = state.push('directive_open', 'div', 1);
  open.info = (match?.[1] ?? '').toLowerCase().replace(/^callout-/, '');
  pushInline(state, titleOf(match?.[2] ?? ''));
  parseInside(state, lines.join('\n'));
  state.push('directive_close', 'div', -1);
  return true;
}

/** `:::note Title`, `:::note[Title]`, `:::{.note title="Title"}`. */
function titleOf(rest: string): string {
  const quoted = /title=(?:"([^"]*)"|'([^']*)')/.exec(rest);
  if (quoted !== null) return (quoted[1] ?? quoted[2] ?? '').trim();
  const bracket = /^\[(.*)\]/.exec(rest.trim());
  return (bracket?.[1] ?? rest.replace(/\{[^{}]*\}|\}/g, '')).trim();
}

/** The container's lines, to its end or to the end of what it is in, and moves the state behind them. */
function containerSource(
  state: StateBlock,
  startLine: number,
  endLine: number,
  kind: 'details' | 'directive',
): { source: string; closed: boolean } {
  const end = new ContainerEnd(kind);
  let closed = false;
  let line = startLine;
  while (line < endLine && !closed) {
    if (line > startLine && !state.isEmpty(line) && state.sCount[line]! < state.blkIndent) break;
    closed = end.isLast(lineOf(state, line++));
  }
  state.line = line;
  return { source: state.getLines(startLine, line, state.blkIndent, false), closed };
}

/** Parses text that is not whole lines of the source. The level goes on, so nesting stays bounded. */
function parseInside(state: StateBlock, source: string): void {
  const inner = new state.md.block.State(source, state.md, state.env, state.tokens);
  inner.level = state.level;
  state.md.block.tokenize(inner, 0, inner.lineMax);
}

/**
 * A link definition counts for the text after it, and stays visible as `[label]: address`: text before it may already be
 * on the page, and the definition is then all that is left of its address.
 */
function definition(state: StateBlock, startLine: number, _endLine: number, silent: boolean): boolean {
  const match = /^\[(?!\^)((?:[^[\]\\]|\\.){1,200})\]:[ \t]+<?([^\s<>]{1,2000})>?(?:[ \t]+["'(].*["')])?[ \t]*$/.exec(
    lineOf(state, startLine),
  );
  if (match === null || silent) return false;
  const [line, label, address] = match;
  const name = state.md.utils.normalizeReference(label!);
  const references = (state.env.references ??= {});
  if (!Object.hasOwn(references, name)) references[name] = { title: '', href: state.md.normalizeLink(address!) };
  pushParagraph(state, `\\${line}`);
  state.line = startLine + 1;
  return true;
}
