/** Notion's options by the name a model gave. */
import type { PropertySchema } from './property-value.ts';

const MAX_NAME = 100;
/** A request takes so many options. https://developers.notion.com/reference/update-a-data-source */
const MAX_OPTIONS_PER_REQUEST = 100;

/** The option that is meant: the exact name, else the only one that differs in case, spaces or commas. */
export function matchOption(given: string, options: readonly string[]): string | undefined {
  if (options.includes(given)) return given;
  const wanted = looseName(given);
  const matches = options.filter((option) => looseName(option) === wanted);
  return matches.length === 1 ? matches[0] : undefined;
}

function looseName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\s,/]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** A name that Notion takes for a new option: no commas, one line, at most 100 characters. Undefined if nothing is left. */
export function cleanOptionName(given: string): string | undefined {
  const name = given
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s*,\s*/g, ' / ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s/]+|[\s/]+$/g, '');
  if (name === '') return undefined;
  return name.length <= MAX_NAME
    ? name
    : name
        .slice(0, MAX_NAME)
        .toWellFormed()
        .replace(/\ufffd$/, '')
        .trim();
}

/**
 * The change of a data source that creates these options, so that rows written side by side do not each create them.
 * The whole list is sent: a part of it might remove the rest. Undefined if the list is too long for one request; Notion then
 * creates each option with the first row that names it.
 */
export function buildOptionUpdate(
  schema: PropertySchema,
  names: readonly string[],
): Record<string, unknown> | undefined {
  if (schema.type !== 'select' && schema.type !== 'multi_select') return undefined;
  const existing = schema.type === 'select' ? schema.select.options : schema.multi_select.options;
  const known = new Set(existing.map(({ name }) => name.toLowerCase()));
  const added = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
  const options = [
    ...existing.map(({ id, name, color }) => ({ id, name, color })),
    ...added.filter((name) => !known.has(name.toLowerCase())).map((name) => ({ name })),
  ];
  if (options.length === existing.length || options.length > MAX_OPTIONS_PER_REQUEST) return undefined;
  return { [schema.id]: { [schema.type]: { options } } };
}
