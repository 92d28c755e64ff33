import { CODE_LANGUAGES } from './code-languages.ts';
import { normalizeId } from './ids.ts';
import type { JsonObject } from './json.ts';
import { parseInline, type MarkdownVersion } from './markdown-inline.ts';
import { isLinkUrl } from './rich-text.ts';

/** A block to create, in request form, or a record that is already there and keeps its place. */
export type Parsed = { request: JsonObject } | { existing: string };

const LIST = /^(?:([-*+])|(\d+)[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const REFERENCE = /^<(page|database|unknown)\s[^>]*url="([^"]*)"[^>]*?(?:\/>|>.*<\/\1>)\s*$/;
const IMAGE = /^!\[([^\]]*)\]\((\S+)\)\s*$/;

/** Markdown as blocks. v1: a line is a block, tabs nest. v2: blank lines separate blocks, list items nest by spaces. */
export function parseMarkdown(source: string, version: MarkdownVersion): Parsed[] {
  return new Parser(source.replaceAll('\r\n', '\n').split('\n'), version).blocks();
}

const indentOf = (line: string) => /^[\t ]*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0;
const dedent = (line: string, width: number) => {
  const spread = line.replace(/^[\t ]*/, (lead) => lead.replaceAll('\t', '    '));
  return spread.slice(Math.min(width, indentOf(line)));
};

class Parser {
  private readonly lines: string[];
  private readonly version: MarkdownVersion;
  private at = 0;

  constructor(lines: string[], version: MarkdownVersion) {
    this.lines = lines;
    this.version = version;
  }

  blocks(): Parsed[] {
    const found: Parsed[] = [];
    while (this.at < this.lines.length) {
      const line = this.lines[this.at] ?? '';
      if (line.trim() === '') this.at += 1;
      else found.push(...this.one(line.trim(), indentOf(line)));
    }
    return found;
  }

  private one(line: string, indent: number): Parsed[] {
    const reference = REFERENCE.exec(line);
    if (reference) {
      this.at += 1;
      const ids = /([0-9a-f]{32})(?:#([0-9a-f]{32}))?/.exec((reference[2] ?? '').replaceAll('-', ''));
      const existing = normalizeId(ids?.[2] ?? ids?.[1] ?? '');
      return existing === undefined ? [] : [{ existing }];
    }
    return [{ request: this.block(line, indent) }];
  }

  private block(line: string, indent: number): JsonObject {
    const fence = /^(`{3,}|~{3,})\s*([^`]*)$/.exec(line);
    if (fence) return this.code(fence[1] ?? '```', (fence[2] ?? '').trim(), indent);
    if (line === '$$') return { equation: { expression: this.until('$$', indent).join('\n') } };
    this.at += 1;
    if (/^(-{3,}|\*{3,}|_{3,})$/.test(line)) return { divider: {} };
    if (/^<(empty-block|p)\s*\/>$/.test(line)) return { paragraph: { rich_text: [] } };
    if (/^<table[_-]of[_-]contents\s*\/>$/.test(line)) return { table_of_contents: {} };
    const image = IMAGE.exec(line);
    if (image && isLinkUrl(image[2] ?? '')) {
      return { image: { external: { url: image[2] ?? '' }, caption: parseInline(image[1] ?? '', this.version) } };
    }
    const tag = /^<(details|callout|columns|column|table|toggle)\b([^>]*)>(.*)$/.exec(line);
    if (tag) return this.tagged(tag[1] ?? '', tag[2] ?? '', tag[3] ?? '');
    if (line.startsWith('|') && /^\s*\|?[\s:|-]*-[\s:|-]*$/.test(this.lines[this.at] ?? ''))
      return this.pipeTable(line);
    return this.textual(line, indent);
  }

  private textual(line: string, indent: number): JsonObject {
    const heading = HEADING.exec(line);
    if (heading) {
      const [content, attributes] = split(heading[2] ?? '');
      const type = `heading_${Math.min(4, heading[1]?.length ?? 1)}`;
      if (!/toggle="true"/.test(attributes)) return { [type]: body(content, attributes, this.version) };
      return { [type]: { ...body(content, attributes, this.version), is_toggleable: true, ...this.nested(indent) } };
    }
    const item = LIST.exec(line);
    if (item) {
      const [content, attributes] = split(this.joined(item[4] ?? '', indent, true));
      const kids = this.nested(indent);
      if (item[3] !== undefined)
        return { to_do: { ...body(content, attributes, this.version), checked: item[3] !== ' ', ...kids } };
      return {
        [item[1] === undefined ? 'numbered_list_item' : 'bulleted_list_item']: {
          ...body(content, attributes, this.version),
          ...kids,
        },
      };
    }
    if (line.startsWith('>')) {
      const parts = [line.replace(/^>\s?/, '')];
      while (this.version === 'v2' && (this.lines[this.at] ?? '').trim().startsWith('>')) {
        parts.push((this.lines[this.at] ?? '').trim().replace(/^>\s?/, ''));
        this.at += 1;
      }
      const [content, attributes] = split(parts.join('\n'));
      return { quote: { ...body(content, attributes, this.version), ...this.nested(indent) } };
    }
    const [content, attributes] = split(this.joined(line, indent, false));
    return { paragraph: { ...body(content, attributes, this.version), ...this.nested(indent) } };
  }

