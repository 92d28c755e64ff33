/** How a test puts pages, databases, views and templates into the fake Notion, and looks at what stands there. */
import { plainText, type Json } from '../fake-notion-values.ts';
import { insertBlocks, paragraphs } from './fake-blocks.ts';
import { createChildPage, createRow, writeProperties } from './fake-pages.ts';
import { addSource } from './fake-schema.ts';
import type { FakeWorld } from './fake-world.ts';

export function createSetUp(world: FakeWorld) {
  function addRow(dataSourceId: string, properties: Json, texts: readonly string[] = []): string {
    const node = createRow(world, world.wholeSource(dataSourceId), properties);
    if (texts.length > 0) insertBlocks(world, node, paragraphs(texts));
    return node.id;
  }

  return {
    /** A page that is shared with the integration, with paragraphs of these texts. */
    addPage(
      page: { title?: string; parentId?: string; texts?: readonly string[]; shared?: boolean; icon?: string } = {},
    ): string {
      const parent = page.parentId === undefined ? undefined : world.whole(page.parentId);
      const node = createChildPage(world, parent, { title: { title: [{ text: { content: page.title ?? 'Page' } }] } });
      node.shared = page.shared ?? parent === undefined;
      if (page.icon !== undefined) node.icon = { type: 'emoji', emoji: page.icon };
      const blocks = paragraphs(page.texts ?? []);
      for (let at = 0; at < blocks.length; at += 100) insertBlocks(world, node, blocks.slice(at, at + 100));
      return node.id;
    },
    /** A database with one source. `properties` as POST /v1/databases takes them; `Name` is the title unless one is given. */
    addDatabase(
      database: { title?: string; properties?: Json; parentId?: string; shared?: boolean; linked?: boolean } = {},
    ): { databaseId: string; dataSourceId: string } {
      const { title = 'Database', parentId, properties = {} } = database;
      const node = world.addNode({
        kind: 'database',
        type: 'child_database',
        parent:
          parentId === undefined ? { type: 'workspace', workspace: true } : { type: 'page_id', page_id: parentId },
        parentId,
        shared: database.shared ?? parentId === undefined,
        body: { title },
      });
      if (parentId !== undefined) world.whole(parentId).children.push(node.id);
      if (database.linked) return { databaseId: node.id, dataSourceId: '' };
      const hasTitle = Object.values(properties).some((config) => 'title' in (config as Json));
      const schema = hasTitle ? properties : { Name: { title: {} }, ...properties };
      return { databaseId: node.id, dataSourceId: addSource(world, node.id, title, schema).id };
    },
    /** One more source in a database. */
    addDataSource(databaseId: string, name: string, properties: Json = { Name: { title: {} } }): string {
      return addSource(world, databaseId, name, properties).id;
    },
    addRow,
    /** A page that rows can be made from. */
    addTemplate(
      dataSourceId: string,
      template: { name: string; values?: Json; texts?: readonly string[]; isDefault?: boolean },
    ): string {
      const { name, values = {}, texts = [], isDefault = false } = template;
      const id = addRow(dataSourceId, values, texts);
      const source = world.wholeSource(dataSourceId);
      source.rows = source.rows.filter((row) => row !== id);
      world.templates.set(id, { id, name, isDefault, dataSourceId, values });
      return id;
    },
    /** Notion fills the rows that were made from templates: the first `blocks` of each template, or all. */
    applyTemplates(blocks?: number): void {
      for (const { rowId, templateId } of world.fromTemplate) {
        const row = world.whole(rowId);
        writeProperties(row, world.sourceOfRow(row), world.templates.get(templateId)?.values ?? {});
        insertBlocks(world, row, paragraphs(textsOf(world, templateId).slice(row.children.length, blocks)));
      }
      if (blocks === undefined) world.fromTemplate = [];
    },
    /** From now on queries give the row without its properties, as Notion does now and then. */
    makePartial(rowId: string): void {
      world.partial.add(rowId);
    },
    /** A view of the source in its own database, or a linked one in another. */
    addView(
      dataSourceId: string,
      view: { name: string; databaseId?: string; type?: string; filter?: unknown; sorts?: readonly unknown[] },
    ): string {
      const { databaseId } = world.wholeSource(dataSourceId);
      const id = world.newId();
      world.views.set(id, { id, type: 'table', databaseId, dataSourceId, ...view });
      return id;
    },
  };
}

export function createLooks(world: FakeWorld) {
  function cellOf(rowId: string, property: string): [string, Json] {
    const found = Object.entries(world.nodes.get(rowId)?.properties ?? {}).find(
      ([name, value]) => name === property || (value as Json)['id'] === property,
    );
    if (!found) throw new Error(`no property ${property} in row ${rowId}`);
    return found as [string, Json];
  }

  return {
    /** The id of a property by its name. */
    propertyId(dataSourceId: string, name: string): string {
      return String(world.sources.get(dataSourceId)?.properties[name]?.['id']);
    },
    /** Plain texts of the blocks on a page, depth first, without what is in the trash. */
    texts: (id: string): string[] => textsOf(world, id),
    /** Ids of the live top-level blocks, in order. */
    childIds(id: string): string[] {
      return world.liveChildren(world.whole(id)).map((child) => child.id);
    },
    isTrashed(id: string): boolean {
      return world.inTrash(world.whole(id));
    },
    /** The raw value of a cell, by property name or id: `{ id, type, [type]: … }`. */
    cell(rowId: string, property: string): Json {
      return structuredClone(cellOf(rowId, property)[1]);
    },
    /** The plain text of a title or text cell. */
    cellText(rowId: string, property: string): string {
      const [, value] = cellOf(rowId, property);
      return plainText(value[String(value['type'])]);
    },
    rowIds(dataSourceId: string): string[] {
      return (world.sources.get(dataSourceId)?.rows ?? []).filter((id) => !world.nodes.get(id)?.trashed);
    },
  };
}

function textsOf(world: FakeWorld, id: string): string[] {
  return world
    .liveChildren(world.whole(id))
    .flatMap((child) =>
      child.kind === 'block'
        ? [plainText(child.body['rich_text']), ...textsOf(world, child.id)]
        : [world.titleOf(child)],
    );
}
