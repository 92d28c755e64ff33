import { invalid } from './api-error.ts';
import { minute, userRef } from './block-content.ts';
import { asArray, asObject, asString } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { DataSourceRecord, PageRecord, PropertySchema } from './model.ts';
import { findProperty } from './property-schema.ts';
import { dateShape, readRichText, richText, SELECT_COLORS } from './rich-text.ts';
import { anyOf, flag, id, list, literal, mapOf, nullable, number, object, text, variant } from './shape.ts';
import type { Shape } from './shape.ts';
import type { World } from './world.ts';

const optionParts = { color: literal(...SELECT_COLORS), description: nullable(text(2000, 1)) };
const option = anyOf(
  object({ name: text(100, 1) }, { ...optionParts, id: text(100, 1) }),
  object({ id: text(100, 1) }, { ...optionParts, name: text(100, 1) }),
);
const file = variant(
  {
    external: object({ url: text(2000, 1) }),
    file: object({ url: text(2000, 1) }, { expiry_time: text() }),
    file_upload: object({ id }),
  },
  { name: text(100, 1) },
);

/** `properties` of `POST` and `PATCH /pages`: https://developers.notion.com/reference/page-property-values */
export const propertyValues: Shape = mapOf(
  variant({
    title: richText,
    rich_text: richText,
    number: nullable(number()),
    select: nullable(option),
    multi_select: list(option, 100),
    status: nullable(option),
    date: nullable(dateShape),
    checkbox: flag,
    url: nullable(text(2000, 1)),
    email: nullable(text(100, 1)),
    phone_number: nullable(text(100, 1)),
    people: list(object({ id }, { object: literal('user', 'group'), name: nullable(text()) }), 100),
    relation: list(object({ id }), 100),
    files: list(file, 100),
    place: nullable(
      object(
        { lat: number(-90, 90), lon: number(-180, 180) },
        {
          name: nullable(text()),
          address: nullable(text()),
          aws_place_id: nullable(text()),
          google_place_id: nullable(text()),
        },
      ),
    ),
    verification: object(
      { state: literal('verified', 'unverified') },
      { date: nullable(dateShape), verified_by: nullable(object({ id }, { object: literal('user') })) },
    ),
  }),
);

const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

function readDate(name: string, value: JsonObject): Json {
  const zone = value.time_zone;
  for (const edge of ['start', 'end'] as const) {
    const shown = value[edge];
    if (shown === null || shown === undefined) continue;
    const written = asString(shown);
    if ((!DATE.test(written) && !DATE_TIME.test(written)) || Number.isNaN(Date.parse(written))) {
      throw invalid(
        `body failed validation: body.properties.${name}.date.${edge} should be a valid ISO 8601 date string, instead was \`${JSON.stringify(shown)}\`.`,
      );
    }
    if (typeof zone === 'string' && /(Z|[+-]\d\d:?\d\d)$/.test(written)) {
      throw invalid(
        `body failed validation: body.properties.${name}.date.${edge} should have no UTC offset when time_zone is set.`,
      );
    }
  }
  const answered = (time: Json | undefined): Json =>
    typeof time === 'string' && typeof zone !== 'string' ? answeredTime(time) : (time ?? null);
  return { start: answered(value.start), end: answered(value.end), time_zone: zone ?? null };
}

