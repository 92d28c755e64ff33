import { readContent } from './block-content.ts';
import type { Json, JsonObject } from './json.ts';
import { asArray, asObject } from './json.ts';
import { parseInline } from './markdown-inline.ts';
import { findProperty } from './property-schema.ts';
import { textRuns } from './rich-text.ts';
import type { World } from './world.ts';
import { addBlocks, setCell } from './world-build.ts';
import { someone } from './world-people.ts';

/** What a person does in the web app. Each throws for an unknown id and tells the listeners. */
export class WorldEdits {
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  private by(id: string): string {
    const record = this.world.records.get(id);
    if (!record) throw new Error(`Nothing has the id ${id}`);
    return someone(this.world, record.workspaceId).id;
  }

  /** Types a new text into a block; inline markdown is allowed. */
  setText(blockId: string, markdown: string): void {
    const by = this.by(blockId);
    const block = this.world.block(blockId);
    if (!block) throw new Error(`${blockId} is no block`);
    const fresh = readContent(block.type, { rich_text: parseInline(markdown) }, (id) => this.world.titleOf(id));
    block.content = { ...block.content, rich_text: fresh.rich_text ?? [] };
    this.world.touch(blockId, by);
  }

  setChecked(blockId: string, checked: boolean): void {
    const by = this.by(blockId);
    const block = this.world.block(blockId);
    if (block) block.content = { ...block.content, checked };
    this.world.touch(blockId, by);
  }

  /** Sets a cell by property name or id: text, a number, an option's name, or the value in request form. */
  setProperty(pageId: string, property: string, cell: Json): void {
    const by = this.by(pageId);
    const page = this.world.page(pageId);
    if (!page) throw new Error(`${pageId} is no page`);
    setCell(this.world, page, property, cell);
    this.world.touch(pageId, by);
  }

  /** Renames a page, database or data source. */
  rename(id: string, title: string): void {
    const by = this.by(id);
    const record = this.world.records.get(id);
    if (record?.kind === 'page') record.values.set('title', textRuns(title));
    else if (record?.kind === 'database') {
      record.title = textRuns(title);
      for (const sourceId of record.dataSourceIds) {
        const source = this.world.dataSource(sourceId);
        if (source && record.dataSourceIds.length === 1) source.title = textRuns(title);
      }
    } else if (record?.kind === 'data_source') record.title = textRuns(title);
    this.world.touch(id, by);
  }

  renameProperty(dataSourceId: string, property: string, name: string): void {
    const by = this.by(dataSourceId);
    const found = findProperty(this.world.dataSource(dataSourceId)?.schema ?? [], property);
    if (!found) throw new Error(`No property ${property}`);
    found.name = name;
    this.world.touch(dataSourceId, by);
  }

  removeProperty(dataSourceId: string, property: string): void {
    const by = this.by(dataSourceId);
    const source = this.world.dataSource(dataSourceId);
    if (source) source.schema = source.schema.filter((one) => one !== findProperty(source.schema, property));
    this.world.touch(dataSourceId, by);
  }

  removeOption(dataSourceId: string, property: string, option: string): void {
    const by = this.by(dataSourceId);
    const found = findProperty(this.world.dataSource(dataSourceId)?.schema ?? [], property);
    if (found) found.config.options = asArray(found.config.options).filter((one) => asObject(one).name !== option);
    this.world.touch(dataSourceId, by);
  }

  trash(id: string): void {
    this.world.setTrash(id, true, this.by(id));
  }

  restore(id: string): void {
    this.world.setTrash(id, false, this.by(id));
  }

  /** Gone for good, as after thirty days in the trash. */
  deleteForever(id: string): void {
    const by = this.by(id);
    const record = this.world.records.get(id);
    this.world.setTrash(id, true, by);
    const holder = record && record.parent.type !== 'workspace' ? this.world.records.get(record.parent.id) : undefined;
    if (holder?.kind === 'page' || holder?.kind === 'block')
      holder.childIds = holder.childIds.filter((one) => one !== id);
    if (holder?.kind === 'data_source') holder.rowIds = holder.rowIds.filter((one) => one !== id);
    this.world.records.delete(id);
  }

  /** Writes blocks at the end of a page; returns their ids. */
  append(pageId: string, blocks: string | JsonObject[]): string[] {
    return addBlocks(this.world, pageId, blocks);
  }

  /** Moves a block among its siblings: after `after`, or to the start. */
  moveBlock(blockId: string, after: string | undefined): void {
    const by = this.by(blockId);
    const block = this.world.block(blockId);
    if (!block || block.parent.type === 'workspace') return;
    const holder = this.world.records.get(block.parent.id);
    if (holder?.kind !== 'page' && holder?.kind !== 'block') return;
    holder.childIds = holder.childIds.filter((one) => one !== blockId);
    this.world.place(holder.id, [blockId], after === undefined ? 'start' : { after });
    this.world.touch(blockId, by);
  }

  /** Takes a connection off a page, as ••• → Connections does. */
  unshare(token: string, id: string): void {
    this.world.tokens.get(token)?.shared.delete(id);
  }

  share(token: string, id: string): void {
    this.world.tokens.get(token)?.shared.add(id);
  }

  revokeToken(token: string): void {
    const found = this.world.tokens.get(token);
    if (found) found.revoked = true;
  }

  /** Lets time pass, in milliseconds. */
  moveTime(ms: number): void {
    this.world.moveTime(ms);
  }
}
