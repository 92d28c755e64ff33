/** A cell of Notion, read: as text for tables and variables, and whether it counts as empty. */
import type { DataSourceObjectResponse, PageObjectResponse } from './api-types.ts';
import { richTextToPlain } from './rich-text-to-plain.ts';

export type PropertyValue = PageObjectResponse['properties'][string];
export type PropertySchema = DataSourceObjectResponse['properties'][string];

/** A value without its id: what rollups hold. */
type BareValue = PropertyValue extends infer Value ? (Value extends { id: string } ? Omit<Value, 'id'> : never) : never;
type AnyValue = PropertyValue | BareValue;
type DateValue = { readonly start: string; readonly end: string | null };

export interface RenderOptions {
  /** Titles of related pages and names of people by id, where they are known. */
  readonly titles?: ReadonlyMap<string, string>;
}

/**
 * A value as plain text. Checkboxes are `true` and `false`, times stay ISO: surfaces put them into the person's words.
 * Types that are not known yet give an empty text.
 */
export function renderValue(property: AnyValue, options: RenderOptions = {}): string {
  const value = property as PropertyValue;
  switch (value.type) {
    case 'title':
      return richTextToPlain(value.title);
    case 'rich_text':
      return richTextToPlain(value.rich_text);
    case 'number':
      return value.number === null ? '' : String(value.number);
    case 'select':
      return value.select?.name ?? '';
    case 'status':
      return value.status?.name ?? '';
    case 'multi_select':
      return value.multi_select.map((option) => option.name).join(', ');
    case 'date':
      return renderDate(value.date);
    case 'checkbox':
      return String(value.checkbox);
    case 'url':
      return value.url ?? '';
    case 'email':
      return value.email ?? '';
    case 'phone_number':
      return value.phone_number ?? '';
    default:
      return renderOther(value, options);
  }
}

function renderOther(value: PropertyValue, options: RenderOptions): string {
  switch (value.type) {
    case 'people':
      return value.people.map((person) => nameOf(person, options)).join(', ');
    case 'relation':
      return value.relation.map(({ id }) => options.titles?.get(id) ?? id).join(', ');
    case 'files':
      return value.files.map((file) => file.name).join(', ');
    case 'formula':
      return renderFormula(value.formula);
    case 'rollup':
      return renderRollup(value.rollup, options);
    case 'created_time':
      return value.created_time;
    case 'last_edited_time':
      return value.last_edited_time;
    case 'created_by':
      return nameOf(value.created_by);
    case 'last_edited_by':
      return nameOf(value.last_edited_by);
    case 'unique_id':
      return [value.unique_id.prefix, value.unique_id.number].filter((part) => part !== null && part !== '').join('-');
    case 'verification':
      return value.verification?.state ?? '';
    case 'place':
      return value.place ? (value.place.name ?? value.place.address ?? `${value.place.lat}, ${value.place.lon}`) : '';
    default:
      return '';
  }
}

function renderDate(date: DateValue | null): string {
  if (date === null) return '';
  return date.end === null || date.end === undefined ? date.start : `${date.start} → ${date.end}`;
}

/** Users come without a name if the integration may not read them. */
function nameOf(
  { id, name }: { readonly id: string; readonly name?: string | null },
  { titles }: RenderOptions = {},
): string {
  return name ?? titles?.get(id) ?? id;
}

function renderFormula(formula: Extract<PropertyValue, { type: 'formula' }>['formula']): string {
  switch (formula.type) {
    case 'string':
      return formula.string ?? '';
    case 'number':
      return formula.number === null ? '' : String(formula.number);
    case 'boolean':
      return formula.boolean === null ? '' : String(formula.boolean);
    case 'date':
      return renderDate(formula.date);
    default:
      return '';
  }
}

function renderRollup(rollup: Extract<PropertyValue, { type: 'rollup' }>['rollup'], options: RenderOptions): string {
  switch (rollup.type) {
    case 'number':
      return rollup.number === null ? '' : String(rollup.number);
    case 'date':
      return renderDate(rollup.date);
    case 'array':
      return rollup.array.map((item) => renderValue(item as BareValue, options)).join(', ');
    default:
      return '';
  }
}

/**
 * Whether nothing was filled in: also an unticked checkbox, a status at its default and text of blanks only. The default of a
 * status is the first option of its first group; without the schema a set status counts as filled.
 */
export function isEmptyValue(property: PropertyValue, schema?: PropertySchema): boolean {
  switch (property.type) {
    case 'checkbox':
      return !property.checkbox;
    case 'status':
      return property.status === null || property.status.id === defaultStatusId(schema);
    case 'title':
      return isBlank(property.title);
    case 'rich_text':
      return isBlank(property.rich_text);
    case 'people':
      return property.people.length === 0;
    case 'relation':
      return property.relation.length === 0;
    case 'files':
      return property.files.length === 0;
    default:
      return renderValue(property).trim() === '';
  }
}

/** A mention or an equation is something even if it reads as nothing. */
function isBlank(richText: Extract<PropertyValue, { type: 'title' }>['title']): boolean {
  return richText.every((item) => item.type === 'text') && /^[\s\u200b\ufeff]*$/.test(richTextToPlain(richText));
}

export function defaultStatusId(schema: PropertySchema | undefined): string | undefined {
  if (schema?.type !== 'status') return undefined;
  return schema.status.groups[0]?.option_ids[0] ?? schema.status.options[0]?.id;
}
