import { MAX_OPEN, MAX_OPEN_TAGS, type BlockState } from './block-state.ts';
import { openingTagOf } from './block-tags.ts';
import { fenceOf, indentOf, isDirective, isHeading, isRule, isTitle, listMarkerOf } from './line-kind.ts';
import { addItem } from './numbered-lists.ts';
import { PipeTable, tableRule } from './pipe-table.ts';
import { environmentOf, mathOf } from './tex.ts';
import {
  CommentLeaf,
  EnvironmentLeaf,
  FenceLeaf,
  HtmlTableLeaf,
  MathLeaf,
  SummaryLeaf,
  type VerbatimLeaf,
} from './verbatim-leaf.ts';

/**
 * What began: a leaf that has the whole line; a leaf that is still to take it; a container, with the rest of the line inside
 * it; or a block without content, with the rest of the line behind it.
 */
export type Begun = 'leaf' | 'taken' | 'container' | 'void' | undefined;

/** Begins the block that the state's text begins, if any, below the first `at` containers. */
export function beginBlock(state: BlockState, at: number): Begun {
  const { text, leaf } = state;
  const isInParagraph = leaf?.kind === 'paragraph' && at === state.stack.length;
  if (at > MAX_OPEN) return flatten(state);
  if (state.indent - state.origin >= 4 && !mayBeginFarRight(state, at, isInParagraph)) return undefined;
  switch (text.charAt(0)) {
    case '#':
      return isHeading(text) ? beginHeading(state, at) : undefined;
    case '>':
      return beginQuote(state, at);
    case '`':
    case '~':
      return beginFence(state, at);
    case '<':
      return beginTag(state, at);
    case '$':
    case '\\':
      return beginMath(state, at);
    case ':':
      return isDirective(text) ? beginDirective(state, at) : beginTable(state, at);
    case '|':
      return beginTable(state, at);
    case '=':
      return isInParagraph && /^=+[ \t]*$/.test(text) ? endWithHeading(state, 1) : undefined;
    case '[':
      return leaf === undefined || at < state.stack.length ? beginDefinition(state, at) : undefined;
    case '-':
      return beginDashes(state, at, isInParagraph);
    case '*':
    case '_':
      return isRule(text) ? beginRule(state, at) : beginItem(state, at, isInParagraph);
    case '+':
      return beginItem(state, at, isInParagraph);
    default:
      return /^\d/.test(text) ? beginItem(state, at, isInParagraph) : undefined;
  }
}

