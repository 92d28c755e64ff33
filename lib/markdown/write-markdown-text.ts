import { readRuns, type ReadRun } from './read-rich-text.ts';

type Mark = '**' | '*' | '~~' | '<u>';

/** Rich text as inline Markdown. `lineBreak` stands for a line break: in a table cell or heading it cannot be one. */
export function writeInline(richText: unknown, lineBreak = '\n'): string {
  const runs = readRuns(richText);
  const dollars = runs.filter((run) => run.kind === 'equation' || run.text.includes('$')).length;
  const writer = new InlineWriter(dollars > 1 || runs.some((run) => run.text.split('$').length > 2));
  for (const [index, run] of runs.entries()) writer.run(run, (mark) => lasts(mark, runs, index));
  const lines = writer.end().split('\n').map(escapeLineStart);
  return lineBreak === '\n' ? joinLines(lines) : lines.join(lineBreak);
}

/** For how many runs from this one on a mark goes on. */
function lasts(mark: Mark, runs: readonly ReadRun[], from: number): number {
  const end = runs.findIndex((run, index) => index > from && !marksOf(run).includes(mark));
  return end < 0 ? Infinity : end;
}

/** An empty line would end the block, and white space at the start of a line would be lost, or make it code. */
function joinLines(lines: readonly string[]): string {
  return lines
    .map((line, index) => {
      if (index === 0) return line;
      const indent = /^[ \t]+(?=\S)/.exec(line)?.[0] ?? '';
      // Between lines, a bracket with its backslash begins a formula.
      const rest = line.slice(indent.length).replace(/^\\\[/, '&#91;');
      const text = indent.replaceAll(' ', '&#32;').replaceAll('\t', '&#9;') + rest;
      return line === '' || lines[index - 1] === '' ? `<br>${text}` : `\n${text}`;
    })
    .join('');
}

/** Rich text as the text of a link: a bracket would end it. */
export function writeLabel(richText: unknown): string {
  return escapeClosing(writeInline(richText, ' '));
}

/** Between `\[` and `\]`, what is more than plain words may be a formula: there the bracket is spelled as a number. */
function escapeClosing(label: string): string {
  const mayBeTex = /\\[^[\]]|\\\[(?![\p{L}\p{N} .\\[\]]*\])[^]*\]/u.test(label);
  return label.replace(/(?<!\\)\]/g, mayBeTex ? '&#93;' : '\\]');
}

class InlineWriter {
  readonly #escapeDollars: boolean;
  #out = '';
  #marks: Mark[] = [];
  #url: string | undefined;
  /** White space that must come after closing marks, since `** ` closes nothing. */
  #space = '';

  constructor(escapeDollars: boolean) {
    this.#escapeDollars = escapeDollars;
  }

  /** `lasts`: how long a mark goes on; the longer one is opened first, since the last one opened is closed first. */
  run(run: ReadRun, lasts: (mark: Mark) => number): void {
    const core = run.code || run.kind === 'equation' ? run.text : run.text.trim();
    const wanted = marksOf(run).sort((a, b) => lasts(b) - lasts(a) || 0);
    this.#closeUnwanted(wanted, run.url);
    if (core.trim() === '') {
      this.#space += run.text;
      return;
    }
    const at = run.text.indexOf(core);
    this.#out += this.#space + run.text.slice(0, at);
    this.#space = run.text.slice(at + core.length);
    this.#open(wanted, run.url);
    this.#out += this.#content(run, core);
  }

  end(): string {
    this.#closeUnwanted([], undefined);
    return this.#out + this.#space;
  }

  #content(run: ReadRun, core: string): string {
    if (run.kind === 'equation') return core.includes('\n') || core.includes('$') ? `$$${core}$$` : `$${core}$`;
    if (run.code) return codeSpan(core);
    const text = escapeText(core, this.#escapeDollars);
    return this.#url === undefined ? text : escapeClosing(text);
  }

  #closeUnwanted(wanted: readonly Mark[], url: string | undefined): void {
    const linkEnds = this.#url !== undefined && this.#url !== url;
    while (this.#marks.length > 0 && (linkEnds || this.#marks.some((mark) => !wanted.includes(mark)))) {
      const mark = this.#marks.pop()!;
      this.#out += mark === '<u>' ? '</u>' : mark;
    }
    if (!linkEnds) return;
    this.#out += `](${destination(this.#url!)})`;
    this.#url = undefined;
  }

  #open(wanted: readonly Mark[], url: string | undefined): void {
    if (url !== undefined && this.#url === undefined) {
      // A link is always the outermost: marks that go on are closed before it and opened inside.
      while (this.#marks.length > 0) {
        const mark = this.#marks.pop()!;
        this.#out += mark === '<u>' ? '</u>' : mark;
      }
      this.#out += '[';
      this.#url = url;
    }
    for (const mark of wanted) {
      if (this.#marks.includes(mark)) continue;
      this.#marks.push(mark);
      this.#out += mark;
    }
  }
}

function marksOf(run: ReadRun): Mark[] {
  const marks: Mark[] = [];
  if (run.underline) marks.push('<u>');
  if (run.strikethrough) marks.push('~~');
  if (run.bold) marks.push('**');
  if (run.italic) marks.push('*');
  return marks;
}

/** The address of a link, between angle brackets where it would end too early. */
export const destination = (url: string): string =>
  /[()\s<>]/.test(url) ? `<${url.replace(/[<>\s]/g, encodeURI)}>` : url;

function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') || (text.startsWith(' ') && text.endsWith(' ')) ? ' ' : '';
  return `${ticks}${pad}${text}${pad}${ticks}`;
}

function escapeText(text: string, dollars: boolean): string {
  const escaped = text
    .replace(/[\\`*[]|~(?=~)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[a-z/!])|&(?=#?\w+;)/giu, '\\$&')
    .replace(/!(?=\\\[)/g, '\\!');
  return dollars ? escaped.replaceAll('$', '\\$') : escaped;
}

/** What would begin a block at the start of a line, does not. */
function escapeLineStart(line: string): string {
  return line
    .replace(/^(\s*)(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?:-\s*){3,}$|={2,}\s*$|:{3}|~{3}|\|)/, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)](?=\s|$))/, '$1\\$2');
}
