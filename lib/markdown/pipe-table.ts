import type { BlockNode } from './block-node.ts';
import { dollarFormula } from './tex.ts';

const RULE = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/**
 * How many columns the line below a header promises; undefined when it is none. GFM wants as many as the header has; models
 * miscount, so any number will do where both lines have a "|".
 */
export function tableRule(header: string, text: string): number | undefined {
  if (!header.includes('|') || !RULE.test(text)) return undefined;
  const columns = text.split('|').filter((part) => part.trim() !== '').length;
  return text.includes('|') || cellsOf(header, columns).length === columns ? columns : undefined;
}

/** A table with "|" that is being read row by row. */
export class PipeTable {
  readonly #rows: string[][] = [];
  readonly #header: number;
  readonly #promised: number;
  #longest = 0;

  constructor(header: string, promised: number) {
    const cells = cellsOf(header, promised);
    this.#header = cells.length;
    this.#promised = promised;
    this.#rows.push(cells);
  }

  add(text: string): void {
    const cells = cellsOf(text, Math.max(this.#header, this.#promised));
    if (cells.length > this.#longest) this.#longest = cells.length;
    this.#rows.push(cells);
  }

  /** The header's width; wider only where the rule promised it and a row needs it. */
  get width(): number {
    return Math.max(1, this.#header, Math.min(this.#promised, this.#longest));
  }

  /** What is too much in a row joins its last cell, so that no text is lost. */
  node(): BlockNode {
    const { width } = this;
    const rows = this.#rows.map((cells) =>
      cells.length <= width ? cells : [...cells.slice(0, width - 1), cells.slice(width - 1).join(' | ')],
    );
    return { type: 'table', rows, width, header: true };
  }
}

/**
 * The cells of a row. A "|" always parts two cells in GFM; where a row would then have more than `expected`, those inside
 * code and formulas do not.
 */
function cellsOf(line: string, expected: number): string[] {
  const cells = split(line, undefined);
  if (cells.length <= expected || !/[`$]|\\\(/.test(line)) return cells;
  const kept = protectedRanges(line);
  return kept.length === 0 ? cells : split(line, kept);
}

type Range = readonly [from: number, to: number];

function split(line: string, kept: readonly Range[] | undefined): string[] {
  const cells: string[] = [];
  let start = 0;
  let isEscaped = false;
  let next = 0;
  for (let at = line.indexOf('|'); at >= 0; at = line.indexOf('|', at + 1)) {
    if (at > 0 && line.charCodeAt(at - 1) === 0x5c) {
      isEscaped = true;
      continue;
    }
    while (kept !== undefined && next < kept.length && kept[next]![1] <= at) next++;
    if (kept !== undefined && (kept[next]?.[0] ?? at) < at) continue;
    cells.push(line.slice(start, at).trim());
    start = at + 1;
  }
  cells.push(line.slice(start).trim());
  if (cells[0] === '') cells.shift();
  if (cells.at(-1) === '') cells.pop();
  return isEscaped ? cells.map((cell) => cell.replaceAll('\\|', '|')) : cells;
}

function protectedRanges(line: string): Range[] {
  const ranges: Range[] = [];
  const missing = new Set<string>();
  for (let at = 0; at < line.length; at++) {
    const end = protectedEnd(line, at, missing);
    if (end === undefined) continue;
    ranges.push([at, end]);
    at = end - 1;
  }
  return ranges;
}

function protectedEnd(line: string, at: number, missing: Set<string>): number | undefined {
  const character = line[at];
  if (character === '$') return dollarFormula(line, at, line.length)?.end;
  if (character !== '`' && !(character === '\\' && line[at + 1] === '(')) return undefined;
  let width = 1;
  if (character === '`') while (line[at + width] === '`') width++;
  const closer = character === '`' ? line.slice(at, at + width) : '\\)';
  if (missing.has(closer)) return undefined;
  const end = line.indexOf(closer, at + closer.length);
  if (end < 0) missing.add(closer);
  return end < 0 ? undefined : end + closer.length;
}
