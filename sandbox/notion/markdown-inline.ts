import { asObject, asString } from './json.ts';
import type { JsonObject } from './json.ts';
import { isLinkUrl } from './rich-text.ts';

export type MarkdownVersion = 'v1' | 'v2';

const ESCAPABLE = /[\\*~`$[\]<>{}|^]/g;
const escape = (content: string) => content.replace(ESCAPABLE, (sign) => `\\${sign}`);

/** Read-form rich text as inline markdown of the enhanced dialect; a line break inside a block is `<br>`. */
export function writeInline(items: JsonObject[]): string {
  return items.map(writeItem).join('').replaceAll('\n', '<br>');
}

function writeItem(entry: JsonObject): string {
  const style = asObject(entry.annotations);
  const plain = asString(entry.plain_text);
  if (entry.type === 'equation') return `$${plain}$`;
  if (entry.type === 'mention') return writeMention(asObject(entry.mention), plain);
  if (plain === '') return '';
  const [, before = '', core = '', behind = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(plain) ?? [];
  if (core === '') return plain;
  let shown = style.code === true ? `\`${core}\`` : escape(core);
  if (style.bold === true) shown = `**${shown}**`;
  if (style.italic === true) shown = `*${shown}*`;
  if (style.strikethrough === true) shown = `~~${shown}~~`;
  if (style.underline === true) shown = `<span underline="true">${shown}</span>`;
  const color = asString(style.color);
  if (color !== '' && color !== 'default') {
    shown = `<span color="${color.replace('_background', '_bg')}">${shown}</span>`;
  }
  const href = asString(entry.href);
  if (href !== '') shown = `[${shown}](${href})`;
  return before + shown + behind;
}

function writeMention(mention: JsonObject, plain: string): string {
  const kind = asString(mention.type);
  const target = asObject(mention[kind]);
  if (kind === 'date') {
    const end = asString(target.end);
    return `<mention-date start="${asString(target.start)}"${end === '' ? '' : ` end="${end}"`}/>`;
  }
  const url =
    kind === 'user'
      ? `user://${asString(target.id)}`
      : `https://app.notion.com/p/${asString(target.id).replaceAll('-', '')}`;
  return `<mention-${kind} url="${url}">${escape(plain)}</mention-${kind}>`;
}

interface Style {
  bold?: boolean;
  italic?: boolean;
  strikethrough?: boolean;
  underline?: boolean;
  code?: boolean;
  color?: string;
}

const DELIMITERS: [mark: string, style: Style][] = [
  ['***', { bold: true, italic: true }],
  ['**', { bold: true }],
  ['__', { bold: true }],
  ['~~', { strikethrough: true }],
  ['*', { italic: true }],
  ['_', { italic: true }],
];
const SPAN = /^<span ([^>]*)>([\s\S]*?)<\/span>/;
const LINK = /^\[((?:\\.|[^\]\\])*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/;
const MENTION =
  /^<mention-(user|page|database) url="[^"]*?([0-9a-f]{8}-?[0-9a-f-]{4,27})"(?:\/>|>[\s\S]*?<\/mention-\1>)/i;
const MAX_RUN = 2000;

/** What the text at hand inherits from the marks around it. */
interface Scope {
  style: Style;
  url: string;
  version: MarkdownVersion;
}

/**
 * Inline markdown as request rich text. What cannot be a mark stays as text; a bad link loses its address. Underscores
 * are marks in v2 only.
 */
export function parseInline(source: string, version: MarkdownVersion = 'v2'): JsonObject[] {
  return parse(source, { style: {}, url: '', version });
}

function parse(source: string, scope: Scope): JsonObject[] {
  const items: JsonObject[] = [];
  let pending = '';
  const flush = () => {
    items.push(...literal(pending, scope));
    pending = '';
  };
  let at = 0;
  while (at < source.length) {
    const found = match(source.slice(at), source[at - 1], scope);
    if (!found) {
      pending += source[at];
      at += 1;
      continue;
    }
    if (typeof found.value === 'string') pending += found.value;
    else {
      flush();
      items.push(...found.value);
    }
    at += found.length;
  }
  flush();
  return items;
}

interface Found {
  length: number;
  value: string | JsonObject[];
}

const styled = (scope: Scope, added: Style): Scope => ({ ...scope, style: { ...scope.style, ...added } });

