import type { BlockNode } from './block-node.ts';
import { readHtmlTable } from './html-table.ts';
import { closesFence, fenceOf, isHeading, isProse, listMarkerOf, withoutIndent, type Fence } from './line-kind.ts';
import { MAX_MATH_LINES, closesMath, type MathCloser } from './tex.ts';

/** A line as a leaf sees it: without the marks of the quotes and tags around it. */
export interface LeafLine {
  readonly rest: string;
  /** Columns of white space at the start of `rest`. */
  readonly indent: number;
  /** `rest` without its white space in front. */
  readonly text: string;
}

/** What a line did to a leaf: it is in it; it showed that there is no such block, and is not in it; or it ended it, with text behind. */
export type LeafStep = 'open' | 'failed' | { readonly nodes: readonly BlockNode[]; readonly after: string };

/** The constructs whose lines are not read as Markdown until their end is found. */
export type LeafKind = 'fence' | '$$' | '\\]' | 'environment' | 'comment' | 'html-table' | 'summary' | 'front-matter';

export interface VerbatimLeaf {
  readonly kind: LeafKind;
  /** All lines so far, to be read again as text if the end never comes. */
  readonly lines: string[];
  take(line: LeafLine): LeafStep;
  /** What it is when the text, or the block around it, ends first. */
  end(): readonly BlockNode[] | 'failed';
}

export class FenceLeaf implements VerbatimLeaf {
  readonly kind = 'fence';
  readonly lines: string[] = [];
  readonly #fence: Fence;
  readonly #indent: number;

  constructor(fence: Fence, indent: number) {
    this.#fence = fence;
    this.#indent = indent;
  }

