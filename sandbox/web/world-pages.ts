import { asArray, asObject, asString } from '../notion/json.ts';
import type { Json } from '../notion/json.ts';
import type * as Notion from '../notion/world-render.ts';
import type { World } from '../notion/world.ts';
import type {
  PageEdit,
  PageSource,
  RenderedBlock,
  RenderedCell,
  RenderedPage,
  Sidebar,
  TextRun,
} from './page-source.ts';

/** The sandbox's workspace as the web app shows it to a person of that workspace. */
export function createWorldPages(world: World, workspaceId?: string): PageSource {
  const isVisible = (id: string): boolean => {
    const record = world.records.get(id);
    return (record?.kind === 'page' || record?.kind === 'database') && !world.isTrashed(id);
  };
  return {
    render: (id) => (isVisible(id) ? convertPage(world, world.render(id)) : undefined),
    sidebar: () => readSidebar(world, workspaceId),
    onChange: (listener) => world.on('change', (change) => affectedPages(world, change.pageId).forEach(listener)),
    edit: (edit) => applyEdit(world, edit),
  };
}

/** A row's change shows in its database too. */
function affectedPages(world: World, pageId: string): string[] {
  const holders = [...world.ancestry(pageId)].filter((record) => record.kind === 'page' || record.kind === 'database');
  return [pageId, ...holders.slice(1, 2).map((record) => record.id)];
}

function readSidebar(world: World, workspaceId: string | undefined): Sidebar {
  const workspace = workspaceId ?? world.workspaces.keys().next().value ?? '';
  const top = [...world.records.values()].filter(
    (record) =>
      (record.kind === 'page' || record.kind === 'database') &&
      record.parent.type === 'workspace' &&
      record.workspaceId === workspace &&
      !record.inTrash,
  );
  return {
    workspace: world.workspaces.get(workspace)?.name ?? '',
    items: top.map((record) => {
      const icon = record.kind === 'page' || record.kind === 'database' ? asString(asObject(record.icon).emoji) : '';
      const kind = record.kind === 'database' ? 'database' : 'page';
      return { id: record.id, title: world.titleOf(record.id), kind, ...(icon !== '' && { icon }) };
    }),
  };
}

function pathOf(world: World, id: string): { id: string; title: string }[] {
  const holders = [...world.ancestry(id)].slice(1);
  return holders
    .filter((record) => record.kind === 'page' || record.kind === 'database')
    .map((record) => ({ id: record.id, title: world.titleOf(record.id) }))
    .reverse();
}

function convertPage(world: World, page: Notion.RenderedPage): RenderedPage {
  const common = {
    id: page.id,
    kind: page.kind,
    title: page.title,
    path: pathOf(world, page.id),
    blocks: page.blocks.map(convertBlock),
    ...(page.icon !== '' && { icon: page.icon }),
  };
  const columns = page.columns.filter((column) => column.type !== 'title');
  if (page.kind === 'page') {
    const row = page.rows[0];
    if (row === undefined) return common;
    const properties = columns.map(({ id, name, type }) => ({ name, type, cell: convertCell(row.cells[id], type) }));
    return { ...common, properties };
  }
  const rows = page.rows.map((row) => ({
    id: row.id,
    title: row.title,
    cells: Object.fromEntries(columns.map(({ id, type }) => [id, convertCell(row.cells[id], type)])),
  }));
  return { ...common, columns, rows, views: page.views };
}

function convertCell(cell: Notion.RenderedCell | undefined, type: string): RenderedCell {
  if (cell === undefined) return { text: '' };
  if (type === 'checkbox') return { text: '', checked: cell.value === true };
  if (type === 'select' || type === 'status') return { text: cell.text, tags: readTags([cell.value]) };
  if (type === 'multi_select') return { text: cell.text, tags: readTags(asArray(cell.value)) };
  return { text: cell.text };
}

const readTags = (options: Json[]) =>
  options
    .map((option) => ({ name: asString(asObject(option).name), color: asString(asObject(option).color) || 'default' }))
    .filter((tag) => tag.name !== '');

function convertBlock(block: Notion.RenderedBlock): RenderedBlock {
  const label = block.title ?? block.expression ?? block.url;
  return {
    id: block.id,
    type: block.type,
    runs: block.runs.map(convertRun),
    children: block.children.map(convertBlock),
    ...(label !== undefined && { label }),
    ...(block.checked !== undefined && { checked: block.checked }),
    ...(block.language !== undefined && { language: block.language }),
    ...(block.color !== undefined && { color: block.color }),
    ...(block.icon !== undefined && { icon: block.icon }),
    ...(block.cells !== undefined && { cells: block.cells.map((cell) => cell.map(convertRun)) }),
    ...(block.hasColumnHeader !== undefined && { columnHeader: block.hasColumnHeader }),
    ...(block.hasRowHeader !== undefined && { rowHeader: block.hasRowHeader }),
  };
}

function convertRun(run: Notion.RenderedRun): TextRun {
  const { text, bold, italic, underline, strikethrough, code } = run;
  return {
    text,
    ...(run.href !== null && { href: run.href }),
    ...(bold && { bold }),
    ...(italic && { italic }),
    ...(underline && { underline }),
    ...(strikethrough && { strikethrough }),
    ...(code && { code }),
    ...(run.kind === 'equation' && { equation: true }),
    ...(run.color !== 'default' && { color: run.color }),
  };
}

function applyEdit(world: World, edit: PageEdit): void {
  if (edit.kind === 'title') {
    if (world.titleOf(edit.pageId) !== edit.text) world.edit.rename(edit.pageId, edit.text);
  } else if (edit.kind === 'check') world.edit.setChecked(edit.blockId, edit.checked);
  else if (world.block(edit.blockId)) world.edit.setText(edit.blockId, edit.text);
}
