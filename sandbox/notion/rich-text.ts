import { creationFailed } from './api-error.ts';
import { asObject, asString } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { anyOf, flag, id, list, literal, nullable, object, text, variant } from './shape.ts';
import type { Shape } from './shape.ts';

const BASE_COLORS = ['gray', 'brown', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'red'];
export const SELECT_COLORS = ['default', ...BASE_COLORS];
export const COLORS = [...SELECT_COLORS, ...SELECT_COLORS.map((color) => `${color}_background`)];
export const color: Shape = literal(...COLORS);

const annotations = object({}, { bold: flag, italic: flag, strikethrough: flag, underline: flag, code: flag, color });
export const dateShape = object({ start: text(100) }, { end: nullable(text(100)), time_zone: nullable(text(100)) });
const mention = variant({
  user: object({ id }, { object: literal('user') }),
  date: dateShape,
  page: object({ id }),
  database: object({ id }),
  template_mention: anyOf(
    object({ template_mention_date: literal('today', 'now') }, { type: literal('template_mention_date') }),
    object({ template_mention_user: literal('me') }, { type: literal('template_mention_user') }),
  ),
  custom_emoji: object({ id }, { name: text(), url: text() }),
});

/** One rich text item of a request: https://developers.notion.com/reference/rich-text */
const item = variant(
  {
    text: object({ content: text(2000) }, { link: nullable(object({ url: text(2000) })) }),
    mention,
    equation: object({ expression: text(1000) }),
  },
  { annotations },
);
export const richText: Shape = list(item, 100);

/** Only absolute http(s) addresses are links; anything else fails the whole request. */
export function isLinkUrl(url: string): boolean {
  if (!/^https?:\/\//i.test(url) || /\s/.test(url)) return false;
  return URL.canParse(url);
}

/** Throws when any `text.link.url` anywhere below is not a web address; media and bookmark addresses likewise. */
export function refuseBadLinks(value: Json): void {
  const lines: string[] = [];
  walk(value, lines);
  if (lines.length > 0) throw creationFailed(lines);
}

function walk(value: Json, lines: string[]): void {
  if (Array.isArray(value)) return value.forEach((entry) => walk(entry, lines));
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    const address = asObject(entry).url;
    if (key === 'link' && typeof address === 'string' && !isLinkUrl(address)) lines.push('Invalid URL for link.');
    else if (key === 'external' && typeof address === 'string' && !isLinkUrl(address)) lines.push('Invalid file url.');
    else if ((key === 'bookmark' || key === 'embed') && typeof address === 'string' && !isLinkUrl(address)) {
      lines.push(`Invalid ${key} url.`);
    } else walk(entry, lines);
  }
}

const PLAIN = { bold: false, italic: false, strikethrough: false, underline: false, code: false, color: 'default' };

/** Request items as the API reads them back: with `plain_text`, `href`, every annotation, `link: null`. */
export function readRichText(items: Json | undefined, names: (id: string) => string = () => ''): JsonObject[] {
  if (!Array.isArray(items)) return [];
  return joinRuns(items.map((entry) => readItem(asObject(entry), names)));
}

/** Neighbouring text of one style and one link reads back as one run. */
function joinRuns(items: readonly JsonObject[]): JsonObject[] {
  const joined: JsonObject[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (last?.type !== 'text' || item.type !== 'text' || styleKey(last) !== styleKey(item)) joined.push(item);
    else {
      const content = asString(last.plain_text) + asString(item.plain_text);
      joined[joined.length - 1] = { ...last, text: { ...asObject(last.text), content }, plain_text: content };
    }
  }
  return joined;
}

const styleKey = (item: JsonObject): string => JSON.stringify([item.annotations, item.href]);

function readItem(source: JsonObject, names: (id: string) => string): JsonObject {
  const styled = { annotations: { ...PLAIN, ...asObject(source.annotations) } };
  if (source.equation !== undefined) {
    const expression = asString(asObject(source.equation).expression);
    return { type: 'equation', equation: { expression }, ...styled, plain_text: expression, href: null };
  }
  if (source.mention !== undefined) return readMention(asObject(source.mention), styled, names);
  const value = asObject(source.text);
  const content = asString(value.content);
  const written = asString(asObject(value.link).url);
  // An address reads back in its standard spelling: a host alone gains a slash.
  const url = URL.canParse(written) ? new URL(written).href : written;
  const link = url === '' ? null : { url };
  return { type: 'text', text: { content, link }, ...styled, plain_text: content, href: link ? url : null };
}

function readMention(value: JsonObject, styled: JsonObject, names: (id: string) => string): JsonObject {
  const kind = Object.keys(value).find((key) => key !== 'type') ?? 'page';
  const target = asObject(value[kind]);
  const targetId = asString(target.id);
  const shown: Record<string, string> = {
    user: `@${names(targetId) || 'Anonymous'}`,
    page: names(targetId) || 'Untitled',
    database: names(targetId) || 'Untitled',
    date: [asString(target.start), asString(target.end)].filter(Boolean).join(' → '),
  };
  const body =
    kind === 'user'
      ? { object: 'user', id: targetId }
      : kind === 'date'
        ? { start: target.start ?? '', end: target.end ?? null, time_zone: target.time_zone ?? null }
        : target;
  return {
    type: 'mention',
    mention: { type: kind, [kind]: body },
    ...styled,
    plain_text: shown[kind] ?? '',
    href: kind === 'page' || kind === 'database' ? `https://app.notion.com/p/${targetId.replaceAll('-', '')}` : null,
  };
}

export const plainText = (items: Json | undefined): string =>
  Array.isArray(items) ? items.map((entry) => asString(asObject(entry).plain_text)).join('') : '';

/** Read form of one unstyled text; empty text is no item at all. */
export const textRuns = (content: string): JsonObject[] =>
  content === '' ? [] : readRichText([{ text: { content } }]);