/** A time reads back with milliseconds and an offset; one that was sent without any is taken for UTC. */
function answeredTime(written: string): string {
  const match = /^(.*T\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$/.exec(written);
  if (!match) return written;
  const [, minutes = '', seconds = ':00', offset = 'Z'] = match;
  return `${minutes}${seconds}.000${offset === 'Z' ? '+00:00' : offset.replace(/^(...)(\d\d)$/, '$1:$2')}`;
}

const options = (property: PropertySchema) => asArray(property.config.options).map(asObject);

/** The id of the option that is named; a new select option is created when `mayCreate`. */
function optionId(world: World, property: PropertySchema, source: JsonObject, mayCreate: boolean): string {
  const known = options(property);
  const found =
    source.id === undefined ? known.find((one) => one.name === source.name) : known.find((one) => one.id === source.id);
  if (found) return asString(found.id);
  const name = asString(source.name);
  if (property.type === 'status') {
    throw invalid(`Invalid status option. Status option "${name || asString(source.id)}" does not exist.`);
  }
  if (name.includes(',')) throw invalid(`Invalid select option, commas not allowed: ${name}`);
  if (source.id !== undefined || !mayCreate)
    throw invalid(`${property.name} has no option ${name || asString(source.id)}.`);
  const created = {
    id: world.newId(),
    name,
    color: source.color ?? SELECT_COLORS[(known.length + 1) % SELECT_COLORS.length] ?? 'default',
    description: null,
  };
  property.config.options = [...known, created];
  return created.id;
}

/** A status cell can not be empty: no value means the first option. */
export function defaultStatus(property: PropertySchema): Json {
  const groups = asArray(property.config.groups).map(asObject);
  for (const group of groups) for (const first of asArray(group.option_ids)) return first;
  return options(property)[0]?.id ?? null;
}

/** The stored form of one value of a request. Throws the 400 that Notion gives for a wrong type or option. */
export function storeValue(world: World, property: PropertySchema, source: JsonObject, mayCreate: boolean): Json {
  const { type, name } = property;
  if (source[type] === undefined) throw invalid(`${name} is expected to be ${type}.`);
  const value = source[type];
  switch (type) {
    case 'title':
    case 'rich_text':
      return readRichText(value, (one) => world.titleOf(one));
    case 'select':
      return value === null ? null : optionId(world, property, asObject(value), mayCreate);
    case 'status':
      return value === null ? defaultStatus(property) : optionId(world, property, asObject(value), mayCreate);
    case 'multi_select':
      return [...new Set(asArray(value).map((one) => optionId(world, property, asObject(one), mayCreate)))];
    case 'date':
      return value === null ? null : readDate(name, asObject(value));
    case 'people':
    case 'relation':
      return asArray(value).map((one) => asString(asObject(one).id));
    case 'files':
      return asArray(value).map((one) => {
        const entry = asObject(one);
        const kind = ['external', 'file', 'file_upload'].find((key) => entry[key] !== undefined) ?? 'external';
        return { name: entry.name ?? '', type: kind, [kind]: entry[kind] ?? {} };
      });
    default:
      return value;
  }
}

/** Values of a request by property id, checked against the schema; nothing is stored yet. */
export function storeValues(
  world: World,
  source: DataSourceRecord | undefined,
  values: JsonObject,
  mayCreate = true,
): Map<string, Json> {
  const stored = new Map<string, Json>();
  const schema = source ? structuredClone(source.schema) : [];
  for (const [key, entry] of Object.entries(values)) {
    if (!source) {
      if (key !== 'title') throw invalid(`${key} is not a property that exists.`);
      stored.set(
        'title',
        readRichText(asObject(entry).title, (one) => world.titleOf(one)),
      );
      continue;
    }
    const property = findProperty(schema, key);
    if (!property) throw invalid(`${key} is not a property that exists.`);
    stored.set(property.id, storeValue(world, property, asObject(entry), mayCreate));
  }
  if (source) source.schema = schema;
  return stored;
}

const optionRead = (property: PropertySchema, one: Json | undefined): Json => {
  const found = options(property).find((entry) => entry.id === one);
  return found ? { id: found.id ?? '', name: found.name ?? '', color: found.color ?? 'default' } : null;
};

/** What the page shows for a property, not cut. */
export function fullValue(page: PageRecord, property: PropertySchema): Json {
  const value = page.values.get(property.id);
  switch (property.type) {
    case 'title':
    case 'rich_text':
    case 'files':
      return asArray(value);
    case 'select':
    case 'status':
      return optionRead(property, value);
    case 'multi_select':
      return asArray(value)
        .map((one) => optionRead(property, one))
        .filter((one) => one !== null);
    case 'checkbox':
      return value === true;
    case 'people':
      return asArray(value).map((one) => userRef(asString(one)));
    case 'relation':
      return asArray(value).map((one) => ({ id: one }));
    case 'created_time':
      return minute(page.createdTime);
    case 'last_edited_time':
      return minute(page.editedTime);
    case 'created_by':
      return userRef(page.createdBy);
    case 'last_edited_by':
      return userRef(page.editedBy);
    case 'unique_id':
      return { prefix: property.config.prefix ?? null, number: value ?? null };
    case 'formula':
      return value ?? { type: 'string', string: null };
    case 'rollup':
      return value ?? { type: 'number', number: 0, function: property.config.function ?? 'count' };
    case 'button':
      return {};
    case 'verification':
      return value ?? { state: 'unverified', date: null, verified_by: null };
    default:
      return value ?? null;
  }
}

const CUT = 25;

/** The `properties` of a page answer, in which people and relations are cut at 25. */
export function valuesAnswer(page: PageRecord, schema: PropertySchema[], only?: string[]): JsonObject {
  const shown: JsonObject = {};
  for (const property of schema) {
    if (only && !only.some((key) => key === property.id || key === decodeURIComponent(property.id))) continue;
    const full = fullValue(page, property);
    const long = property.type === 'relation' || property.type === 'people';
    shown[property.name] = {
      id: property.id,
      type: property.type,
      [property.type]: long ? asArray(full).slice(0, CUT) : full,
      ...(property.type === 'relation' ? { has_more: asArray(full).length > CUT } : {}),
    };
  }
  return shown;
}
