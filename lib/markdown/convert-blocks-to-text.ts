import { calloutName } from './callout-kind.ts';
import { bodyOf, childBlocksOf, fieldsOf, listOf, plainTextOf, textOf, type ReadableBlock } from './read-rich-text.ts';
import { destination, writeInline, writeLabel } from './write-markdown-text.ts';

/**
 * Blocks as Markdown, for a model to read and for Copy. Takes what Notion answers (a reader puts the fetched children into
 * `children`) and what we send. Blocks without text of their own (breadcrumb, table of contents, unknown types) give nothing;
 * files and embeds give a link; columns and synced blocks give their content.
 */
export function convertBlocksToText(blocks: readonly ReadableBlock[]): string {
  let text = '';
  let previous: ReadableBlock | undefined;
  let number = 0;
  for (const block of blocks) {
    number = block.type === 'numbered_list_item' ? numberOf(block, previous?.type === block.type ? number + 1 : 1) : 0;
    const part = markdownOf(block, number);
    if (part === '') continue;
    if (previous !== undefined) text += separator(previous, block);
    text += part;
    previous = block;
  }
  return text;
}

/** The words alone, a line for each block, cells separated by tabs. */
export function convertBlocksToPlainText(blocks: readonly ReadableBlock[]): string {
  return blocks
    .flatMap((block) => {
      const body = bodyOf(block);
      const own =
        block.type === 'table_row'
          ? listOf(body.cells).map(plainTextOf).join('\t')
          : plainTextOf(body.rich_text) || textOf(body.expression) || plainTextOf(body.caption) || textOf(body.title);
      return [own, convertBlocksToPlainText(childBlocksOf(block))].filter((text) => text !== '');
    })
    .join('\n');
}

/** Notion keeps the number at the first item of a list that does not begin with 1. */
function numberOf(block: ReadableBlock, next: number): number {
  const start = bodyOf(block).list_start_index;
  return Number.isSafeInteger(start) && (start as number) >= 0 ? (start as number) : next;
}

const LIST_ITEMS: ReadonlySet<string> = new Set(['bulleted_list_item', 'numbered_list_item', 'to_do']);

function separator(previous: ReadableBlock, next: ReadableBlock): string {
  return LIST_ITEMS.has(next.type) && previous.type === next.type ? '\n' : '\n\n';
}

function markdownOf(block: ReadableBlock, number: number): string {
  const body = bodyOf(block);
  const text = writeInline(body.rich_text);
  const below = (): string => convertBlocksToText(childBlocksOf(block));
  switch (block.type) {
    case 'heading_1':
    case 'heading_2':
    case 'heading_3':
    case 'heading_4':
      return stack(`${'#'.repeat(Number(block.type.at(-1)))} ${headingText(body.rich_text)}`, below());
    case 'paragraph':
      return paragraph(text, block);
    case 'bulleted_list_item':
      return listItem('- ', text, block);
    case 'numbered_list_item':
      return listItem(`${number}. `, text, block);
    case 'to_do':
      return listItem(body.checked === true ? '- [x] ' : '- [ ] ', text, block, 2);
    case 'toggle':
      return `<details><summary>${writeInline(body.rich_text, ' ')}</summary>\n\n${stack(below(), '</details>')}`;
    case 'quote':
      return quoted(stack(text, below()));
    case 'callout':
      return callout(block, stack(text, below()));
    case 'code':
      return fenced(plainTextOf(body.rich_text), textOf(body.language), plainTextOf(body.caption));
    case 'equation':
      // A blank line would end the formula.
      return `$$\n${textOf(body.expression).replace(/\n(?:[ \t]*\n)+/g, '\n')}\n$$`;
    case 'divider':
      return '---';
    case 'table':
      return table(block);
    default:
      return stack(otherText(block, text), below());
  }
}

function otherText(block: ReadableBlock, text: string): string {
  const body = bodyOf(block);
  switch (block.type) {
    case 'child_page':
    case 'child_database':
      return textOf(body.title);
    case 'table_row':
      return listOf(body.cells).map(plainTextOf).join(' | ');
    case 'bookmark':
    case 'embed':
    case 'link_preview':
    case 'image':
    case 'video':
    case 'audio':
    case 'pdf':
    case 'file':
      return link(body);
    default:
      return text;
  }
}

/** A file that Notion itself holds has an address that stops working within the hour: only its caption is worth keeping. */
function link(body: Readonly<Record<string, unknown>>): string {
  const url = textOf(body.url) || textOf(fieldsOf(body.external).url);
  const caption = writeLabel(body.caption) || writeLabel([{ text: { content: textOf(body.name) } }]);
  if (url === '') return caption;
  return caption === '' ? `<${url}>` : `[${caption}](${destination(url)})`;
}

/** Signs at the end would be taken for the closing of a heading. */
function headingText(richText: unknown): string {
  return writeInline(richText, '<br>').replace(/(^|\s)(#+\s*)$/, '$1\\$2');
}

function stack(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** A number as text with something below it is an item of a list that does not begin with 1: nothing else holds it together. */
function paragraph(text: string, block: ReadableBlock): string {
  const number = /^(\d{1,9})\\([.)](?:\s+|$))/.exec(text);
  if (number === null || childBlocksOf(block).length === 0)
    return stack(text, convertBlocksToText(childBlocksOf(block)));
  return listItem(`${number[1]}${number[2]!.charAt(0)} `, text.slice(number[0].length), block);
}

function listItem(marker: string, text: string, block: ReadableBlock, indent = marker.length): string {
  const children = childBlocksOf(block);
  // Behind the item's own dash, three more would be one line across the page.
  const below = text === '' ? convertBlocksToText(children).replace(/^---/, '***') : convertBlocksToText(children);
  const tight = LIST_ITEMS.has(children[0]?.type ?? '') || text === '';
  const all = below === '' ? text : tight && text !== '' ? `${text}\n${below}` : stack(text, below);
  return marker + all.replace(/\n(?!\n|$)/g, `\n${' '.repeat(indent)}`);
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

function callout(block: ReadableBlock, text: string): string {
  const emoji = textOf(fieldsOf(bodyOf(block).icon).emoji);
  const name = calloutName(emoji, textOf(bodyOf(block).color));
  return quoted(name === undefined ? `${emoji} ${text}`.trim() : `[!${name.toUpperCase()}]\n${text}`);
}

function fenced(code: string, language: string, caption: string): string {
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const title = caption.trim() === '' ? '' : `title="${caption.replace(/["`]/g, "'").replace(/\s+/g, ' ').trim()}"`;
  const info = [language === 'plain text' ? '' : language, title].filter((part) => part !== '').join(' ');
  return `${fence}${info}\n${code}\n${fence}`;
}

function table(block: ReadableBlock): string {
  const rows = childBlocksOf(block).map((row) =>
    listOf(bodyOf(row).cells).map((cell) => writeInline(cell, '<br>').replaceAll('|', '\\|')),
  );
  const width = Math.max(0, ...rows.map((cells) => cells.length));
  if (width === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  // A Markdown table cannot be without a header.
  const header = bodyOf(block).has_column_header === true ? rows.shift() : undefined;
  const rule = line(Array.from({ length: width }, () => '---'));
  return [line(header ?? Array.from({ length: width }, () => '')), rule, ...rows.map(line)].join('\n');
}
