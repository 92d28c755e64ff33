import { describe, expect, it } from 'vitest';

import { createTargetCommands } from '../../../lib/notion-commands/target-commands.ts';
import { createFakeNotionWorkspace } from '../../fakes/fake-notion-workspace.ts';

const named = (text: string) => ({ Name: { title: [{ text: { content: text } }] } });

describe('searching for a page or database', () => {
  it('leaves rows of databases out and says so, until they are asked for', async () => {
    const notion = createFakeNotionWorkspace();
    const { dataSourceId } = notion.addDatabase();
    const row = notion.addRow(dataSourceId, named('A row'));
    const pages = [notion.addPage({ title: 'First' }), notion.addPage({ title: 'Second' })];
    const { 'notion.search': search } = createTargetCommands(async () => notion);
    const without = await search({ query: '', kind: 'page' });
    expect(without.results.map(({ id }) => id)).toEqual(pages);
    expect(without.hasRows).toBe(true);
    const all = await search({ query: '', kind: 'page', rows: true });
    expect(all.results.map(({ id }) => id)).toEqual([...pages, row]);
    expect(all.hasRows).toBeUndefined();
  });

  it('finds a row by what was typed where nothing else fits', async () => {
    const notion = createFakeNotionWorkspace();
    const { dataSourceId } = notion.addDatabase();
    const row = notion.addRow(dataSourceId, named('Northwind'));
    notion.addPage({ title: 'Handbook' });
    const { 'notion.search': search } = createTargetCommands(async () => notion);
    const { results } = await search({ query: 'northwind', kind: 'any' });
    expect(results).toMatchObject([{ id: row, isRow: true }]);
  });

  it('looks past hundreds of rows for the pages behind them, with a few requests', async () => {
    const notion = createFakeNotionWorkspace();
    const { dataSourceId } = notion.addDatabase();
    for (let index = 0; index < 250; index++) notion.addRow(dataSourceId, named(`Row ${index}`));
    const page = notion.addPage({ title: 'Handbook' });
    const { 'notion.search': search } = createTargetCommands(async () => notion);
    const { results } = await search({ query: '', kind: 'page' });
    expect(results.map(({ id }) => id)).toEqual([page]);
    expect(notion.calls.filter(({ method }) => method === 'search').length).toBeLessThanOrEqual(4);
  });

  it('tells pages of one name apart by the pages above them', async () => {
    const notion = createFakeNotionWorkspace();
    const team = notion.addPage({ title: 'Team' });
    const plans = notion.addPage({ title: 'Plans', parentId: team });
    const notes = notion.addPage({ title: 'Notes', parentId: plans });
    const { 'notion.search': search } = createTargetCommands(async () => notion);
    const { results } = await search({ query: '', kind: 'page' });
    const paths = Object.fromEntries(results.map(({ id, path }) => [id, path]));
    expect(paths).toEqual({ [team]: undefined, [plans]: ['Team'], [notes]: ['Team', 'Plans'] });
    // A later search that finds the page alone still knows where it stands.
    expect((await search({ query: 'notes', kind: 'page' })).results[0]?.path).toEqual(['Team', 'Plans']);
  });
});
