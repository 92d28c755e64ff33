import { bareId, webUrl } from './ids.ts';
import { asArray, asObject, asString } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { writeInline } from './markdown-inline.ts';
import type { MarkdownVersion } from './markdown-inline.ts';
import { plainText } from './rich-text.ts';

/** A block with what is below it, as the writer needs it. */
export interface Tree {
  id: string;
  /** The page it is on, for the address of a block that markdown cannot say. */
  pageId: string;
  type: string;
  content: JsonObject;
  children: Tree[];
}

const INDENT = '\t';
const LISTS = ['bulleted_list_item', 'numbered_list_item', 'to_do'];
const runs = (value: Json | undefined) => asArray(value).map(asObject);

/**
 * Blocks as markdown: v1 is Notion's enhanced dialect (tabs nest, a line is a block), v2 separates blocks by blank lines.
 * https://developers.notion.com/guides/data-apis/enhanced-markdown
 */
export function writeMarkdown(blocks: Tree[], version: MarkdownVersion = 'v1'): string {
  let numbered = 0;
  const parts = blocks.map((block) => {
    numbered = block.type === 'numbered_list_item' ? numbered + 1 : 0;
    return writeBlock(block, numbered, version);
  });
  if (version === 'v1') return parts.join('\n');
  return parts.reduce((all, part, index) => {
    const tight = LISTS.includes(blocks[index]?.type ?? '') && blocks[index]?.type === blocks[index - 1]?.type;
    return index === 0 ? part : `${all}${tight ? '\n' : '\n\n'}${part}`;
  }, '');
}

function under(block: Tree, version: MarkdownVersion, width = 2): string {
  if (block.children.length === 0) return '';
  const lead = version === 'v1' ? INDENT : ' '.repeat(width);
  const inner = writeMarkdown(block.children, version);
  return `\n${inner
    .split('\n')
    .map((line) => (line === '' ? '' : lead + line))
    .join('\n')}`;
}

function attributes(content: JsonObject, version: MarkdownVersion): string {
  const color = asString(content.color);
  const parts: string[] = [];
  if (content.is_toggleable === true) parts.push('toggle="true"');
  if (color !== '' && color !== 'default') parts.push(`color="${color.replace('_background', '_bg')}"`);
  return parts.length === 0 || version === 'v2' ? '' : ` {${parts.join(' ')}}`;
}

function writeBlock(block: Tree, position: number, version: MarkdownVersion): string {
  const { type, content } = block;
  const shown = writeInline(runs(content.rich_text)) + attributes(content, version);
  switch (type) {
    case 'paragraph':
      if (shown === '') return (version === 'v1' ? '<empty-block/>' : '<p />') + under(block, version);
      return guard(shown) + under(block, version);
    case 'heading_1':
    case 'heading_2':
    case 'heading_3':
    case 'heading_4':
      return `${'#'.repeat(Number(type.at(-1)))} ${shown}${under(block, version)}`;
    case 'bulleted_list_item':
      return `- ${shown}${under(block, version)}`;
    case 'numbered_list_item':
      return `${position}. ${shown}${under(block, version, 3)}`;
    case 'to_do':
      return `- [${content.checked === true ? 'x' : ' '}] ${shown}${under(block, version)}`;
    case 'quote':
      return version === 'v1'
        ? `> ${shown}${under(block, version)}`
        : `> ${shown.replaceAll('<br>', '\n> ')}${under(block, version)}`;
    case 'toggle':
      return `<details>\n<summary>${shown}</summary>${under(block, version)}\n</details>`;
    case 'callout': {
      const icon = asString(asObject(content.icon).emoji);
      const color = asString(content.color);
      const tint = color === '' || color === 'default' ? '' : ` color="${color.replace('_background', '_bg')}"`;
      const first = writeInline(runs(content.rich_text));
      const lead = version === 'v1' ? INDENT : '';
      return `<callout${icon === '' ? '' : ` icon="${icon}"`}${tint}>\n${lead}${first}${under(block, version)}\n</callout>`;
    }
    case 'code':
      return `\`\`\`${asString(content.language)}\n${plainText(content.rich_text)}\n\`\`\``;
    case 'equation':
      return `$$\n${asString(content.expression)}\n$$`;
    case 'divider':
      return '---';
    case 'table_of_contents':
      return version === 'v1' ? '<table_of_contents/>' : '<table-of-contents/>';
    default:
      return writeOther(block, version);
  }
}

/** A paragraph whose text would read as another block. */
const guard = (shown: string) => (/^(#{1,6}\s|[-+]\s|\d+[.)]\s|-{3}|_{3})/.test(shown) ? `\\${shown}` : shown);

function writeOther(block: Tree, version: MarkdownVersion): string {
  const { type, content } = block;
  const url = asString(asObject(content.external).url);
  const caption = writeInline(runs(content.caption));
  switch (type) {
    case 'image':
      return `![${caption}](${url})`;
    case 'video':
    case 'audio':
    case 'pdf':
    case 'file':
      return `<${type} src="${url}">${caption}</${type}>`;
    case 'table':
      return writeTable(block, version);
    case 'column_list':
      return `<columns>${block.children.map((one) => `\n${INDENT}<column>${under({ ...one, children: one.children }, version).replaceAll('\n', `\n${INDENT}`)}\n${INDENT}</column>`).join('')}\n</columns>`;
    case 'child_page':
      return `<page url="${webUrl(block.id, '')}">${asString(content.title)}</page>`;
    case 'child_database':
      return `<database url="${webUrl(block.id, '')}">${asString(content.title)}</database>`;
    default:
      return `<unknown url="${webUrl(block.pageId, '')}#${bareId(block.id)}" alt="${type}"/>`;
  }
}

function writeTable(block: Tree, version: MarkdownVersion): string {
  const rows = block.children.map((row) => asArray(row.content.cells).map((cell) => writeInline(runs(cell))));
  if (version === 'v2') {
    const line = (row: string[]) => `| ${row.join(' | ')} |`;
    const [head = [], ...rest] = rows;
    return [line(head), line(head.map(() => '---')), ...rest.map(line)].join('\n');
  }
  const marks = [
    block.content.has_column_header === true ? ' header-row="true"' : '',
    block.content.has_row_header === true ? ' header-column="true"' : '',
  ].join('');
  const body = rows.map((row) => `<tr>\n${row.map((cell) => `<td>${cell}</td>`).join('\n')}\n</tr>`);
  return `<table${marks}>\n${body.join('\n')}\n</table>`;
}
