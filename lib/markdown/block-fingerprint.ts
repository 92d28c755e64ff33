import type { NotionBlock } from './block-types.ts';
import { comparableUrl } from './link-url.ts';
import { bodyOf, fieldsOf, listOf, readRuns, styleOf, textOf, type ReadableBlock } from './read-rich-text.ts';

/**
 * A short name of a block's own content: its type, text with styles and links, and what else a person can see and change
 * (checked, language, colour, icon, cells …). Equal content gives the same string whether it is about to be sent or was
 * read back, whatever Notion adds, defaults, joins or respells.
 *
 * Children are not part of it, nor whether there are any: deferred children arrive later, so a block would not be
 * recognised in between. Whoever wants to compare a tree compares the children's fingerprints; a table's rows are children.
 *
 * 53 bits: for recognising our own blocks, not against somebody who wants a collision.
 */
export function fingerprintRequest(block: NotionBlock): string {
  return fingerprint(block);
}

/** The same for a block that Notion answered. Never throws: an unknown type has its type and text only. */
export function fingerprintResponse(block: ReadableBlock): string {
  return fingerprint(block);
}

function fingerprint(block: ReadableBlock): string {
  const body = bodyOf(block);
  const content = [
    richText(body.rich_text),
    richText(body.caption),
    JSON.stringify(listOf(body.cells).map(richText)),
    textOf(body.expression).trim(),
    textOf(body.language),
    textOf(body.title),
    comparableUrl(textOf(body.url) || textOf(fieldsOf(body.external).url)),
    colorOf(body.color),
    iconOf(body.icon),
    String(body.table_width ?? ''),
    ...['checked', 'is_toggleable', 'has_column_header', 'has_row_header'].map((flag) => String(body[flag] === true)),
  ];
  return `${block.type}-${hash(JSON.stringify(content))}`;
}

function richText(value: unknown): string {
  const runs = readRuns(value).map((run) => {
    const url = run.url === undefined ? undefined : comparableUrl(run.url);
    return [run.kind, styleOf({ ...run, url }), run.text.normalize('NFC')];
  });
  return JSON.stringify(runs);
}

function colorOf(color: unknown): string {
  return color === 'default' ? '' : textOf(color);
}

function iconOf(icon: unknown): string {
  // Notion may drop or add the variation selector.
  return textOf(fieldsOf(icon).emoji).replace(/\uFE0F/g, '');
}

/** cyrb53 by bryc (public domain), https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js */
function hash(text: string): string {
  let h1 = 0xdeadbeef;
  let h2 = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ unit, 2654435761);
    h2 = Math.imul(h2 ^ unit, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return (4294967296 * (2097151 & h2) + (h1 >>> 0)).toString(36);
}
