/**
 * A value as it was read, in the form that PATCH /v1/pages takes: what Undo puts back.
 * https://developers.notion.com/reference/page-property-values
 */
import type { RichTextItemResponse } from './api-types.ts';
import type { PropertyValue } from './property-value.ts';

/** Why an old value cannot come back exactly: said to the person before the click. */
export type NotRestorable =
  | 'read-only'
  | 'uploaded-file' // Notion gives an address that expires, and takes none back
  | 'truncated' // more related pages or people than one answer holds
  | 'too-long' // more runs of text than one request takes
  | 'mention' // a mention that cannot be written
  | 'unknown-type';

export type WritableValue =
  | { readonly restorable: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly restorable: false; readonly reason: NotRestorable };

const MAX_ITEMS = 100;
const MAX_TEXT = 2000;
/** A page answer names at most so many related pages, people and mentions. */
const READ_LIMIT = 25;

const restorable = (value: Readonly<Record<string, unknown>>): WritableValue => ({ restorable: true, value });
const lost = (reason: NotRestorable): WritableValue => ({ restorable: false, reason });

/** `{ <type>: value }` that restores exactly this value, or why there is none. */
export function toWritable(property: PropertyValue): WritableValue {
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return writeRichText(property);
    case 'number':
      return restorable({ number: property.number });
    case 'checkbox':
      return restorable({ checkbox: property.checkbox });
    case 'url':
      return restorable({ url: property.url });
    case 'email':
      return restorable({ email: property.email });
    case 'phone_number':
      return restorable({ phone_number: property.phone_number });
    case 'select':
      return restorable({ select: property.select && { id: property.select.id } });
    case 'status':
      return restorable({ status: property.status && { id: property.status.id } });
    case 'multi_select':
      return restorable({ multi_select: property.multi_select.map(({ id }) => ({ id })) });
    case 'date':
      return restorable({ date: property.date && writeDate(property.date) });
    case 'people':
      return writeIds('people', property.people, property);
    case 'relation':
      return writeIds('relation', property.relation, property);
    case 'files':
      return writeFiles(property.files);
    case 'place':
      return restorable({ place: property.place && writePlace(property.place) });
    case 'verification':
    case 'formula':
    case 'rollup':
    case 'created_time':
    case 'created_by':
    case 'last_edited_time':
    case 'last_edited_by':
    case 'unique_id':
    case 'button':
      return lost('read-only');
    default:
      return lost('unknown-type');
  }
}

function writeRichText(property: Extract<PropertyValue, { type: 'title' | 'rich_text' }>): WritableValue {
  const read = property.type === 'title' ? property.title : property.rich_text;
  const items = read.map(writeRun);
  if (items.some((item) => item === undefined)) return lost('mention');
  const flat = items.flatMap((item) => item ?? []);
  return flat.length > MAX_ITEMS ? lost('too-long') : restorable({ [property.type]: flat });
}

function writeRun(item: RichTextItemResponse): object[] | undefined {
  const annotations = { ...item.annotations };
  if (item.type === 'equation') return [{ type: 'equation', equation: { ...item.equation }, annotations }];
  if (item.type === 'mention') {
    const mention = writeMention(item.mention);
    return mention && [{ type: 'mention', mention, annotations }];
  }
  const { content, link } = item.text;
  return cut(content).map((part) => ({
    type: 'text',
    text: { content: part, link: link && { url: link.url } },
    annotations,
  }));
}

function cut(text: string): string[] {
  if (text.length <= MAX_TEXT) return [text];
  const parts: string[] = [];
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + MAX_TEXT, text.length);
    // Never between the halves of a surrogate pair.
    if (to < text.length && /[\ud800-\udbff]/.test(text.charAt(to - 1))) to -= 1;
    parts.push(text.slice(from, to));
    from = to;
  }
  return parts;
}

type Mention = Extract<RichTextItemResponse, { type: 'mention' }>['mention'];

/** Link previews, link mentions and agents can be read but not written. */
function writeMention(mention: Mention): object | undefined {
  switch (mention.type) {
    case 'user':
      return { type: 'user', user: { id: mention.user.id } };
    case 'page':
      return { type: 'page', page: { id: mention.page.id } };
    case 'database':
      return { type: 'database', database: { id: mention.database.id } };
    case 'date':
      return { type: 'date', date: writeDate(mention.date) };
    case 'template_mention':
      return { type: 'template_mention', template_mention: { ...mention.template_mention } };
    case 'custom_emoji':
      return { type: 'custom_emoji', custom_emoji: { id: mention.custom_emoji.id } };
    default:
      return undefined;
  }
}

type Place = NonNullable<Extract<PropertyValue, { type: 'place' }>['place']>;

function writePlace({ lat, lon, name, address }: Place): object {
  return { lat, lon, ...(name != null && { name }), ...(address != null && { address }) };
}

interface ReadDate {
  readonly start: string;
  readonly end: string | null;
  readonly time_zone: string | null;
}

/** With a time zone Notion takes no offset in the time itself. */
function writeDate({ start, end, time_zone: zone }: ReadDate): ReadDate {
  if (zone === null || [start, end].some((time) => time?.endsWith('Z'))) return { start, end, time_zone: null };
  const local = (time: string) => time.replace(/(T.*)[+-]\d{2}:?\d{2}$/, '$1');
  return { start: local(start), end: end === null ? null : local(end), time_zone: zone };
}

function writeIds(type: string, items: readonly { readonly id: string }[], property: PropertyValue): WritableValue {
  if ('has_more' in property ? property.has_more === true : items.length >= READ_LIMIT) return lost('truncated');
  return restorable({ [type]: items.map(({ id }) => ({ id })) });
}

function writeFiles(files: Extract<PropertyValue, { type: 'files' }>['files']): WritableValue {
  if (files.some((file) => file.type !== 'external')) return lost('uploaded-file');
  return restorable({
    files: files.map((file) => ({
      name: file.name,
      type: 'external',
      external: { url: file.type === 'external' ? file.external.url : '' },
    })),
  });
}
