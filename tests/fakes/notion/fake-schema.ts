/** Data sources of the fake Notion: their properties, and what becomes of cells when one is added, renamed or removed. */
import { emptyValue, type Json } from '../fake-notion-values.ts';
import { findProperty } from './fake-pages.ts';
import type { DataSource, FakeWorld } from './fake-world.ts';

export function addSource(world: FakeWorld, databaseId: string, name: string, properties: Json): DataSource {
  const source = { id: world.newId(), databaseId, name, properties: readSchema(world, properties), rows: [] };
  world.sources.set(source.id, source);
  return source;
}

export function updateSchema(world: FakeWorld, source: DataSource, changes: Json): void {
  for (const [key, change] of Object.entries(changes)) changeProperty(world, source, key, change);
  for (const node of world.nodesOf(source.rows)) {
    for (const [name, schema] of Object.entries(source.properties))
      if (node.properties[name] === undefined) node.properties[name] = emptyValue(schema);
  }
}

function changeProperty(world: FakeWorld, source: DataSource, key: string, change: unknown): void {
  const found = findProperty(source, key);
  if (!found) {
    Object.assign(source.properties, readSchema(world, { [key]: change as Json }));
    return;
  }
  const [name, schema] = found;
  if (change === null) {
    delete source.properties[name];
    return;
  }
  const { name: renamed, ...config } = change as Json;
  const type = String(config['type'] ?? Object.keys(config).find((item) => item !== 'description') ?? schema['type']);
  const next = { ...schema, ...(config[type] !== undefined && readConfig(world, type, config)) };
  const newName = typeof renamed === 'string' ? renamed : name;
  if (newName !== name) {
    delete source.properties[name];
    renameCells(world, source, name, newName);
  }
  source.properties[newName] = { ...next, name: newName };
}

function renameCells(world: FakeWorld, source: DataSource, from: string, to: string): void {
  for (const node of world.nodesOf(source.rows)) {
    const { [from]: value, ...rest } = node.properties;
    node.properties = { ...rest, [to]: value };
  }
}

function readSchema(world: FakeWorld, properties: Json): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, config]) => {
      const given = config as Json;
      const type = String(given['type'] ?? Object.keys(given).find((key) => key !== 'name' && key !== 'description'));
      const id = type === 'title' ? 'title' : `p${world.count()}`;
      return [name, { id, name, ...readConfig(world, type, given) }];
    }),
  );
}

function readConfig(world: FakeWorld, type: string, given: Json): Json {
  const body = structuredClone((given[type] ?? {}) as Json);
  if (type === 'status' && body['options'] === undefined) {
    body['options'] = ['Not started', 'In progress', 'Done'].map((name) => ({ name }));
  }
  if (Array.isArray(body['options']))
    body['options'] = (body['options'] as Json[]).map((option) => ({
      id: `opt-${world.count()}`,
      color: 'default',
      ...option,
    }));
  if (type === 'status') {
    const ids = (body['options'] as Json[]).map((option) => option['id']);
    body['groups'] = [
      { id: 'group-1', name: 'To-do', color: 'gray', option_ids: ids.slice(0, 1) },
      { id: 'group-2', name: 'In progress', color: 'blue', option_ids: ids.slice(1, -1) },
      { id: 'group-3', name: 'Complete', color: 'green', option_ids: ids.slice(1).slice(-1) },
    ];
  }
  return { type, [type]: body };
}
