import { invalid } from './api-error.ts';
import type { Context } from './context.ts';
import { asArray, asObject, asString, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { DataSourceRecord, PageRecord, PropertySchema } from './model.ts';
import { findProperty } from './property-schema.ts';
import { fullValue } from './property-values.ts';
import { CONDITIONS, meets } from './query-conditions.ts';
import { check, list, literal, object, text, variant } from './shape.ts';
import { anyOf } from './shape.ts';
import { cellText } from './world-render.ts';

type Test = (page: PageRecord) => boolean;

const MAX_DEPTH = 2;

/** A filter of a query or view as a test of rows. Throws the 400 for what the API would not take. */
export function compileFilter(
  context: Context,
  source: DataSourceRecord,
  filter: Json,
  path = 'body.filter',
  depth = 0,
): Test {
  if (!isObject(filter))
    throw invalid(`body failed validation: ${path} should be an object, instead was \`${JSON.stringify(filter)}\`.`);
  for (const key of ['and', 'or'] as const) {
    const parts = filter[key];
    if (parts === undefined) continue;
    if (depth >= MAX_DEPTH)
      throw invalid(
        `body failed validation: ${path}.${key} should be not present, instead was \`${JSON.stringify(parts)}\`.`,
      );
    check(object({ [key]: list(() => undefined) }), filter, path);
    const tests = asArray(parts).map((part, index) =>
      compileFilter(context, source, part, `${path}.${key}[${index}]`, depth + 1),
    );
    return key === 'and'
      ? (page) => tests.every((test) => test(page))
      : (page) => tests.length === 0 || tests.some((test) => test(page));
  }
  const now = { now: context.world.now(), me: context.token.ownerId };
  if (filter.timestamp !== undefined) {
    const type = check<string>(literal('created_time', 'last_edited_time'), filter.timestamp, `${path}.timestamp`);
    const shape = CONDITIONS[type];
    check(object({ timestamp: literal(type), [type]: shape ?? literal() }, { type: literal(type) }), filter, path);
    const property: PropertySchema = { id: type, name: type, type, description: null, config: {} };
    return (page) => meets(type, fullValue(page, property), asObject(filter[type]), now);
  }
  check(variant(CONDITIONS, { property: text(), type: text() }), filter, path);
  const key = asString(filter.property);
  const property = findProperty(source.schema, key);
  if (!property) throw invalid(`Could not find property with name or id: ${key}`);
  const type = Object.keys(CONDITIONS).find((one) => filter[one] !== undefined) ?? '';
  if (type !== property.type) {
    throw invalid(`database property ${property.type} does not match filter ${type}`);
  }
  return (page) => meets(type, fullValue(page, property), asObject(filter[type]), now);
}

const direction = literal('ascending', 'descending');
const sortShape = list(
  anyOf(
    object({ property: text(), direction }),
    object({ timestamp: literal('created_time', 'last_edited_time'), direction }),
  ),
);

/** Orders rows by the sorts of a query or view; empty cells come last. */
export function sortRows(context: Context, source: DataSourceRecord, rows: PageRecord[], sorts: Json): PageRecord[] {
  const checked = check<JsonObject[]>(sortShape, sorts, 'body.sorts');
  const compare = checked.map((sort) => {
    const sign = sort.direction === 'descending' ? -1 : 1;
    if (sort.timestamp === 'created_time')
      return (a: PageRecord, b: PageRecord) => sign * (a.createdTime - b.createdTime || a.order - b.order);
    if (sort.timestamp === 'last_edited_time')
      return (a: PageRecord, b: PageRecord) => sign * (a.editedTime - b.editedTime);
    const property = findProperty(source.schema, asString(sort.property));
    if (!property) throw invalid(`Could not find sort property with name or id: ${asString(sort.property)}`);
    return (a: PageRecord, b: PageRecord) => {
      const [left, right] = [sortKey(context, property, a), sortKey(context, property, b)];
      if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
      if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
      return sign * String(left).localeCompare(String(right), 'en');
    };
  });
  return [...rows].sort((a, b) => compare.reduce((order, by) => order || by(a, b), 0));
}

function sortKey(context: Context, property: PropertySchema, page: PageRecord): string | number | undefined {
  const value = fullValue(page, property);
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (property.type === 'select' || property.type === 'status') {
    const at = asArray(property.config.options).findIndex((one) => asObject(one).id === asObject(value).id);
    return at < 0 ? undefined : at;
  }
  if (property.type === 'unique_id') return Number(asObject(value).number);
  const shown = cellText(context.world, property, value);
  return shown === '' ? undefined : shown;
}

export interface RowQuery {
  filter?: Json | undefined;
  sorts?: Json | undefined;
  inTrash?: boolean;
}

/** The rows of a source that fit, in order; without sorts in the order they were made. */
export function queryRows(context: Context, source: DataSourceRecord, query: RowQuery): PageRecord[] {
  const { world } = context;
  const test =
    query.filter === undefined || query.filter === null ? () => true : compileFilter(context, source, query.filter);
  const rows = source.rowIds
    .flatMap((id) => world.page(id) ?? [])
    .filter((page) => page.inTrash === (query.inTrash === true) && test(page));
  return query.sorts === undefined || query.sorts === null ? rows : sortRows(context, source, rows, query.sorts);
}