  take({ rest, indent, text }: LeafLine): LeafStep {
    if (indent < this.#indent + 4 && this.isClosedBy(text)) return { nodes: this.end(), after: '' };
    this.lines.push(this.#indent === 0 ? rest : withoutIndent(rest, this.#indent));
    return 'open';
  }

  isClosedBy(text: string): boolean {
    return closesFence(text, this.#fence);
  }

  end(): readonly BlockNode[] {
    return [{ type: 'code', info: this.#fence.info, text: this.lines.join('\n') }];
  }
}

/** Display math, until its closer. Blank lines may be in it, but no line that is clearly text behind one. */
export class MathLeaf implements VerbatimLeaf {
  readonly kind: MathCloser;
  readonly lines: string[] = [];
  #isBehindBlank = false;

  constructor(closer: MathCloser) {
    this.kind = closer;
  }

  take({ text }: LeafLine): LeafStep {
    const isEnd = closesMath(this.lines.length === 0 ? text.slice(2) : text, this.kind);
    if (this.#isBehindBlank && !isEnd && isOther(text)) return 'failed';
    if (this.lines.length >= MAX_MATH_LINES) return 'failed';
    if (text === '') this.#isBehindBlank = true;
    this.lines.push(text);
    return isEnd ? { nodes: this.#nodes(), after: '' } : 'open';
  }

  end(): 'failed' {
    return 'failed';
  }

  #nodes(): BlockNode[] {
    const source = this.lines.join('\n').slice(2);
    const at = source.lastIndexOf(this.kind);
    return mathNodes(source.slice(0, at).trimEnd() + source.slice(at + 2));
  }
}

/** What begins no line of a formula. */
function isOther(text: string): boolean {
  return isHeading(text) || fenceOf(text) !== undefined || isProse(text) || isItem(text);
}

function isItem(text: string): boolean {
  const marker = listMarkerOf(text);
  return marker !== undefined && /^\S+\s+[*_[]*\p{L}{2}/u.test(text);
}

/** `\begin{align}` without dollars around it, until its `\end{align}`. */
export class EnvironmentLeaf implements VerbatimLeaf {
  readonly kind = 'environment';
  readonly lines: string[] = [];
  readonly #begin: string;
  readonly #end: string;
  #depth = 0;

  constructor(name: string) {
    this.#begin = `\\begin{${name}}`;
    this.#end = `\\end{${name}}`;
  }

  take({ text }: LeafLine): LeafStep {
    this.#depth += text.split(this.#begin).length - text.split(this.#end).length;
    if (this.#depth > 0) {
      if (this.lines.length >= MAX_MATH_LINES) return 'failed';
      this.lines.push(text);
      return 'open';
    }
    const at = text.lastIndexOf(this.#end) + this.#end.length;
    const stop = /^[.,;]?/.exec(text.slice(at))![0].length;
    const source = [...this.lines, text.slice(0, at + stop)].join('\n');
    return { nodes: mathNodes(source), after: text.slice(at + stop).trim() };
  }

  end(): 'failed' {
    return 'failed';
  }
}

/**
 * One formula, or one for each part between blank lines, which TeX would join into one line. Where an environment or a
 * brace goes over a blank line, the parts belong together.
 */
function mathNodes(source: string): BlockNode[] {
  const parts = source.split(/\n(?:[ \t]*\n)+/).map((part) => part.trim());
  const isWhole = parts.every((part) => count(part, /\\begin\b/g) === count(part, /\\end\b/g) && isEven(part));
  const whole = isWhole ? parts : [parts.join('\n')];
  return whole.filter((part) => part !== '').map((text) => ({ type: 'math', text }));
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const isEven = (text: string): boolean =>
  count(text, /(?<!\\)\{/g) === count(text, /(?<!\\)\}/g) && count(text, /\\left\b/g) === count(text, /\\right\b/g);

const MAX_COMMENT_LINES = 200;

/** `<!-- … -->`, of which nothing is shown. */
export class CommentLeaf implements VerbatimLeaf {
  readonly kind = 'comment';
  readonly lines: string[] = [];

  take({ text }: LeafLine): LeafStep {
    const end = text.indexOf('-->', this.lines.length === 0 ? 4 : 0);
    if (end >= 0) return { nodes: [], after: text.slice(end + 3).trim() };
    if (this.lines.length >= MAX_COMMENT_LINES) return 'failed';
    this.lines.push(text);
    return 'open';
  }

  end(): 'failed' {
    return 'failed';
  }
}

export class HtmlTableLeaf implements VerbatimLeaf {
  readonly kind = 'html-table';
  readonly lines: string[] = [];

  take({ text }: LeafLine): LeafStep {
    const end = /<\/table\s*>/i.exec(text);
    if (end === null) {
      this.lines.push(text);
      return 'open';
    }
    const to = end.index + end[0].length;
    const table = readHtmlTable([...this.lines, text.slice(0, to)].join('\n'));
    return table === undefined ? 'failed' : { nodes: [table], after: text.slice(to).trim() };
  }

  end(): 'failed' {
    return 'failed';
  }
}

/** The `<summary>` of a `<details>`, which may go over lines. */
export class SummaryLeaf implements VerbatimLeaf {
  readonly kind = 'summary';
  readonly lines: string[] = [];
  readonly #use: (title: string) => void;

  constructor(use: (title: string) => void) {
    this.#use = use;
  }

  take({ text }: LeafLine): LeafStep {
    const end = /<\/summary\s*>/i.exec(text);
    if (end === null) {
      if (text === '' || text.toLowerCase().includes('</details')) return 'failed';
      this.lines.push(text);
      return 'open';
    }
    const source = [...this.lines, text.slice(0, end.index)].join(' ');
    this.#use(
      source
        .replace(/^<summary[^<>]*>/i, '')
        .replace(/\s+/g, ' ')
        .trim(),
    );
    return { nodes: [], after: text.slice(end.index + end[0].length).trim() };
  }

  end(): 'failed' {
    return 'failed';
  }
}

const MAX_FRONT_MATTER_LINES = 100;

/** Settings between two lines of `---` (or `+++`) at the very start: kept as code, since no reader of a page knows them. */
export class FrontMatterLeaf implements VerbatimLeaf {
  readonly kind = 'front-matter';
  readonly lines: string[] = [];
  readonly #mark: string;

  constructor(mark: string) {
    this.#mark = mark;
  }

  take({ rest }: LeafLine): LeafStep {
    const line = rest.trimEnd();
    if (this.lines.length > 1 && (line === this.#mark || (line === '...' && this.#mark === '---'))) {
      const info = this.#mark === '---' ? 'yaml' : 'toml';
      return { nodes: [{ type: 'code', info, text: this.lines.slice(1).join('\n') }], after: '' };
    }
    const count = this.lines.length;
    const isKey = this.#mark === '---' ? /^[\w"'][^:#]{0,60}:(?:\s|$)/.test(line) : /^[\w".-]+\s*=|^\[/.test(line);
    const isMore = count > 1 && /^(?:\s|-\s|#|\]|$)/.test(line);
    if (count > 0 && !isKey && !isMore) return 'failed';
    if (count > MAX_FRONT_MATTER_LINES) return 'failed';
    this.lines.push(rest);
    return 'open';
  }

  end(): 'failed' {
    return 'failed';
  }
}
