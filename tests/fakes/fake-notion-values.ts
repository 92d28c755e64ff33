/** How the fake turns what a caller writes into what Notion answers: rich text, blocks and property values. */
import type { Json as SandboxJson, JsonObject } from '../../sandbox/notion/json.ts';
import { meets } from '../../sandbox/notion/query-conditions.ts';
import { AppError } from '../../lib/shared/app-error.ts';

export type Json = Record<string, unknown>;

/** A refusal as the adapter maps Notion's 400. */
export function refuse(reason: string): AppError {
  return new AppError('notion-invalid-request', 'never', { details: { reason } });
}

const PLAIN = { bold: false, italic: false, strikethrough: false, underline: false, code: false, color: 'default' };
const READ_ONLY = new Set(
  'formula rollup created_time last_edited_time created_by last_edited_by unique_id button'.split(' '),
);

export function isReadOnlyType(type: string): boolean {
  return READ_ONLY.has(type);
}

/** Rich text as it is read back: plain_text, href and whole annotations are added. */
export function readRichText(written: unknown): Json[] {
  if (!Array.isArray(written)) throw refuse('rich_text should be an array');
  if (written.length > 100) throw refuse('rich_text.length should be ≤ 100');
  const items = (written as Json[]).map((item): Json => {
    const annotations = { ...PLAIN, ...(item['annotations'] as Json | undefined) };
    if (item['equation'] !== undefined) {
      const expression = String((item['equation'] as Json)['expression']);
      return { type: 'equation', equation: { expression }, annotations, plain_text: expression, href: null };
    }
    if (item['mention'] !== undefined) {
      const mention = item['mention'] as Json;
      const type = (mention['type'] as string | undefined) ?? Object.keys(mention)[0] ?? 'user';
      const text = (item['plain_text'] as string | undefined) ?? `@${type}`;
      return { type: 'mention', mention: { type, ...mention }, annotations, plain_text: text, href: null };
    }
    const text = item['text'] as Json | undefined;
    const content = text?.['content'];
    if (typeof content !== 'string') throw refuse('text.content should be a string');
    if (content.length > 2000) throw refuse('text.content.length should be ≤ 2000');
    const sent = (text?.['link'] as { url: string } | null | undefined) ?? null;
    if (sent && !/^https?:\/\/\S+$/.test(sent.url)) throw refuse('Invalid URL for link');
    const link = sent && { url: URL.canParse(sent.url) ? new URL(sent.url).href : sent.url };
    return { type: 'text', text: { content, link }, annotations, plain_text: content, href: link?.url ?? null };
  });
  return joinRuns(items);
}

/** Neighbouring text of one style and one link reads back as one run. */
function joinRuns(items: readonly Json[]): Json[] {
  const styleOf = (item: Json) => JSON.stringify([item['annotations'], item['href']]);
  const joined: Json[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (last?.['type'] !== 'text' || item['type'] !== 'text' || styleOf(last) !== styleOf(item)) joined.push(item);
    else {
      const content = `${String(last['plain_text'])}${String(item['plain_text'])}`;
      joined[joined.length - 1] = { ...last, text: { ...(last['text'] as Json), content }, plain_text: content };
    }
  }
  return joined;
}

export function plainText(richText: unknown): string {
  return ((richText as Json[] | undefined) ?? []).map((item) => String(item['plain_text'] ?? '')).join('');
}

/** The type and body of a block request, its children apart. */
export function readBlockRequest(request: unknown): { type: string; body: Json; children: unknown[] } {
  const block = request as Json;
  const type = (block['type'] as string | undefined) ?? Object.keys(block).find((key) => key !== 'object') ?? '';
  const given = block[type];
  if (typeof given !== 'object' || given === null) throw refuse(`${type || 'block'} should be an object`);
  const { children = [], ...rest } = given as Json;
  if (!Array.isArray(children)) throw refuse('children should be an array');
  if (children.length > 100) throw refuse('children.length should be ≤ 100');
  const body: Json = { ...rest };
  if (type === 'code' && typeof body['language'] !== 'string') throw refuse('code.language should be defined');
  if (type === 'table' && children.length === 0) throw refuse('table.children should be defined');
  for (const key of ['rich_text', 'caption']) if (body[key] !== undefined) body[key] = readRichText(body[key]);
  if (type === 'table_row') body['cells'] = (body['cells'] as unknown[]).map(readRichText);
  if (body['rich_text'] !== undefined && body['color'] === undefined) body['color'] = 'default';
  if (type === 'to_do' && body['checked'] === undefined) body['checked'] = false;
  return { type, body, children };
}

interface OptionLike {
  id: string;
  name: string;
  color: string;
}

function readOption(schema: Json, type: string, value: unknown): OptionLike {
  const wanted = value as { id?: string; name?: string };
  const options = ((schema[type] as Json)['options'] ??= []) as OptionLike[];
  const found = options.find((option) =>
    wanted.id === undefined ? option.name === wanted.name : option.id === wanted.id,
  );
  if (found) return { ...found };
  if (type === 'status' || wanted.name === undefined)
    throw new AppError('option-unknown', 'never', { details: { property: String(schema['name']) } });
  if (wanted.name === '') throw refuse('option name should be at least 1 character');
  if (wanted.name.includes(',')) throw refuse('Invalid select option, commas not allowed');
  const created = { id: `opt-${options.length + 1}-${String(schema['id'])}`, name: wanted.name, color: 'default' };
  options.push(created);
  return { ...created };
}

