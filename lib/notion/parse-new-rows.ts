/** What a person pastes to make rows of it: one topic a line, or a table whose headers are the names of properties. */
import type { PropertyView } from './views.ts';

export interface ParsedRow {
  readonly title: string;
  /** Texts of other cells by property id; empty ones are left out. */
  readonly values: Readonly<Record<string, string>>;
}

export interface ParsedColumn {
  readonly header: string;
  /** Absent: no property has this name, or it cannot be written; the column is left out. */
  readonly propertyId?: string;
}

export interface ParsedRows {
  readonly kind: 'lines' | 'table';
  readonly rows: readonly ParsedRow[];
  /** Of a table, in its order. */
  readonly columns: readonly ParsedColumn[];
}

type Property = Pick<PropertyView, 'id' | 'name' | 'type' | 'writable'>;

const DELIMITERS = ['\t', ';', ','] as const;

/**
 * The rows of a pasted text. It is a table if its first line names at least one property (the topic alone counts only with a second
 * column, or with lines below it); cells may be quoted as in CSV files (https://www.rfc-editor.org/rfc/rfc4180) and then hold line
 * breaks. A column that fits no property becomes the topic where no header names the topic.
 */
export function parseNewRows(text: string, properties: readonly Property[]): ParsedRows {
  const clean = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  for (const delimiter of DELIMITERS) {
    const table = readTable(splitRecords(clean, delimiter), properties);
    if (table) return table;
  }
  return { kind: 'lines', columns: [], rows: readLines(clean).map((title) => ({ title, values: {} })) };
}

function readTable(records: readonly (readonly string[])[], properties: readonly Property[]): ParsedRows | undefined {
  const [headers = [], ...body] = records;
  const columns = mapColumns(headers, properties);
  const named = columns.filter(({ propertyId }) => propertyId !== undefined).length;
  if (named === 0 || (headers.length === 1 && body.length === 0)) return undefined;
  const titleId = properties.find(({ type }) => type === 'title')?.id;
  const withTitle = columns.some(({ propertyId }) => propertyId === titleId)
    ? columns
    : columns.map((column, index) =>
        titleId !== undefined && index === columns.findIndex(({ propertyId }) => propertyId === undefined)
          ? { ...column, propertyId: titleId }
          : column,
      );
  const rows = body.map((cells) => readRecord(cells, withTitle, titleId));
  return {
    kind: 'table',
    columns: withTitle,
    rows: rows.filter(({ title, values }) => title !== '' || Object.keys(values).length > 0),
  };
}

function mapColumns(headers: readonly string[], properties: readonly Property[]): ParsedColumn[] {
  const free = new Map(properties.filter(({ writable }) => writable).map(({ id, name }) => [looseName(name), id]));
  return headers.map((given) => {
    const header = given.trim();
    const name = looseName(header);
    const propertyId = free.get(name);
    // The first of two columns of one name counts.
    free.delete(name);
    return { header, ...(propertyId !== undefined && { propertyId }) };
  });
}

function looseName(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

function readRecord(
  cells: readonly string[],
  columns: readonly ParsedColumn[],
  titleId: string | undefined,
): ParsedRow {
  let title = '';
  const values: Record<string, string> = {};
  for (const [index, { propertyId }] of columns.entries()) {
    const cell = (cells[index] ?? '').trim();
    if (propertyId === undefined || cell === '') continue;
    if (propertyId === titleId) title = cell;
    else values[propertyId] = cell;
  }
  return { title, values };
}

/** Records of cells; a quote counts at the start of a cell only, and one that is never closed is a letter like others. */
function splitRecords(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const { cell, end } = readCell(text, at, delimiter);
    cells.push(cell);
    if (text[end] !== delimiter) {
      if (cells.some((one) => one.trim() !== '')) records.push(cells);
      cells = [];
    }
    at = end + 1;
  }
  return records;
}

function readCell(text: string, start: number, delimiter: string): { cell: string; end: number } {
  const quoted = text[start] === '"' ? readQuoted(text, start + 1) : undefined;
  const after = quoted && text[quoted.end];
  if (quoted && (after === undefined || after === delimiter || after === '\n')) return quoted;
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1;
  return { cell: text.slice(start, end), end };
}

function readQuoted(text: string, start: number): { cell: string; end: number } | undefined {
  for (let at = text.indexOf('"', start); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] !== '"') return { cell: text.slice(start, at).replaceAll('""', '"'), end: at + 1 };
    at += 1;
  }
  return undefined;
}

const BULLET = /^\s*(?:[-*+•–]|\[[ xX]?\]|☐|☑)\s+/;
const NUMBER = /^\s*(\d+)[.)]\s+/;

/** The signs of a list go where every line has one; numbers only where they count up. */
function readLines(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const isList = lines.length > 1 && lines.every((line) => BULLET.test(line));
  const first = Number(NUMBER.exec(lines[0] ?? '')?.[1]);
  const isCounted = lines.length > 1 && lines.every((line, index) => Number(NUMBER.exec(line)?.[1]) === first + index);
  return lines
    .map((line) => (isList ? line.replace(BULLET, '') : isCounted ? line.replace(NUMBER, '') : line).trim())
    .filter((line) => line !== '');
}
