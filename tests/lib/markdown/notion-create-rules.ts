import { CODE_LANGUAGES } from '../../../lib/markdown/code-language.ts';

/** What Notion's create request refuses, checked strictly. Written from its reference, not from our code. */
type Json = Record<string, unknown>;

const ALLOWED: Record<string, readonly string[]> = {
  paragraph: ['rich_text', 'children'],
  heading_1: ['rich_text'],
  heading_2: ['rich_text'],
  heading_3: ['rich_text'],
  heading_4: ['rich_text'],
  bulleted_list_item: ['rich_text', 'children'],
  numbered_list_item: ['rich_text', 'children'],
  to_do: ['rich_text', 'checked', 'children'],
  toggle: ['rich_text', 'children'],
  quote: ['rich_text', 'children'],
  callout: ['rich_text', 'icon', 'color', 'children'],
  code: ['rich_text', 'language', 'caption'],
  equation: ['expression'],
  divider: [],
  table: ['table_width', 'has_column_header', 'has_row_header', 'children'],
  table_row: ['cells'],
};

export interface RuleOptions {
  /** For one request: two levels of children and 100 blocks a list. Without it, a tree before planning. */
  readonly request: boolean;
}

/** All violations, with their path. Empty: Notion takes it. */
export function violations(blocks: readonly unknown[], options: RuleOptions): string[] {
  const found: string[] = [];
  const report = (path: string, what: string): void => void found.push(`${path}: ${what}`);
  if (options.request) checkRequest(blocks, report);
  checkList(blocks, 'children', 1, options, report);
  return found;
}

type Report = (path: string, what: string) => void;

function checkRequest(blocks: readonly unknown[], report: Report): void {
  const count = (list: readonly unknown[]): number =>
    list.reduce((sum: number, block) => sum + 1 + count((bodyOf(block as Json).children as unknown[]) ?? []), 0);
  if (count(blocks) > 1000) report('children', 'more than 1,000 block elements');
  if (Buffer.byteLength(JSON.stringify({ children: blocks })) > 500_000) report('children', 'more than 500 KB');
}

const bodyOf = (block: Json): Json => (block[String(block.type)] ?? {}) as Json;

function checkList(list: readonly unknown[], path: string, level: number, options: RuleOptions, report: Report): void {
  if (options.request && list.length > 100) report(path, `${list.length} blocks`);
  if (options.request && level > 3) report(path, 'a fourth level');
  if (level > 21) report(path, 'deeper than 20 levels');
  list.forEach((block, index) => checkBlock(block as Json, `${path}[${index}]`, level, options, report));
}

function checkBlock(block: Json, path: string, level: number, options: RuleOptions, report: Report): void {
  const type = String(block.type);
  const allowed = ALLOWED[type];
  if (allowed === undefined) return report(path, `type ${type}`);
  if (Object.keys(block).sort().join() !== ['type', type].sort().join()) report(path, 'unknown keys');
  const body = bodyOf(block);
  for (const key of Object.keys(body)) if (!allowed.includes(key)) report(path, `key ${key} in ${type}`);
  if (allowed.includes('rich_text')) checkRichText(body.rich_text, `${path}.rich_text`, report);
  if (body.caption !== undefined) checkRichText(body.caption, `${path}.caption`, report);
  if (type === 'callout' && !/^[a-z]+_background$/.test(String(body.color)))
    report(path, `color ${String(body.color)}`);
  if (body.children !== undefined) {
    const children = body.children as unknown[];
    if (type !== 'table' && children.length === 0) report(path, 'empty children');
    checkList(children, `${path}.children`, level + 1, options, report);
  }
  checkBody(type, body, path, level, options, report);
}

function checkBody(type: string, body: Json, path: string, level: number, options: RuleOptions, report: Report): void {
  if (type === 'code' && !(CODE_LANGUAGES as readonly unknown[]).includes(body.language)) report(path, 'language');
  if (type === 'to_do' && typeof body.checked !== 'boolean') report(path, 'checked');
  if (type === 'equation') checkExpression(body.expression, path, report);
  if (type === 'table') {
    const rows = body.children as Json[];
    if (rows.length < 1 || (options.request && (rows.length > 100 || level > 2))) report(path, 'rows or level');
    if (!(Number(body.table_width) >= 1 && Number(body.table_width) <= 100)) report(path, 'width');
    for (const row of rows) {
      if (row.type !== 'table_row') report(path, 'not a row');
      else if ((bodyOf(row).cells as unknown[]).length !== body.table_width)
        report(path, 'cells do not match the width');
    }
  }
  if (type === 'table_row') {
    const cells = body.cells as unknown[];
    if (cells.length > 100) report(path, 'cells');
    cells.forEach((cell, index) => checkRichText(cell, `${path}.cells[${index}]`, report));
  }
}

function checkRichText(value: unknown, path: string, report: Report): void {
  if (!Array.isArray(value)) return report(path, 'not an array');
  if (value.length > 100) report(path, `${value.length} runs`);
  value.forEach((run: Json, index) => checkRun(run, `${path}[${index}]`, report));
}

const COLOR = /^(?:gray|brown|orange|yellow|green|blue|purple|pink|red)(?:_background)?$/;

function checkRun(run: Json, path: string, report: Report): void {
  const flags = Object.entries((run.annotations ?? {}) as Json);
  for (const [flag, on] of flags) {
    if (flag === 'color' && COLOR.test(String(on))) continue;
    if (!['bold', 'italic', 'strikethrough', 'underline', 'code'].includes(flag) || on !== true) report(path, flag);
  }
  if (run.type === 'equation') return checkExpression((run.equation as Json).expression, path, report);
  if (run.type !== 'text') return report(path, `run of type ${String(run.type)}`);
  const { content, link } = run.text as { content: string; link?: { url: string } };
  if (content.length < 1 || content.length > 2000) report(path, `${content.length} characters`);
  checkCharacters(content, path, report);
  if (link !== undefined) checkLink(link.url, path, report);
}

function checkExpression(value: unknown, path: string, report: Report): void {
  const expression = String(value);
  if (expression.length < 1 || expression.length > 1000) report(path, `expression of ${expression.length}`);
  checkCharacters(expression, path, report);
}

function checkCharacters(text: string, path: string, report: Report): void {
  if (!text.isWellFormed()) report(path, 'lone surrogate');
  if (/[^\P{Cc}\n\t]/u.test(text)) report(path, 'control character');
  if (/[\u202A-\u202E\u2066-\u2069]/.test(text)) report(path, 'bidi override');
}

function checkLink(url: string, path: string, report: Report): void {
  if (url.length > 2000 || !/^(?:https?:\/\/|mailto:)[^\s<>"\\^`{}|]+$/.test(url) || !URL.canParse(url)) {
    report(path, `link ${url.slice(0, 80)}`);
  }
}