/** So far to the right, text is code or goes on with its paragraph; but models indent what is in a list by any width. */
function mayBeginFarRight(state: BlockState, at: number, isInParagraph: boolean): boolean {
  if (state.leaf?.kind === 'indented' && at === state.stack.length) return false;
  const isInItem = state.stack[at - 1]!.kind === 'item';
  if (isInItem && /^(?:[>|$\\]|`{3}|~{3})/.test(state.text)) return true;
  const sibling = state.stack[at];
  const isSibling = sibling?.kind === 'item' && sibling.markerIndent > state.origin + 3;
  return (isInItem || isInParagraph || isSibling) && !isRule(state.text) && listMarkerOf(state.text)?.empty === false;
}

function flatten(state: BlockState): Begun {
  const text = state.text.replace(/^[\s>]*(?:(?:[-+*]|\d{1,9}[.)])(?:[\s>]+|$))*/, '');
  state.closeLeaf();
  if (text !== '') state.leaf = { kind: 'paragraph', lines: [text] };
  return 'leaf';
}

function beginHeading(state: BlockState, at: number): Begun {
  const marks = /^#+/.exec(state.text)![0];
  const text = state.text
    .slice(marks.length)
    .trim()
    .replace(/(?:^|[ \t])#+$/, '');
  state.closeTo(at);
  state.add({ type: 'heading', level: marks.length, text: text.trim() });
  return 'leaf';
}

/** What was a paragraph is a heading. */
function endWithHeading(state: BlockState, level: number): Begun {
  const text = state.leaf?.kind === 'paragraph' ? state.leaf.lines.join('\n') : '';
  state.leaf = undefined;
  state.add({ type: 'heading', level, text });
  return 'leaf';
}

function beginQuote(state: BlockState, at: number): Begun {
  state.closeTo(at);
  state.origin = state.indent;
  state.takeQuoteMark();
  const node = { type: 'quote' as const, children: [] };
  state.add(node);
  state.open({ kind: 'quote', children: node.children, numbers: undefined });
  return 'container';
}

function openLeaf(state: BlockState, at: number, leaf: VerbatimLeaf): void {
  state.closeTo(at);
  state.leaf = leaf;
}

function beginFence(state: BlockState, at: number): Begun {
  const fence = fenceOf(state.text);
  if (fence === undefined) return undefined;
  openLeaf(state, at, new FenceLeaf(fence, state.indent));
  return 'leaf';
}

function beginMath(state: BlockState, at: number): Begun {
  const { text, off } = state;
  const environment = environmentOf(text);
  if (environment !== undefined && !off.has('environment')) {
    openLeaf(state, at, new EnvironmentLeaf(environment));
    return 'taken';
  }
  const math = mathOf(text);
  if (math === undefined || (!math.whole && off.has(math.closer))) return undefined;
  openLeaf(state, at, new MathLeaf(math.closer));
  return 'taken';
}

function beginTag(state: BlockState, at: number): Begun {
  const { text, off } = state;
  const leaf = tagLeaf(state, at);
  if (leaf !== undefined) {
    if (off.has(leaf.kind)) return undefined;
    openLeaf(state, at, leaf);
    return 'taken';
  }
  const tag = openingTagOf(text);
  if (tag === undefined || at > MAX_OPEN_TAGS) return undefined;
  const { name, source, isWhole } = tag;
  state.closeTo(at);
  state.setRest(text.slice(source.length).trim());
  const node = { type: 'tag' as const, name, source, title: '', closed: isWhole, children: [] };
  if (isWhole) state.add(node);
  else state.openTag(node);
  return isWhole ? 'void' : 'container';
}

function tagLeaf({ text, stack }: BlockState, at: number): VerbatimLeaf | undefined {
  if (text.startsWith('<!--')) return new CommentLeaf();
  if (/^<table(?=[\s>])/i.test(text)) return new HtmlTableLeaf();
  const parent = stack[at - 1]!;
  const isFirst = parent.kind === 'tag' && parent.node.name === 'details' && parent.children.length === 0;
  if (!isFirst || !/^<summary[\s>]/i.test(text)) return undefined;
  return new SummaryLeaf((title) => (parent.node.title = title));
}

function beginDirective(state: BlockState, at: number): Begun {
  if (at > MAX_OPEN_TAGS) return undefined;
  const [, name = '', title = ''] = /^:{3,}[ \t]*\{?\.?([a-z][\w-]*)(.*)$/i.exec(state.text)!;
  state.closeTo(at);
  const node = { type: 'directive' as const, name: name.toLowerCase(), title, children: [] };
  state.add(node);
  state.open({ kind: 'directive', children: node.children, numbers: undefined });
  state.text = '';
  return 'container';
}

/** The last line of the open paragraph is the header of a table, if this line is its rule. */
function beginTable(state: BlockState, at: number): Begun {
  const { leaf, text } = state;
  const header = leaf?.kind === 'paragraph' ? leaf.lines.at(-1) : undefined;
  const columns = header === undefined ? undefined : tableRule(header, text);
  if (leaf?.kind !== 'paragraph' || header === undefined || columns === undefined || state.leavesQuote(at))
    return undefined;
  leaf.lines.pop();
  if (leaf.lines.length === 0) state.leaf = undefined;
  else state.closeLeaf();
  state.leaf = { kind: 'table', table: new PipeTable(header, columns) };
  return 'leaf';
}

const DEFINITION = /^\[(?!\^)((?:[^[\]\\]|\\.){1,200})\]:[ \t]+<?([^\s<>]{1,2000})>?(?:[ \t]+["'(].*["')])?[ \t]*$/;

function beginDefinition(state: BlockState, at: number): Begun {
  const match = DEFINITION.exec(state.text);
  if (match === null) return undefined;
  state.closeTo(at);
  state.add({ type: 'definition', label: match[1]!, address: match[2]!, text: `\\${state.text}` });
  return 'leaf';
}

function beginRule(state: BlockState, at: number): Begun {
  state.closeTo(at);
  state.add({ type: 'rule', markup: state.text.trimEnd() });
  return 'leaf';
}

/** A table's rule, a heading's, a rule of its own, or a bullet. */
function beginDashes(state: BlockState, at: number, isInParagraph: boolean): Begun {
  const { text, leaf } = state;
  const table = beginTable(state, at);
  if (table !== undefined) return table;
  if (isInParagraph && leaf?.kind === 'paragraph' && /^-{2,}[ \t]*$/.test(text) && isTitle(leaf.lines)) {
    return endWithHeading(state, 2);
  }
  return isRule(text) ? beginRule(state, at) : beginItem(state, at, isInParagraph);
}

function beginItem(state: BlockState, at: number, isInParagraph: boolean): Begun {
  const { text, indent } = state;
  const marker = listMarkerOf(text);
  if (marker === undefined) return undefined;
  // A paragraph is interrupted only by a list that begins with 1; an empty item must look like one of a form to fill in.
  if (isInParagraph && marker.ordered && Number(marker.digits) !== 1) return undefined;
  if (isInParagraph && marker.empty && !/^(?:-|1[.)])$/.test(text.trimEnd())) return undefined;
  state.closeTo(at);
  const after = text.slice(marker.width);
  const content = after.trimStart();
  // Columns of a tab count from the start of the line.
  const column = indentOf(' '.repeat(indent + marker.width) + after);
  const gap = column - indent - marker.width;
  const contentIndent = indent + marker.width + (marker.empty || gap > 4 ? 1 : gap);
  const parent = state.stack.at(-1)!;
  const node = addItem(parent, marker);
  state.open({
    kind: 'item',
    node,
    marker,
    markerIndent: indent,
    contentIndent,
    children: node.children,
    numbers: undefined,
  });
  state.origin = contentIndent;
  state.setContent(content, marker.empty ? contentIndent : column);
  return 'container';
}
