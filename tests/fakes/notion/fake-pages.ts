/** Pages and rows of the fake Notion, and the values of their properties. */
import { AppError } from '../../../lib/shared/app-error.ts';
import { emptyValue, readPropertyValue, refuse, type Json } from '../fake-notion-values.ts';
import type { DataSource, FakeWorld, Node } from './fake-world.ts';

/** A property of a source by its name or id, or undefined. */
export function findProperty(source: DataSource, key: string): [name: string, schema: Json] | undefined {
  return Object.entries(source.properties).find(([name, schema]) => name === key || schema['id'] === key);
}

export function writeProperties(node: Node, source: DataSource | undefined, written: Json): void {
  if (!source) {
    const [key, value] = Object.entries(written)[0] ?? [];
    if (key === undefined) return;
    if (key !== 'title' || Object.keys(written).length > 1) throw refuse('only title is a property of this page');
    node.properties = { title: readPropertyValue({ id: 'title', type: 'title', name: 'title' }, value) };
    return;
  }
  const next: Json = {};
  for (const [key, value] of Object.entries(written)) {
    const found = findProperty(source, key);
    if (!found) throw new AppError('property-missing', 'never', { details: { property: key } });
    const [name, schema] = found;
    next[name] = readPropertyValue(schema, value);
  }
  node.properties = { ...node.properties, ...next };
}

export function createRow(world: FakeWorld, source: DataSource, written: Json): Node {
  const parent = { type: 'data_source_id', data_source_id: source.id, database_id: source.databaseId };
  const node = world.addNode({ kind: 'page', type: 'child_page', parent, parentId: source.databaseId });
  node.properties = Object.fromEntries(
    Object.entries(source.properties).map(([name, schema]) => [name, emptyValue(schema)]),
  );
  writeOrForget(world, node, source, written);
  source.rows.push(node.id);
  return node;
}

export function createChildPage(world: FakeWorld, parent: Node | undefined, written: Json): Node {
  const node = world.addNode({
    kind: 'page',
    type: 'child_page',
    parent: parent ? { type: 'page_id', page_id: parent.id } : { type: 'workspace', workspace: true },
    parentId: parent?.id,
    shared: parent === undefined,
    properties: { title: { id: 'title', type: 'title', title: [] } },
  });
  writeOrForget(world, node, undefined, written);
  parent?.children.push(node.id);
  return node;
}

/** A page whose properties are refused was never made. */
function writeOrForget(world: FakeWorld, node: Node, source: DataSource | undefined, written: Json): void {
  try {
    writeProperties(node, source, written);
  } catch (error) {
    world.nodes.delete(node.id);
    throw error;
  }
}
