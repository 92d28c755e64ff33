/**
 * Rows that are made from a template: Notion gives the row at once, blank, and fills it in by and by without saying when it is done. The
 * row counts as filled when it has as many blocks as the template and two looks agree; what the template put over the row's own
 * cells is put right then. https://developers.notion.com/guides/data-apis/creating-pages-from-templates
 */
import type { TemplateState } from '../notion/views.ts';
import type { PageObjectResponse } from '../notion/api-types.ts';
import { renderValue } from '../notion/property-value.ts';
import type { NotionWorkspace, PropertyValues } from '../notion/workspace.ts';
import { listAllChildren } from '../notion/list-all-children.ts';

/** When a row is looked at, counted from its creation. */
const LOOKS_MS = [2_000, 4_000, 6_000, 10_000, 15_000, 30_000, 60_000, 120_000, 180_000, 240_000, 300_000] as const;
const GIVE_UP_MS = 300_000;

/** How far a row has come. */
export interface TemplateProgress {
  readonly id: string;
  /** Blocks of the first level that the template has. */
  readonly blocks: number;
  /** Epoch ms. */
  readonly since: number;
  /** Blocks of the row at the last look. */
  readonly seen?: number;
  /** Epoch ms. */
  readonly lookedAt?: number;
  readonly state: TemplateState;
}

/** Reads what a template holds: one request for each hundred blocks. */
export async function beginTemplate(
  workspace: NotionWorkspace,
  templateId: string,
): Promise<Omit<TemplateProgress, 'since'>> {
  const blocks = await listAllChildren(workspace, templateId);
  return { id: templateId, blocks: blocks.length, state: 'applying' };
}

/** When the row should be looked at next (epoch ms); undefined: it need not. */
export function nextLook({ state, since, lookedAt = since }: TemplateProgress, now: number): number | undefined {
  if (state !== 'applying') return undefined;
  // A clock that was put back must not hold the row for ever.
  if (now < lookedAt) return now;
  const next = LOOKS_MS.find((after) => since + after > lookedAt);
  return next === undefined ? now : since + next;
}

/** One look at a row that is `applying`. */
export async function lookAtTemplate(
  workspace: NotionWorkspace,
  rowId: string,
  progress: TemplateProgress,
  now: number,
): Promise<TemplateProgress> {
  const seen = (await listAllChildren(workspace, rowId)).length;
  const isDone = seen >= progress.blocks && seen === progress.seen;
  const isLate = !isDone && now - progress.since >= GIVE_UP_MS;
  return { ...progress, seen, lookedAt: now, state: isDone ? 'applied' : isLate ? 'late' : 'applying' };
}

/**
 * Writes again those of the row's own cells that now show the template's value: a person's edit meanwhile stays. Returns the row as it
 * is then.
 */
export async function restoreOwnCells(
  workspace: NotionWorkspace,
  rowId: string,
  own: PropertyValues,
  template: PageObjectResponse,
): Promise<PageObjectResponse> {
  const row = await workspace.getPage(rowId);
  const texts = (page: PageObjectResponse) =>
    new Map(Object.values(page.properties).map((value) => [value.id, renderValue(value)]));
  const [now, given] = [texts(row), texts(template)];
  const overwritten = Object.entries(own).filter(([id]) => now.get(id) !== '' && now.get(id) === given.get(id));
  if (overwritten.length === 0) return row;
  return workspace.updatePage(rowId, { properties: Object.fromEntries(overwritten) });
}
