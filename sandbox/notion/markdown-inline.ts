import { asObject, asString } from './json.ts';
import type { JsonObject } from './json.ts';
import { isLinkUrl } from './rich-text.ts';

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

/** Inline markdown as request rich text. What cannot be a mark stays as text; a bad link loses its address. */
export function parseInline(source: string, style: Style = {}, url = ''): JsonObject[] {
  const items: JsonObject[] = [];
  let pending = '';
  const flush = () => {
    for (let at = 0; at < pending.length; at += MAX_RUN) items.push(run(pending.slice(at, at + MAX_RUN), style, url));
    pending = '';
  };
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at);
    const found = match(rest, source[at - 1], style, url);
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

function match(rest: string, before: string | undefined, style: Style, url: string): Found | undefined {
  if (/^\\[!-/:-@[-`{-~]/.test(rest)) return { length: 2, value: rest[1] ?? '' };
  if (rest.startsWith('\\\n')) return { length: 2, value: '\n' };
  const lineBreak = /^<br\s*\/?>/.exec(rest);
  if (lineBreak) return { length: lineBreak[0].length, value: '\n' };
  const code = /^(`+)([\s\S]*?[^`])\1(?!`)/.exec(rest);
  if (code) return { length: code[0].length, value: parseLiteral(code[2] ?? '', { ...style, code: true }, url) };
  const math = /^\$(?![\s$])([^$\n]*[^\s$\\])\$(?!\d)/.exec(rest);
  if (math)
    return { length: math[0].length, value: [{ equation: { expression: math[1] ?? '' }, annotations: { ...style } }] };
  const link = LINK.exec(rest);
  if (link) {
    const address = link[2] ?? '';
    return { length: link[0].length, value: parseInline(link[1] ?? '', style, isLinkUrl(address) ? address : url) };
  }
  const bare = /^https?:\/\/[^\s<>()[\]]+[^\s<>()[\].,;:!?'"*_~]/.exec(rest);
  if (bare && url === '' && isLinkUrl(bare[0])) {
    return { length: bare[0].length, value: parseLiteral(bare[0], style, bare[0]) };
  }
  return matchTag(rest, style, url) ?? matchDelimiter(rest, before, style, url);
}

function matchTag(rest: string, style: Style, url: string): Found | undefined {
  const span = SPAN.exec(rest);
  if (span) {
    const color = /color="([^"]*)"/.exec(span[1] ?? '')?.[1]?.replace('_bg', '_background');
    const underline = /underline="true"/.test(span[1] ?? '');
    const inner = { ...style, ...(color === undefined ? {} : { color }), ...(underline ? { underline } : {}) };
    return { length: span[0].length, value: parseInline(span[2] ?? '', inner, url) };
  }
  const underlined = /^<u>([\s\S]*?)<\/u>/.exec(rest);
  if (underlined)
    return {
      length: underlined[0].length,
      value: parseInline(underlined[1] ?? '', { ...style, underline: true }, url),
    };
  const mention = MENTION.exec(rest);
  if (mention) {
    const kind = mention[1] ?? 'page';
    return {
      length: mention[0].length,
      value: [{ mention: { [kind]: { id: mention[2] ?? '' } }, annotations: { ...style } }],
    };
  }
  const date = /^<mention-date start="([^"]*)"(?: end="([^"]*)")?[^>]*\/>/.exec(rest);
  if (!date) return undefined;
  const end = date[2] === undefined ? {} : { end: date[2] };
  return {
    length: date[0].length,
    value: [{ mention: { date: { start: date[1] ?? '', ...end } }, annotations: { ...style } }],
  };
}

function matchDelimiter(rest: string, before: string | undefined, style: Style, url: string): Found | undefined {
  for (const [mark, added] of DELIMITERS) {
    if (!rest.startsWith(mark) || /\s/.test(rest[mark.length] ?? ' ')) continue;
    if (mark.includes('_') && /\w/.test(before ?? ' ')) continue;
    let close = rest.indexOf(mark, mark.length + 1);
    while (close > 0 && (/[\s\\]/.test(rest[close - 1] ?? '') || (mark.length === 1 && rest[close + 1] === mark))) {
      close = rest.indexOf(mark, close + (rest[close + 1] === mark ? 2 : 1));
    }
    if (close <= 0) continue;
    if (mark.includes('_') && /\w/.test(rest[close + mark.length] ?? ' ')) continue;
    return {
      length: close + mark.length,
      value: parseInline(rest.slice(mark.length, close), { ...style, ...added }, url),
    };
  }
  return undefined;
}

function parseLiteral(content: string, style: Style, url: string): JsonObject[] {
  const items: JsonObject[] = [];
  for (let at = 0; at < content.length; at += MAX_RUN) items.push(run(content.slice(at, at + MAX_RUN), style, url));
  return items;
}

function run(content: string, style: Style, url: string): JsonObject {
  return {
    text: { content, ...(url === '' ? {} : { link: { url } }) },
    ...(Object.keys(style).length === 0 ? {} : { annotations: { ...style } }),
  };
}
