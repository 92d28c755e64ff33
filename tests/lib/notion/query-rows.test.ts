import { describe, expect, it } from 'vitest';
import type { DataSourceObjectResponse } from '../../../lib/notion/api-types.ts';
import { onlyEmptyFilter } from '../../../lib/notion/empty-filter.ts';
import { queryRows, queryViewRowIds, readRowsPage } from '../../../lib/notion/query-rows.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { createFakeNotionWorkspace } from '../../fakes/fake-notion-workspace.ts';

const PROPERTIES = {
  Name: { title: {} },
  Text: { rich_text: {} },
  Done: { checkbox: {} },
  State: { status: {} },
  Sum: { formula: {} },
};
const title = (content: string) => ({ Name: { title: [{ text: { content } }] } });
const text = (content: string) => ({ Text: { rich_text: [{ text: { content } }] } });

/** `count` rows, `perMinute` of them created in each minute. */
function open(count: number, perMinute: number, queryCap = 10_000) {
  let now = Date.UTC(2026, 0, 1);
  const workspace = createFakeNotionWorkspace({ now: () => now, queryCap });
  const { dataSourceId } = workspace.addDatabase({ properties: PROPERTIES });
  const ids = Array.from({ length: count }, (_, index) => {
    if (index > 0 && index % perMinute === 0) now += 60_000;
    return workspace.addRow(dataSourceId, title(String(index)));
  });
  return { workspace, dataSourceId, ids };
}

type Source = Pick<DataSourceObjectResponse, 'id' | 'properties'>;

async function collect(
  workspace: ReturnType<typeof open>['workspace'],
  source: Source,
  selection = {},
): Promise<string[]> {
  const ids: string[] = [];
  for await (const rows of queryRows(workspace, source, selection)) ids.push(...rows.map(({ id }) => id));
  return ids;
}