  /** v2: a paragraph goes on over single line breaks. */
  private joined(first: string, indent: number, inItem: boolean): string {
    if (this.version === 'v1') return first;
    const parts = [first];
    for (;;) {
      const line = this.lines[this.at];
      if (line === undefined || line.trim() === '') break;
      if (/^\s*(#{1,6}\s|[-*+]\s|\d+[.)]\s|>|`{3}|~{3}|\||<[a-z/]|\$\$|-{3}|!\[)/.test(line)) break;
      if (inItem && indentOf(line) <= indent) break;
      parts.push(line.trim());
      this.at += 1;
    }
    return parts.join('\n');
  }

  /** Lines that are deeper than the block's own, as its children. */
  private nested(indent: number): JsonObject {
    const taken: string[] = [];
    while (this.at < this.lines.length) {
      const line = this.lines[this.at] ?? '';
      const ahead = line.trim() === '' ? this.lines.slice(this.at).find((one) => one.trim() !== '') : line;
      if (ahead === undefined || indentOf(ahead) <= indent) break;
      taken.push(line);
      this.at += 1;
    }
    return this.kids(taken);
  }

  private kids(lines: string[]): JsonObject {
    const width = Math.min(...lines.filter((line) => line.trim() !== '').map(indentOf));
    const inner = new Parser(
      lines.map((line) => dedent(line, width)),
      this.version,
    ).blocks();
    const children = inner.flatMap((one) => ('request' in one ? [one.request] : []));
    return children.length === 0 ? {} : { children };
  }

  private until(end: string, indent: number): string[] {
    const taken: string[] = [];
    this.at += 1;
    while (this.at < this.lines.length && (this.lines[this.at] ?? '').trim() !== end) {
      taken.push(dedent(this.lines[this.at] ?? '', indent));
      this.at += 1;
    }
    this.at += 1;
    return taken;
  }

  private code(fence: string, language: string, indent: number): JsonObject {
    const content = this.until(fence, indent).join('\n');
    const known = CODE_LANGUAGES.includes(language.toLowerCase()) ? language.toLowerCase() : 'plain text';
    const runs: JsonObject[] = [];
    for (let at = 0; at < content.length; at += 2000) runs.push({ text: { content: content.slice(at, at + 2000) } });
    return { code: { rich_text: runs, language: known } };
  }

  /** The lines up to the closing tag; the same tag inside is counted. */
  private inside(tag: string): string[] {
    const taken: string[] = [];
    let depth = 1;
    for (; this.at < this.lines.length; this.at += 1) {
      const line = (this.lines[this.at] ?? '').trim();
      if (new RegExp(`^<${tag}[\\s>]`).test(line)) depth += 1;
      if (line.startsWith(`</${tag}>`)) depth -= 1;
      if (depth === 0) break;
      taken.push(this.lines[this.at] ?? '');
    }
    this.at += 1;
    return taken;
  }

  private tagged(tag: string, attributes: string, rest: string): JsonObject {
    const source = rest.includes(`</${tag}>`) ? [rest.split(`</${tag}>`)[0] ?? ''] : [rest, ...this.inside(tag)];
    const lines = source.filter((line, index) => index > 0 || line.trim() !== '');
    if (tag === 'table') return htmlTable(lines.join('\n'), attributes, this.version);
    if (tag === 'columns') return { column_list: this.kids(lines) };
    if (tag === 'column') return { column: this.kids(lines) };
    if (tag === 'callout') {
      const emoji = /icon="([^"]*)"/.exec(attributes)?.[1] ?? '💡';
      return {
        callout: {
          ...body((lines[0] ?? '').trim(), attributes, this.version),
          icon: { type: 'emoji', emoji },
          ...this.kids(lines.slice(1)),
        },
      };
    }
    const summary = /<summary>([\s\S]*?)<\/summary>/.exec(lines.join('\n'));
    const below = summary ? lines.slice(lines.findIndex((line) => line.includes('</summary>')) + 1) : lines.slice(1);
    return {
      toggle: { ...body((summary?.[1] ?? lines[0] ?? '').trim(), attributes, this.version), ...this.kids(below) },
    };
  }

  private pipeTable(head: string): JsonObject {
    const rows = [cells(head)];
    this.at += 1;
    while ((this.lines[this.at] ?? '').trim().startsWith('|')) {
      rows.push(cells((this.lines[this.at] ?? '').trim()));
      this.at += 1;
    }
    return table(rows, true, false, this.version);
  }
}

const cells = (line: string) =>
  line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

function table(rows: string[][], header: boolean, rowHeader: boolean, version: MarkdownVersion): JsonObject {
  const width = Math.max(1, ...rows.map((row) => row.length));
  const children = rows.map((row) => ({
    table_row: { cells: Array.from({ length: width }, (_, index) => parseInline(row[index] ?? '', version)) },
  }));
  return { table: { table_width: width, has_column_header: header, has_row_header: rowHeader, children } };
}

function htmlTable(source: string, attributes: string, version: MarkdownVersion): JsonObject {
  const rows = [...source.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map((row) =>
    [...(row[1] ?? '').matchAll(/<t[dh][^>]*>([\s\S]*?)<\/t[dh]>/g)].map((cell) => (cell[1] ?? '').trim()),
  );
  return table(rows, /header-row="true"/.test(attributes), /header-column="true"/.test(attributes), version);
}

/** The text of a line and the `{…}` attributes at its end. */
function split(line: string): [content: string, attributes: string] {
  const found = /^([\s\S]*?)\s*(?<!\\)\{((?:color|toggle)="[^}]*)\}$/.exec(line);
  return found ? [found[1] ?? '', found[2] ?? ''] : [line, ''];
}

function body(content: string, attributes: string, version: MarkdownVersion): JsonObject {
  const color = /color="([^"]*)"/.exec(attributes)?.[1]?.replace(/_bg$/, '_background');
  return { rich_text: parseInline(content, version), ...(color === undefined ? {} : { color }) };
}
