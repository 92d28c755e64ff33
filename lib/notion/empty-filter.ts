/** Filters for rows whose cells are empty. https://developers.notion.com/reference/filter-data-source-entries */
import { defaultStatusId, type PropertySchema } from './property-value.ts';

const WITH_IS_EMPTY: ReadonlySet<string> = new Set([
  'title',
  'rich_text',
  'url',
  'email',
  'phone_number',
  'number',
  'select',
  'multi_select',
  'date',
  'people',
  'relation',
  'files',
]);
const TEXTS: ReadonlySet<string> = new Set(['title', 'rich_text']);
/** Blanks that a filter can name; longer ones are found by reading the cell. */
const BLANKS = [' ', '\n'];

/**
 * Rows where at least one of these properties is empty: also an unticked checkbox, a status at its default, a blank text.
 * Undefined if one of them cannot be filtered for: then all rows have to be read. What the filter lets through is still to be
 * checked with `isEmptyValue`.
 */
export function onlyEmptyFilter(properties: readonly PropertySchema[]): unknown {
  const conditions = properties.map(emptyConditions);
  if (conditions.length === 0 || conditions.some((part) => part === undefined)) return undefined;
  const flat = conditions.flatMap((part) => part ?? []);
  return flat.length === 1 ? flat[0] : { or: flat };
}

function emptyConditions(schema: PropertySchema): object[] | undefined {
  const { id, type } = schema;
  if (type === 'checkbox') return [{ property: id, checkbox: { equals: false } }];
  if (schema.type === 'status') {
    const name = schema.status.options.find((option) => option.id === defaultStatusId(schema))?.name;
    const isEmpty = { property: id, status: { is_empty: true } };
    return name === undefined ? [isEmpty] : [isEmpty, { property: id, status: { equals: name } }];
  }
  if (!WITH_IS_EMPTY.has(type)) return undefined;
  const blanks = TEXTS.has(type) ? BLANKS.map((blank) => ({ property: id, [type]: { equals: blank } })) : [];
  return [{ property: id, [type]: { is_empty: true } }, ...blanks];
}