describe('queryRows', () => {
  it('gives each row once, in few requests', async () => {
    const { workspace, dataSourceId, ids } = open(250, 1000);
    expect(await collect(workspace, await workspace.getDataSource(dataSourceId))).toEqual(ids);
    expect(workspace.calls.filter(({ method }) => method === 'queryDataSource')).toHaveLength(3);
  });

  it('goes on behind the limit of one query, by windows of created_time', async () => {
    const { workspace, dataSourceId, ids } = open(1234, 7, 300);
    expect(await collect(workspace, await workspace.getDataSource(dataSourceId))).toEqual(ids);
  });

  it('says so when more rows share a minute than one query gives, and goes on behind them', async () => {
    const { workspace, dataSourceId, ids } = open(700, 350, 300);
    let missed = 0;
    const found = await collect(workspace, await workspace.getDataSource(dataSourceId), {
      onMissed: () => (missed += 1),
    });
    expect(missed).toBe(2);
    expect(found).toEqual([...ids.slice(0, 300), ...ids.slice(350, 650)]);
  });

  it('begins a new window when Notion no longer takes the cursor', async () => {
    const { workspace, dataSourceId, ids } = open(350, 10);
    const error = new AppError('notion-invalid-request', 'never');
    workspace.failNext({ method: 'queryDataSource', when: 'before', skip: 2, error });
    expect(await collect(workspace, await workspace.getDataSource(dataSourceId))).toEqual(ids);
  });

  it('does not ask for ever when Notion refuses the query itself', async () => {
    const { workspace, dataSourceId } = open(150, 10);
    const error = new AppError('notion-invalid-request', 'never');
    workspace.failNext({ method: 'queryDataSource', when: 'before', skip: 1, times: 9, error });
    await expect(collect(workspace, await workspace.getDataSource(dataSourceId))).rejects.toThrow(
      'notion-invalid-request',
    );
  });

  it('goes on from a stored cursor', async () => {
    const { workspace, dataSourceId, ids } = open(150, 10);
    const first = await readRowsPage(workspace, { dataSourceId });
    const stored = JSON.parse(JSON.stringify(first.next)) as object;
    const second = await readRowsPage(workspace, { dataSourceId }, stored);
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(ids);
    expect(second.next).toBeUndefined();
  });

  it('finds rows whose cells are empty, also by what only looks filled', async () => {
    const { workspace, dataSourceId } = open(0, 1);
    const full = workspace.addRow(dataSourceId, { ...title('full'), ...text('x') });
    const empty = workspace.addRow(dataSourceId, title('empty'));
    const blank = workspace.addRow(dataSourceId, { ...title('blank'), ...text(' ') });
    const ticked = workspace.addRow(dataSourceId, { ...title('ticked'), ...text('x'), Done: { checkbox: true } });
    const source = await workspace.getDataSource(dataSourceId);
    const onlyEmpty = (name: string) =>
      collect(workspace, source, { onlyEmpty: [workspace.propertyId(dataSourceId, name)] });
    expect(await onlyEmpty('Text')).toEqual([empty, blank]);
    expect(await onlyEmpty('Done')).toEqual([full, empty, blank]);
    expect(await onlyEmpty('State')).toEqual([full, empty, blank, ticked]);
    expect(await onlyEmpty('Sum')).toHaveLength(4);
  });

  it('keeps filters within the two levels that Notion takes', async () => {
    const { workspace, dataSourceId } = open(400, 5, 300);
    const depths: number[] = [];
    const depth = (filter: unknown): number => {
      const parts = Object.entries((filter ?? {}) as object).find(
        ([key]) => key === 'and' || key === 'or',
      )?.[1] as unknown[];
      return parts ? 1 + Math.max(...parts.map(depth)) : 0;
    };
    const spying: Pick<typeof workspace, 'queryDataSource'> = {
      queryDataSource: (id, request, signal) => {
        depths.push(depth(request.filter));
        return workspace.queryDataSource(id, request, signal);
      },
    };
    const source = await workspace.getDataSource(dataSourceId);
    const filter = { property: workspace.propertyId(dataSourceId, 'Done'), checkbox: { equals: false } };
    const onlyEmpty = [workspace.propertyId(dataSourceId, 'Text'), workspace.propertyId(dataSourceId, 'State')];
    let count = 0;
    for await (const rows of queryRows(spying, source, { filter, onlyEmpty })) count += rows.length;
    expect(count).toBe(400);
    expect(Math.max(...depths)).toBe(2);
  });
});

describe('onlyEmptyFilter', () => {
  it('is none for what cannot be filtered for, and for no property at all', async () => {
    const { workspace, dataSourceId } = open(0, 1);
    const { properties } = await workspace.getDataSource(dataSourceId);
    expect(onlyEmptyFilter([])).toBeUndefined();
    expect(onlyEmptyFilter(Object.values(properties))).toBeUndefined();
  });
});

describe('queryViewRowIds', () => {
  const withView = (count: number) => {
    const world = open(count, 50);
    return { ...world, view: world.workspace.addView(world.dataSourceId, { name: 'All' }) };
  };

  it('gives all rows of a view in its order', async () => {
    const { workspace, view, ids } = withView(230);
    expect(await queryViewRowIds(workspace, view)).toEqual(ids);
  });

  it('begins again when the query has ended meanwhile, each row once', async () => {
    const { workspace, view, ids } = withView(230);
    const error = new AppError('notion-not-found', 'never');
    workspace.failNext({ method: 'queryView', when: 'before', skip: 1, error });
    expect(await queryViewRowIds(workspace, view)).toEqual(ids);
  });

  it('gives up when the view is gone', async () => {
    const { workspace, view } = withView(230);
    const error = new AppError('notion-not-found', 'never');
    workspace.failNext({ method: 'queryView', when: 'before', skip: 1, times: 5, error });
    await expect(queryViewRowIds(workspace, view)).rejects.toThrow('notion-not-found');
  });
});
