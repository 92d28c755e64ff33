import { invalid } from './api-error.ts';
import { asArray, asObject, asString, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { DataSourceRecord, PropertySchema } from './model.ts';
import { SELECT_COLORS } from './rich-text.ts';
import { anyOf, empty, id, list, literal, mapOf, nullable, object, text, variant } from './shape.ts';
import type { Shape } from './shape.ts';
import type { World } from './world.ts';

const optionParts = { color: literal(...SELECT_COLORS), description: nullable(text(2000)) };
const newOption = object({ name: text(100, 1) }, optionParts);
const changedOption = anyOf(
  object({ name: text(100, 1) }, { ...optionParts, id: text(100, 1) }),
  object({ id: text(100, 1) }, { ...optionParts, name: text(100, 1) }),
);
const PLAIN_TYPES = [
  'title',
  'rich_text',
  'url',
  'people',
  'files',
  'email',
  'phone_number',
  'date',
  'checkbox',
  'created_by',
  'created_time',
  'last_edited_by',
  'last_edited_time',
  'button',
  'place',
  'verification',
  'location',
  'last_visited_time',
];

function config(option: Shape): Record<string, Shape> {
  const options = object({}, { options: list(option, 100) });
  return {
    ...Object.fromEntries(PLAIN_TYPES.map((type) => [type, empty])),
    number: object({}, { format: text(100, 1) }),
    formula: object({}, { expression: text() }),
    select: options,
    multi_select: options,
    status: options,
    unique_id: object({}, { prefix: nullable(text(100)) }),
    relation: object(
      { data_source_id: id },
      {
        type: literal('single_property', 'dual_property'),
        single_property: empty,
        dual_property: object({}, { synced_property_id: text(), synced_property_name: text() }),
      },
    ),
    rollup: object(
      { function: text(100, 1) },
      {
        relation_property_name: text(),
        relation_property_id: text(),
        rollup_property_name: text(),
        rollup_property_id: text(),
      },
    ),
  };
}

const description = { description: nullable(text(280)) };
/** Schema of a new data source. https://developers.notion.com/reference/property-object */
export const newSchema: Shape = mapOf(variant(config(newOption), description));
/** Changes of a schema: a new or changed property, a new name, or null to remove it. */
export const schemaChanges: Shape = mapOf((value, path) => {
  if (value === null) return undefined;
  const typed = isObject(value) && Object.keys(config(changedOption)).some((type) => value[type] !== undefined);
  return typed
    ? variant(config(changedOption), { ...description, name: text(2000, 1) })(value, path)
    : object({}, { ...description, name: text(2000, 1), type: text() })(value, path);
});

const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:;@?{}|~<>^[]=';

/** Ids as Notion makes them: four signs, URL-encoded, so that they may hold a `%`. */
function newPropertyId(world: World): string {
  const hex = world.newId().replaceAll('-', '').slice(4);
  let id = '';
  for (let at = 0; at < 4; at += 1) {
    id += ID_ALPHABET[Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16) % ID_ALPHABET.length] ?? 'a';
  }
  return encodeURIComponent(id);
}

function readOptions(world: World, options: Json | undefined, known: JsonObject[]): JsonObject[] {
  return asArray(options).map((entry, index) => {
    const source = asObject(entry);
    const old = known.find((one) => one.id === source.id || one.name === source.name);
    const name = asString(source.name) || asString(old?.name);
    if (name.includes(',')) throw invalid(`Invalid select option, commas not allowed: ${name}`);
    return {
      id: old?.id ?? world.newId(),
      name,
      color: old?.color ?? source.color ?? SELECT_COLORS[(index + 1) % SELECT_COLORS.length] ?? 'default',
      description: source.description ?? old?.description ?? null,
    };
  });
}

const GROUPS = [
  ['To-do', 'gray', 'Not started'],
  ['In progress', 'blue', 'In progress'],
  ['Complete', 'green', 'Done'],
] as const;

function statusConfig(world: World, source: JsonObject, old: JsonObject | undefined): JsonObject {
  if (old) {
    const known = asArray(old.options).map(asObject);
    const named = readOptions(world, source.options, known);
    const options = [...known.map((one) => named.find((other) => other.id === one.id) ?? one)];
    const added = named.filter((one) => !known.some((other) => other.id === one.id));
    const groups = asArray(old.groups).map(asObject);
    const todo = groups[0];
    if (todo) todo.option_ids = [...asArray(todo.option_ids), ...added.map((one) => one.id ?? null)];
    return { options: [...options, ...added], groups };
  }
  const given = readOptions(world, source.options, []);
  const options =
    given.length > 0 ? given : GROUPS.map(([, color, name]) => ({ id: world.newId(), name, color, description: null }));
  const groups = GROUPS.map(([name, color], index) => {
    const inGroup = options.filter(
      (_, at) => Math.min(2, given.length > 0 && at === given.length - 1 ? 2 : at) === index,
    );
    return { id: world.newId(), name, color, option_ids: inGroup.map((one) => one.id ?? null) };
  });
  return { options, groups };
}