function readText(value: unknown, type: string): string | null {
  if (value === null) return null;
  if (typeof value !== 'string' || value.length === 0) throw refuse(`${type} should be a string of 1 or more`);
  return value;
}

/** One property value as it is read back. `schema` may gain options. */
export function readPropertyValue(schema: Json, written: unknown): Json {
  const type = String(schema['type']);
  const id = String(schema['id']);
  if (isReadOnlyType(type)) throw refuse(`${type} is read-only`);
  const given = written as Json;
  if (given[type] === undefined)
    throw new AppError('property-changed', 'never', { details: { property: String(schema['name']) } });
  return { id, type, [type]: readTyped(schema, type, given[type]) };
}

function readTyped(schema: Json, type: string, value: unknown): unknown {
  switch (type) {
    case 'title':
    case 'rich_text':
      return readRichText(value);
    case 'number':
      if (value !== null && typeof value !== 'number') throw refuse('number should be a number');
      return value;
    case 'checkbox':
      if (typeof value !== 'boolean') throw refuse('checkbox should be a boolean');
      return value;
    case 'select':
      return value === null ? null : readOption(schema, type, value);
    case 'status':
      return value === null ? defaultStatus(schema) : readOption(schema, type, value);
    case 'multi_select':
      return (value as unknown[]).map((option) => readOption(schema, type, option));
    case 'date':
      return value === null ? null : readDate(value as Json);
    case 'url':
    case 'email':
    case 'phone_number':
      return readText(value, type);
    default:
      return value;
  }
}

/** A time reads back with milliseconds and an offset; one that was sent without any is taken for UTC. */
function readDate(value: Json): Json {
  const date: Json = { end: null, time_zone: null, ...value };
  if (date['time_zone'] !== null) return date;
  const answered = (time: unknown) =>
    typeof time !== 'string' || !time.includes('T')
      ? time
      : time.replace(
          /(T\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
          (_, clock: string, offset = 'Z') => `${clock}.000${offset === 'Z' ? '+00:00' : String(offset)}`,
        );
  return { ...date, start: answered(date['start']), end: answered(date['end']) };
}

function defaultStatus(schema: Json): OptionLike | null {
  return ((schema['status'] as { options?: OptionLike[] } | undefined)?.options ?? [])[0] ?? null;
}

/** A page answer names 25 related pages or people, and says of a relation whether there are more. */
export function cutLongValues(properties: Json): Json {
  const entries = Object.entries(properties).map(([name, read]): [string, unknown] => {
    const value = read as Json;
    const { people, relation } = value;
    if (Array.isArray(people)) return [name, { ...value, people: people.slice(0, 25) }];
    if (!Array.isArray(relation)) return [name, value];
    return [name, { ...value, relation: relation.slice(0, 25), has_more: relation.length > 25 }];
  });
  return Object.fromEntries(entries);
}

/** What a cell holds before anything was written. */
export function emptyValue(schema: Json): Json {
  const type = String(schema['type']);
  const empty: Record<string, unknown> = {
    title: [],
    rich_text: [],
    multi_select: [],
    people: [],
    relation: [],
    files: [],
    checkbox: false,
    status: defaultStatus(schema),
    formula: { type: 'string', string: null },
    rollup: { type: 'number', number: null, function: 'count' },
    unique_id: { prefix: null, number: 1 },
    button: {},
  };
  return { id: schema['id'], type, [type]: type in empty ? empty[type] : null };
}

/** Whether a row passes a filter, by the sandbox's own reading of conditions. `now`: epoch ms, for `today` and the like. */
export function passesFilter(
  row: { properties: Json; created_time: string; last_edited_time: string },
  filter: unknown,
  now: number,
): boolean {
  if (filter === undefined) return true;
  const condition = filter as Json;
  if (Array.isArray(condition['and'])) return condition['and'].every((part) => passesFilter(row, part, now));
  if (Array.isArray(condition['or'])) return condition['or'].some((part) => passesFilter(row, part, now));
  const timestamp = condition['timestamp'];
  if (timestamp === 'created_time' || timestamp === 'last_edited_time')
    return meets(timestamp, row[timestamp], condition[timestamp] as JsonObject, { now, me: undefined });
  const name = String(condition['property']);
  const value = Object.entries(row.properties).find(
    ([key, item]) => key === name || (item as Json)['id'] === name,
  )?.[1] as Json | undefined;
  if (value === undefined) throw new AppError('property-missing', 'never', { details: { property: name } });
  const type = String(value['type']);
  if (condition[type] === undefined) throw refuse(`filter should be a ${type} filter`);
  return meets(type, value[type] as SandboxJson, condition[type] as JsonObject, { now, me: undefined });
}
