/** Values brought to one form, to tell whether a person changed a cell. Always compare Notion's answer with Notion's answer. */
import type { RichText } from '../markdown/block-types.ts';
import { comparableUrl } from '../markdown/link-url.ts';
import type { RichTextItemResponse } from './api-types.ts';
import { renderValue, type PropertyValue } from './property-value.ts';

/** Plain data: equal for cells that a person would call equal. */
export type NormalisedValue =
  null | string | number | boolean | readonly NormalisedValue[] | { readonly [key: string]: NormalisedValue };

/** Without what changes by itself (expiring addresses of files, how text is cut into runs, colours of options). */
export function normaliseValue(property: PropertyValue): NormalisedValue {
  switch (property.type) {
    case 'title':
      return normaliseRichText(property.title);
    case 'rich_text':
      return normaliseRichText(property.rich_text);
    case 'number':
      return property.number;
    case 'checkbox':
      return property.checkbox;
    case 'select':
      return property.select?.id ?? null;
    case 'status':
      return property.status?.id ?? null;
    case 'multi_select':
      return property.multi_select.map((option) => option.id);
    case 'date':
      return property.date && { start: property.date.start, end: property.date.end, zone: property.date.time_zone };
    case 'people':
      return property.people.map((person) => person.id);
    case 'relation':
      return property.relation.map((page) => page.id);
    case 'files':
      return property.files.map((file) => ({
        name: file.name,
        url: file.type === 'external' ? file.external.url : null,
      }));
    default:
      return renderValue(property);
  }
}

const PLAIN = {
  bold: false,
  italic: false,
  strikethrough: false,
  underline: false,
  code: false,
  color: 'default',
} as const;

/** Rich text that we send, in the form that Notion's answer to it has. */
export function normaliseSentRichText(sent: readonly RichText[]): NormalisedValue {
  return normaliseRichText(
    sent.map((run): RichTextItemResponse => {
      const annotations = { ...PLAIN, ...run.annotations };
      if (run.type === 'equation') {
        return { ...run, annotations, plain_text: run.equation.expression, href: null };
      }
      const { content, link = null } = run.text;
      return { type: 'text', text: { content, link }, annotations, plain_text: content, href: link?.url ?? null };
    }),
  );
}

/**
 * Neighbouring runs of the same style are one, and an address has one spelling: Notion joins, splits and respells them as it likes.
 */
export function normaliseRichText(richText: readonly RichTextItemResponse[]): NormalisedValue {
  const runs: { style: string; run: { text: string; [key: string]: NormalisedValue } }[] = [];
  for (const item of richText) {
    const run = { ...styleOf(item), text: item.plain_text };
    const style = item.type === 'text' ? JSON.stringify(styleOf(item)) : '';
    const last = runs.at(-1);
    if (last && style !== '' && last.style === style) last.run.text += item.plain_text;
    else if (item.plain_text !== '' || item.type !== 'text') runs.push({ style, run });
  }
  return runs.map(({ run }) => run);
}

function styleOf(item: RichTextItemResponse): Record<string, NormalisedValue> {
  const { annotations } = item;
  return {
    ...(item.href !== null && { href: comparableUrl(item.href) }),
    ...(annotations.bold && { bold: true }),
    ...(annotations.italic && { italic: true }),
    ...(annotations.strikethrough && { strikethrough: true }),
    ...(annotations.underline && { underline: true }),
    ...(annotations.code && { code: true }),
    ...(annotations.color !== 'default' && { color: annotations.color }),
    ...(item.type === 'equation' && { equation: item.equation.expression }),
    ...(item.type === 'mention' && { mention: mentionKey(item.mention) }),
  };
}

type Mention = Extract<RichTextItemResponse, { type: 'mention' }>['mention'];

function mentionKey(mention: Mention): string {
  const value: unknown = (mention as unknown as Record<string, unknown>)[mention.type];
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
  return `${mention.type}:${typeof id === 'string' ? id : JSON.stringify(id)}`;
}