/** The read form of a property's configuration. Options that are left out of a change are kept. */
function readConfig(world: World, type: string, source: JsonObject, old: JsonObject | undefined): JsonObject {
  if (type === 'select' || type === 'multi_select') {
    const known = asArray(old?.options).map(asObject);
    const named = readOptions(world, source.options, known);
    const kept = known.filter((one) => !named.some((other) => other.id === one.id));
    return { options: [...kept, ...named] };
  }
  if (type === 'status') return statusConfig(world, source, old);
  if (type === 'number') return { format: source.format ?? old?.format ?? 'number' };
  if (type === 'unique_id') return { prefix: source.prefix ?? null };
  if (type === 'relation') {
    const target = world.dataSource(asString(source.data_source_id));
    if (!target) throw invalid(`Could not find data source ${asString(source.data_source_id)} of a relation.`);
    const kind = source.dual_property === undefined ? 'single_property' : 'dual_property';
    return {
      database_id: target.parent.type === 'workspace' ? '' : target.parent.id,
      data_source_id: target.id,
      type: kind,
      [kind]: source[kind] ?? {},
    };
  }
  return { ...source };
}

export function createProperty(world: World, name: string, source: JsonObject): PropertySchema {
  const type = Object.keys(source).find((key) => isObject(source[key])) ?? 'rich_text';
  return {
    id: type === 'title' ? 'title' : newPropertyId(world),
    name,
    type,
    description: asString(source.description) || null,
    config: readConfig(world, type, asObject(source[type]), undefined),
  };
}

/** Schema of a whole new data source. Throws when there is not exactly one title. */
export function createSchema(world: World, source: JsonObject): PropertySchema[] {
  const schema = Object.entries(source).map(([name, entry]) => createProperty(world, name, asObject(entry)));
  const titles = schema.filter((property) => property.type === 'title').length;
  if (titles !== 1) throw invalid('Title is not provided: a data source needs exactly one title property.');
  return schema;
}

/** The property with this name or id (as read or decoded). */
export function findProperty(schema: PropertySchema[], key: string): PropertySchema | undefined {
  return (
    schema.find((one) => one.id === key || decodeURIComponent(one.id) === key) ?? schema.find((one) => one.name === key)
  );
}

/** Applies `PATCH /data_sources` to the schema. Nothing is changed when anything is refused. */
export function changeSchema(world: World, source: DataSourceRecord, changes: JsonObject): void {
  const schema = structuredClone(source.schema);
  for (const [key, entry] of Object.entries(changes)) {
    const found = findProperty(schema, key);
    if (entry === null) {
      if (!found) throw invalid(`${key} is not a property that exists.`);
      if (found.type === 'title') throw invalid('Cannot delete the title property.');
      schema.splice(schema.indexOf(found), 1);
      continue;
    }
    const change = asObject(entry);
    const type = Object.keys(change).find((name) => isObject(change[name]));
    if (!found) {
      if (type === undefined) throw invalid(`${key} is not a property that exists.`);
      if (type === 'title') throw invalid('Cannot create a second title property.');
      schema.push(createProperty(world, asString(change.name) || key, change));
      continue;
    }
    if (type !== undefined) applyType(world, found, type, asObject(change[type]));
    if (typeof change.name === 'string') {
      if (schema.some((one) => one !== found && one.name === change.name)) {
        throw invalid(`A property named ${change.name} already exists.`);
      }
      found.name = change.name;
    }
    if (change.description !== undefined) found.description = asString(change.description) || null;
  }
  if (JSON.stringify(schema).length > 50_000) throw invalid('The schema of this data source is too large (50 KB).');
  source.schema = schema;
}

function applyType(world: World, found: PropertySchema, type: string, source: JsonObject): void {
  if (type === 'formula' || type === 'place') throw invalid(`Cannot update a ${type} property through the API.`);
  if (found.type === 'title' && type !== 'title') throw invalid('Cannot change the type of the title property.');
  found.config = readConfig(world, type, source, found.type === type ? found.config : undefined);
  found.type = type;
}

export function schemaAnswer(schema: PropertySchema[]): JsonObject {
  const entries = schema.map((one) => [
    one.name,
    { id: one.id, name: one.name, description: one.description, type: one.type, [one.type]: one.config },
  ]);
  return Object.fromEntries(entries) as JsonObject;
}
