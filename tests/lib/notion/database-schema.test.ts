import { describe, expect, it } from 'vitest';
import {
  buildSampleDatabase,
  buildSamplePage,
  buildSampleRows,
  sampleParent,
} from '../../../lib/notion-commands/create-samples.ts';
import { describeDatabaseView, describeRow, presetOutput } from '../../../lib/notion/database-schema.ts';
import { resolveTargetId } from '../../../lib/notion/discover-target.ts';
import { createFakeNotionWorkspace } from '../../fakes/fake-notion-workspace.ts';

const workspace = createFakeNotionWorkspace();
const text = (content: string) => ({ rich_text: [{ text: { content } }] });

function addDatabase(columns: readonly string[], rows: readonly Record<string, string>[] = []) {
  const properties = { Name: { title: {} }, ...Object.fromEntries(columns.map((name) => [name, { rich_text: {} }])) };
  const database = workspace.addDatabase({ properties });
  for (const row of rows)
    workspace.addRow(
      database.dataSourceId,
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)])),
    );
  return database.dataSourceId;
}

async function presetOf(columns: readonly string[], rows: readonly Record<string, string>[] = []): Promise<string> {
  const id = addDatabase(columns, rows);
  const source = await workspace.getDataSource(id);
  const { results } = await workspace.queryDataSource(id, {});
  const output = presetOutput(source, results);
  if (output.kind !== 'property') return output.kind;
  return Object.values(source.properties).find((property) => property.id === output.propertyId)?.name ?? '';
}

describe('presetOutput', () => {
  it.each([
    [['Notes', 'content'], [], 'content'],
    [['Notes', 'More'], [], 'Notes'],
    [['Notes', 'More'], [{ Notes: 'x' }, { Notes: 'y' }, {}], 'More'],
    [['Notes'], [{ Notes: 'x' }, {}, {}], 'Notes'],
    [['Notes'], [{ Notes: 'x' }, {}], 'body'],
    [[], [], 'body'],
  ])('with columns %j and rows %j presets %s', async (columns, rows, expected) => {
    expect(await presetOf(columns, rows as Record<string, string>[])).toBe(expected);
  });
});

describe('describeDatabaseView', () => {
  it('shows the title first, what can be written, options and views of rows', async () => {
    const { databaseId, dataSourceId } = workspace.addDatabase({
      title: 'Ideas',
      properties: {
        Sum: { formula: {} },
        ' generate ': { checkbox: {} },
        Choice: { select: { options: [{ name: 'red' }] } },
        Topic: { title: {} },
        Who: { people: {} },
      },
    });
    const view = workspace.addView(dataSourceId, { name: 'Table' });
    const views = [await workspace.getView(view), { id: 'c', name: 'Chart', type: 'chart' }];
    const source = await workspace.getDataSource(dataSourceId);
    const described = describeDatabaseView(source, {
      target: await resolveTargetId(workspace, databaseId),
      views,
      sampleRows: [],
    });
    expect(described).toMatchObject({
      titlePropertyId: 'title',
      generatePropertyId: workspace.propertyId(dataSourceId, ' generate '),
      presetOutput: { kind: 'body', where: 'end' },
      views: [{ id: view, name: 'Table' }],
    });
    expect(described.properties.map(({ name, writable, options }) => [name, writable, options])).toEqual([
      ['Topic', true, undefined],
      ['Sum', false, undefined],
      [' generate ', true, undefined],
      ['Choice', true, ['red']],
      ['Who', true, undefined],
    ]);
  });
});

describe('samples', () => {
  it('makes a page and a database with ticked rows that presets fit', async () => {
    const home = workspace.addPage({ title: 'Home' });
    const page = await workspace.createPage(buildSamplePage(sampleParent(home), 'A page'));
    expect(workspace.texts(page.id)).toEqual([]);
    const database = await workspace.createDatabase(buildSampleDatabase(sampleParent(home), 'Samples'));
    const source = await workspace.getDataSource(database.data_sources[0]?.id ?? '');
    const requests = buildSampleRows(source, ['Bees', 'Trees']);
    for (const request of requests) await workspace.createPage(request);
    const { results } = await workspace.queryDataSource(source.id, {});
    const described = describeDatabaseView(source, {
      target: await resolveTargetId(workspace, database.id),
      views: [],
      sampleRows: results,
    });
    expect(described.properties.map(({ name }) => name)).toEqual(['Topic', 'Generate', 'Content', 'Status']);
    expect(described.presetOutput).toEqual({
      kind: 'property',
      propertyId: workspace.propertyId(source.id, 'Content'),
    });
    const rows = results.map((row) => describeRow(row, described.generatePropertyId));
    expect(rows.map(({ title, generate }) => [title, generate])).toEqual([
      ['Bees', true],
      ['Trees', true],
    ]);
    expect(rows[0]?.values['title']).toBe('Bees');
  });
});
