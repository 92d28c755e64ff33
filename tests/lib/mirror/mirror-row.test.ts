import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../lib/connections/connection.ts';
import { buildMirrorDatabase, buildMissingColumns, checkMirrorColumns } from '../../../lib/mirror/mirror-columns.ts';
import { differingFields, mirrorFields, mirrorProperties, readMirrorRow } from '../../../lib/mirror/mirror-row.ts';
import { createFakeNotionWorkspace } from '../../fakes/fake-notion-workspace.ts';

const connection = (name: string, prompt: string, more: Partial<Connection> = {}): Connection => ({
  id: 'c1',
  name,
  target: { kind: 'database', id: 'd', title: 'T', url: 'https://app.notion.com/p/d' },
  workspaceId: 'w',
  workspaceName: 'W',
  options: { prompt, where: 'end', usePageContent: true },
  createdAt: 0,
  updatedAt: 0,
  stats: { rowsDone: 3, rowsFailed: 1, prompts: 4, tokens: 500, cost: 0.123456 },
  ...more,
});
const CONTEXT = { outputLabel: 'Content', engine: 'openai' } as const;

async function openMirror() {
  const workspace = createFakeNotionWorkspace();
  const home = workspace.addPage();
  const database = await workspace.createDatabase(buildMirrorDatabase({ pageId: home }, 'Connections'));
  const sourceId = database.data_sources[0]?.id ?? '';
  const { ids } = checkMirrorColumns(await workspace.getDataSource(sourceId));
  return { workspace, sourceId, ids };
}

describe('the mirror', () => {
  it('has the columns that are promised', async () => {
    const { workspace, sourceId } = await openMirror();
    const source = await workspace.getDataSource(sourceId);
    expect(Object.keys(source.properties)).toEqual(
      'Name,Type,Link,Prompt,Engine,Output,Status,Last run,Rows done,Rows failed,Prompts,Tokens,Cost,Connection id'.split(
        ',',
      ),
    );
    expect(checkMirrorColumns(source)).toMatchObject({ missing: [], conflicts: [] });
  });

  it('reads back from a row what it wrote, for any name and prompt', async () => {
    const { workspace, sourceId, ids } = await openMirror();
    const words = fc.string({ unit: 'grapheme', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(words, words, fc.option(fc.nat(2 ** 40)), async (name, prompt, at) => {
        const lastRun = at === null ? {} : { lastRun: { runId: 'r', at, state: 'done-with-errors' } };
        const fields = mirrorFields(connection(name, prompt, lastRun), CONTEXT);
        const row = await workspace.createPage({
          parent: { dataSourceId: sourceId },
          properties: mirrorProperties(fields, ids),
        });
        expect(differingFields(readMirrorRow(row, ids), fields)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('shows state, engine and cost in a person’s words', () => {
    const lastRun = { runId: 'r', at: Date.UTC(2026, 0, 1, 10, 0, 59), state: 'done-with-errors' };
    expect(mirrorFields(connection('n', 'p', { lastRun }), CONTEXT)).toMatchObject({
      type: 'Notion Database',
      engine: 'GPT',
      status: 'Done with errors',
      lastRun: '2026-01-01T10:00:00.000Z',
      cost: 0.1235,
      connectionId: 'c1',
    });
  });

  it('keeps a prompt that is longer than a cell, cut', async () => {
    const { workspace, sourceId, ids } = await openMirror();
    const fields = mirrorFields(connection('n', 'ü'.repeat(190_000)), CONTEXT);
    const row = await workspace.createPage({
      parent: { dataSourceId: sourceId },
      properties: mirrorProperties(fields, ids),
    });
    expect(differingFields(readMirrorRow(row, ids), fields)).toEqual([]);
  });

  it('notices exactly the fields that a person changed', async () => {
    const { workspace, sourceId, ids } = await openMirror();
    const fields = mirrorFields(connection('n', 'p'), CONTEXT);
    const parent = { dataSourceId: sourceId };
    const { id } = await workspace.createPage({ parent, properties: mirrorProperties(fields, ids) });
    workspace.person.setCell(id, 'Prompt', { rich_text: [{ text: { content: 'mine' } }] });
    workspace.person.setCell(id, 'Link', { url: 'https://elsewhere.example' });
    expect(differingFields(readMirrorRow(await workspace.getPage(id), ids), fields)).toEqual(['link', 'prompt']);
    const back = await workspace.updatePage(id, { properties: mirrorProperties(fields, ids, ['link']) });
    expect(differingFields(readMirrorRow(back, ids), fields)).toEqual(['prompt']);
  });

  it('finds what a pasted database lacks, adds it, and names what is in the way', async () => {
    const workspace = createFakeNotionWorkspace();
    const { dataSourceId } = workspace.addDatabase({
      properties: { Titel: { title: {} }, Prompt: { rich_text: {} }, Tokens: { rich_text: {} } },
    });
    const check = checkMirrorColumns(await workspace.getDataSource(dataSourceId));
    expect(check.ids).toMatchObject({ name: 'title', prompt: workspace.propertyId(dataSourceId, 'Prompt') });
    expect(check.conflicts).toEqual(['Tokens']);
    expect(check.missing).toHaveLength(11);
    const changed = await workspace.updateDataSource(dataSourceId, { properties: buildMissingColumns(check.missing) });
    expect(checkMirrorColumns(changed)).toMatchObject({ missing: [], conflicts: ['Tokens'] });
  });

  it('follows a column that was renamed', async () => {
    const { workspace, sourceId, ids } = await openMirror();
    workspace.person.renameProperty(sourceId, 'Prompt', 'Anweisung');
    const check = checkMirrorColumns(await workspace.getDataSource(sourceId), ids);
    expect(check).toEqual({ ids, missing: [], conflicts: [] });
  });
});