function match(rest: string, before: string | undefined, scope: Scope): Found | undefined {
  if (/^\\[!-/:-@[-`{-~]/.test(rest)) return { length: 2, value: rest[1] ?? '' };
  if (rest.startsWith('\\\n')) return { length: 2, value: '\n' };
  const lineBreak = /^<br\s*\/?>/.exec(rest);
  if (lineBreak) return { length: lineBreak[0].length, value: '\n' };
  const code = /^(`+)([\s\S]*?[^`])\1(?!`)/.exec(rest);
  if (code) return { length: code[0].length, value: literal(code[2] ?? '', styled(scope, { code: true })) };
  const math = /^\$(?![\s$])([^$\n]*[^\s$\\])\$(?!\d)/.exec(rest);
  if (math) {
    const item = { equation: { expression: math[1] ?? '' }, annotations: { ...scope.style } };
    return { length: math[0].length, value: [item] };
  }
  const link = LINK.exec(rest);
  if (link) {
    const url = isLinkUrl(link[2] ?? '') ? (link[2] ?? '') : scope.url;
    return { length: link[0].length, value: parse(link[1] ?? '', { ...scope, url }) };
  }
  const bare = /^https?:\/\/[^\s<>()[\]]+[^\s<>()[\].,;:!?'"*_~]/.exec(rest)?.[0];
  if (bare !== undefined && scope.url === '' && isLinkUrl(bare)) {
    return { length: bare.length, value: literal(bare, { ...scope, url: bare }) };
  }
  return matchTag(rest, scope) ?? matchDelimiter(rest, before, scope);
}

function matchTag(rest: string, scope: Scope): Found | undefined {
  const span = SPAN.exec(rest);
  if (span) {
    const color = /color="([^"]*)"/.exec(span[1] ?? '')?.[1]?.replace('_bg', '_background');
    const underline = /underline="true"/.test(span[1] ?? '');
    const added = { ...(color === undefined ? {} : { color }), ...(underline ? { underline } : {}) };
    return { length: span[0].length, value: parse(span[2] ?? '', styled(scope, added)) };
  }
  const underlined = /^<u>([\s\S]*?)<\/u>/.exec(rest);
  if (underlined) {
    return { length: underlined[0].length, value: parse(underlined[1] ?? '', styled(scope, { underline: true })) };
  }
  const annotations = { ...scope.style };
  const mention = MENTION.exec(rest);
  if (mention) {
    const target = { [mention[1] ?? 'page']: { id: mention[2] ?? '' } };
    return { length: mention[0].length, value: [{ mention: target, annotations }] };
  }
  const date = /^<mention-date start="([^"]*)"(?: end="([^"]*)")?[^>]*\/>/.exec(rest);
  if (!date) return undefined;
  const end = date[2] === undefined ? {} : { end: date[2] };
  return { length: date[0].length, value: [{ mention: { date: { start: date[1] ?? '', ...end } }, annotations }] };
}

function matchDelimiter(rest: string, before: string | undefined, scope: Scope): Found | undefined {
  for (const [mark, added] of DELIMITERS) {
    if (!rest.startsWith(mark) || /\s/.test(rest[mark.length] ?? ' ')) continue;
    if (mark.includes('_') && (scope.version === 'v1' || /\w/.test(before ?? ' '))) continue;
    let close = rest.indexOf(mark, mark.length + 1);
    while (close > 0 && (/[\s\\]/.test(rest[close - 1] ?? '') || (mark.length === 1 && rest[close + 1] === mark))) {
      close = rest.indexOf(mark, close + (rest[close + 1] === mark ? 2 : 1));
    }
    if (close <= 0) continue;
    if (mark.includes('_') && /\w/.test(rest[close + mark.length] ?? ' ')) continue;
    return { length: close + mark.length, value: parse(rest.slice(mark.length, close), styled(scope, added)) };
  }
  return undefined;
}

/** Text as it is, cut into runs that Notion takes. */
function literal(content: string, { style, url }: Scope): JsonObject[] {
  const items: JsonObject[] = [];
  for (let at = 0; at < content.length; at += MAX_RUN) {
    items.push({
      text: { content: content.slice(at, at + MAX_RUN), ...(url === '' ? {} : { link: { url } }) },
      ...(Object.keys(style).length === 0 ? {} : { annotations: { ...style } }),
    });
  }
  return items;
}
