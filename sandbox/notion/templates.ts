import type { BlockRecord, DataSourceRecord, PageRecord } from './model.ts';
import { copy } from './json.ts';
import type { World } from './world.ts';

interface Pending {
  pageId: string;
  templateId: string;
  by: string;
  /** Milliseconds since the epoch: first the cells and the first block, then the rest. */
  begins: number;
  ends: number;
  begun: boolean;
}

/**
 * Rows that are filled from a template a while after they were made, as in Notion: the row comes back blank, the first block says that
 * the work has begun, not that it is done. https://developers.notion.com/guides/data-apis/creating-pages-from-templates
 */
export class TemplateWork {
  private readonly world: World;
  private pending: Pending[] = [];

  constructor(world: World) {
    this.world = world;
  }

  start(pageId: string, templateId: string, by: string, delay: number): void {
    const now = this.world.now();
    this.pending.push({ pageId, templateId, by, begins: now + delay / 2, ends: now + delay, begun: false });
  }

  /** Does what is due by now. */
  settle(): void {
    const now = this.world.now();
    for (const work of this.pending) {
      const [page, template] = [this.world.page(work.pageId), this.world.page(work.templateId)];
      if (!page || !template || now < work.begins) continue;
      const blocks = this.world.children(template.id).flatMap(({ id }) => this.world.block(id) ?? []);
      if (!work.begun) {
        work.begun = true;
        // A template's own cells win over what the row was made with.
        for (const [key, value] of template.values) if (isFilled(value)) page.values.set(key, copy(value));
        this.copyBlocks(blocks.slice(0, 1), page, work.by);
      }
      if (now >= work.ends) this.copyBlocks(blocks.slice(1), page, work.by);
      this.world.touch(page.id, work.by);
    }
    this.pending = this.pending.filter(({ ends }) => now < ends);
  }

  private copyBlocks(blocks: BlockRecord[], holder: PageRecord | BlockRecord, by: string): void {
    for (const block of blocks) {
      const type = holder.kind === 'page' ? 'page_id' : 'block_id';
      const made = this.world.put<BlockRecord>({
        ...this.world.base({ type, id: holder.id }, by, holder.workspaceId),
        kind: 'block',
        type: block.type,
        content: copy(block.content),
        childIds: [],
      });
      this.world.place(holder.id, [made.id]);
      const below = this.world.children(block.id).flatMap(({ id }) => this.world.block(id) ?? []);
      this.copyBlocks(below, made, by);
    }
  }
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
}

/** The template that a request names, if the source has it. */
export function templateOf(
  source: DataSourceRecord,
  template: { type: string; template_id?: string },
): string | undefined {
  const templates = source.templates ?? [];
  const found =
    template.type === 'default'
      ? templates.find(({ isDefault }) => isDefault)
      : templates.find(({ id }) => id === template.template_id);
  return found?.id;
}
