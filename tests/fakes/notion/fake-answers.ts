/** What the fake Notion answers: pages, blocks, databases and sources in the API's shapes, and lists a part at a time. */
import type {
  BlockObjectResponse,
  DatabaseObjectResponse,
  DataSourceObjectResponse,
  PageObjectResponse,
} from '../../../lib/notion/api-types.ts';
import type { Listing } from '../../../lib/notion/workspace.ts';
import { cutLongValues, plainText, readRichText, type Json } from '../fake-notion-values.ts';
import { minute, type DataSource, type FakeWorld, type Node } from './fake-world.ts';

const user = (id: string) => ({ object: 'user', id });
const addressOf = (id: string): string => `https://app.notion.com/p/${id.replaceAll('-', '')}`;

function commonAnswer(world: FakeWorld, node: Node): Json {
  return {
    id: node.id,
    created_time: minute(node.createdAt),
    last_edited_time: minute(node.editedAt),
    created_by: user(node.createdBy),
    last_edited_by: user(node.editedBy),
    in_trash: world.inTrash(node),
    parent: node.parent,
  };
}

export function pageAnswer(world: FakeWorld, node: Node): PageObjectResponse {
  return {
    object: 'page',
    ...commonAnswer(world, node),
    is_archived: false,
    is_locked: false,
    url: addressOf(node.id),
    public_url: null,
    properties: cutLongValues(world.seen(node).properties),
    icon: node.icon,
    cover: null,
  } as unknown as PageObjectResponse;
}

export function blockAnswer(world: FakeWorld, node: Node): BlockObjectResponse {
  const type = node.kind === 'page' ? 'child_page' : node.kind === 'database' ? 'child_database' : node.type;
  const body = node.kind === 'block' ? world.seen(node).body : { title: world.titleOf(node) };
  const has_children = node.kind !== 'database' && world.liveChildren(node).length > 0;
  return {
    object: 'block',
    ...commonAnswer(world, node),
    type,
    has_children,
    [type]: body,
  } as unknown as BlockObjectResponse;
}

export function databaseAnswer(world: FakeWorld, node: Node): DatabaseObjectResponse {
  const own = [...world.sources.values()].filter((source) => source.databaseId === node.id);
  return {
    object: 'database',
    ...commonAnswer(world, node),
    title: readRichText([{ text: { content: world.titleOf(node) } }]),
    description: [],
    is_inline: false,
    is_locked: false,
    data_sources: own.map(({ id, name }) => ({ id, name })),
    icon: node.icon,
    cover: null,
    url: addressOf(node.id),
    public_url: null,
  } as unknown as DatabaseObjectResponse;
}

export function sourceAnswer(world: FakeWorld, source: DataSource): DataSourceObjectResponse {
  const database = world.find(source.databaseId, 'database');
  return {
    object: 'data_source',
    ...commonAnswer(world, database),
    id: source.id,
    parent: { type: 'database_id', database_id: source.databaseId },
    database_parent: database.parent,
    title: readRichText([{ text: { content: source.name } }]),
    description: [],
    is_inline: false,
    properties: source.properties,
    icon: database.icon,
    cover: null,
    url: addressOf(source.databaseId),
    public_url: null,
  } as unknown as DataSourceObjectResponse;
}

export function markdownOf(world: FakeWorld, node: Node, indent = ''): string {
  return world
    .liveChildren(node)
    .map(
      (child) =>
        `${indent}${plainText(child.body['rich_text'])}${child.children.length ? `\n${markdownOf(world, child, `${indent}\t`)}` : ''}`,
    )
    .join('\n');
}

export function slice<T>(all: readonly T[], cursor: string | undefined, pageSize: number): Listing<T> {
  const from = cursor === undefined ? 0 : Number(cursor);
  const results = all.slice(from, from + pageSize);
  const end = from + results.length;
  return { results, complete: true, ...(end < all.length && { nextCursor: String(end) }) };
}
