/** What a person does in the fake Notion meanwhile: no call, no effect in the log. */
import type { AppendPosition } from '../../../lib/notion/workspace.ts';
import { readRichText, type Json } from '../fake-notion-values.ts';
import { insertBlocks, paragraphs } from './fake-blocks.ts';
import { writeProperties } from './fake-pages.ts';
import { updateSchema } from './fake-schema.ts';
import type { FakeWorld } from './fake-world.ts';

export function createPerson(world: FakeWorld) {
  const removed = new Map<string, Json>();
  return {
    setText(blockId: string, content: string): void {
      const node = world.whole(blockId);
      world.asPerson(() => world.remember(node));
      node.body = { ...node.body, rich_text: readRichText([{ text: { content } }]) };
      world.touch(node);
    },
    addParagraph(parentId: string, content: string, position: AppendPosition = { type: 'end' }): string {
      const parent = world.whole(parentId);
      return world.asPerson(() => insertBlocks(world, parent, paragraphs([content]), position)[0]?.id ?? '');
    },
    setCell(rowId: string, property: string, value: Json): void {
      const node = world.whole(rowId);
      world.asPerson(() => world.remember(node));
      writeProperties(node, world.sourceOfRow(node), { [property]: value });
      node.editedAt = world.now();
    },
    setTrashed(id: string, trashed: boolean): void {
      world.asPerson(() => world.remember(world.whole(id)));
      world.whole(id).trashed = trashed;
    },
    setShared(id: string, shared: boolean): void {
      world.whole(id).shared = shared;
    },
    renameProperty(dataSourceId: string, from: string, to: string): void {
      const source = world.sources.get(dataSourceId);
      if (source) updateSchema(world, source, { [from]: { name: to } });
    },
    removeProperty(dataSourceId: string, name: string): void {
      const source = world.sources.get(dataSourceId);
      if (!source) return;
      const schema = source.properties[name];
      if (schema) removed.set(`${dataSourceId} ${name}`, schema);
      updateSchema(world, source, { [name]: null });
      for (const row of world.nodesOf(source.rows)) delete row.properties[name];
    },
    /** With its old id; its cells are empty. */
    restoreProperty(dataSourceId: string, name: string): void {
      const source = world.sources.get(dataSourceId);
      const schema = removed.get(`${dataSourceId} ${name}`);
      if (!source || !schema) throw new Error(`${name} was not removed`);
      source.properties[name] = schema;
      updateSchema(world, source, {});
    },
  };
}
