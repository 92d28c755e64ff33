import { describe, expect, it } from 'vitest';
import { resolveInput, resolveTargetId } from '../../../lib/notion/discover-target.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { createFakeNotionWorkspace } from '../../fakes/fake-notion-workspace.ts';

const workspace = createFakeNotionWorkspace({ integration: { integrationName: 'Robot' } });
const page = workspace.addPage({ title: 'Notes', icon: '📝' });
const hidden = workspace.addPage({ title: 'Secret', shared: false });
const trashed = workspace.addPage({ title: 'Old' });
workspace.person.setTrashed(trashed, true);
const ideas = workspace.addDatabase({ title: 'Ideas' });
const row = workspace.addRow(ideas.dataSourceId, { Name: { title: [{ text: { content: 'First idea' } }] } });
const linked = workspace.addDatabase({ title: 'Linked', linked: true });
const gone = workspace.addDatabase({ title: 'Gone' });
workspace.person.setTrashed(gone.databaseId, true);
const several = workspace.addDatabase({ title: 'Both' });
const secondSource = workspace.addDataSource(several.databaseId, 'Second');
const view = workspace.addView(secondSource, { name: 'Table' });

const bare = (id: string) => id.replaceAll('-', '');
const url = (id: string, query = '') => `https://app.notion.com/p/Some-title-${bare(id)}${query}`;

async function failureOf(input: string, kind?: 'page' | 'database'): Promise<AppError> {
  const error: unknown = await resolveInput(workspace, input, kind).then(
    (target) => new Error(JSON.stringify(target)),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  return error;
}

describe('resolveInput', () => {
  it('finds a page with its title and icon', async () => {
    expect(await resolveInput(workspace, ` ${url(page)} `, 'page')).toEqual({
      kind: 'page',
      id: page,
      title: 'Notes',
      icon: '📝',
      url: `https://app.notion.com/p/${bare(page)}`,
    });
  });

  it('finds a database with its source, by URL, view URL, bare id and source id', async () => {
    for (const input of [
      url(ideas.databaseId),
      url(ideas.databaseId, `?v=${bare(view)}`),
      ideas.databaseId,
      ideas.dataSourceId,
    ]) {
      const target = await resolveInput(workspace, input);
      expect(target).toMatchObject({
        kind: 'database',
        id: ideas.databaseId,
        dataSourceId: ideas.dataSourceId,
        title: 'Ideas',
      });
    }
  });

  it('lets the chosen type decide between a view and the page peeked over it', async () => {
    const both = url(ideas.databaseId, `?v=${bare(view)}&p=${bare(row)}&pm=s`);
    expect(await resolveInput(workspace, both, 'database')).toMatchObject({ id: ideas.databaseId });
    expect(await resolveInput(workspace, both, 'page')).toMatchObject({ id: row, title: 'First idea' });
    expect(await resolveInput(workspace, both)).toMatchObject({ id: row });
  });

  it('takes the source of the view that the URL names', async () => {
    const target = await resolveInput(workspace, url(several.databaseId, `?v=${bare(view)}`), 'database');
    expect(target).toMatchObject({ dataSourceId: secondSource, title: 'Both / Second' });
  });

  it('names the sources when it cannot tell which one is meant', async () => {
    const unknownView = '99999999999989999999999999999999';
    for (const query of ['', `?v=${unknownView}`]) {
      expect(await failureOf(url(several.databaseId, query), 'database')).toMatchObject({
        code: 'target-several-sources',
        details: { names: ['Both', 'Second'], ids: [several.dataSourceId, secondSource] },
      });
    }
  });

  it.each([
    ['', 'url-empty'],
    ['   ', 'url-empty'],
    ['hello', 'url-not-notion'],
    ['https://example.com/x', 'url-not-notion'],
    ['https://app.notion.com/', 'url-no-page'],
  ])('refuses %j as %s', async (input, code) => {
    expect(await failureOf(input)).toMatchObject({ code, retry: 'never' });
  });

  it('says that a page is no database, and which database a row is in', async () => {
    expect(await failureOf(url(page), 'database')).toMatchObject({
      code: 'target-is-page',
      details: { title: 'Notes' },
    });
    expect((await failureOf(url(row), 'database')).details['databaseId']).toBe(ideas.databaseId);
  });

  it('says that a database is no page, also by its source', async () => {
    expect(await failureOf(url(ideas.databaseId), 'page')).toMatchObject({ code: 'target-is-database' });
    expect(await failureOf(ideas.dataSourceId, 'page')).toMatchObject({ code: 'target-is-database' });
  });

  it('names the integration to share with, for pages and databases', async () => {
    for (const [input, kind] of [
      [url(hidden), 'page'],
      [url(hidden), 'database'],
      [url(hidden, `?v=${bare(view)}`), 'database'],
    ] as const)
      expect(await failureOf(input, kind)).toMatchObject({
        code: 'notion-not-found',
        details: { integration: 'Robot' },
      });
  });

  it('asks who the integration is if the refusal does not say it', async () => {
    const unnamed = new AppError('notion-not-found', 'never');
    for (const method of ['getPage', 'getDatabase', 'getDataSource'] as const)
      workspace.failNext({ method, when: 'before', error: unnamed });
    expect((await failureOf(url(page))).details['integration']).toBe('Robot');
  });

  it('says what is in the trash', async () => {
    expect(await failureOf(url(trashed), 'page')).toMatchObject({ code: 'target-trashed', details: { title: 'Old' } });
    expect(await failureOf(url(gone.databaseId), 'database')).toMatchObject({ code: 'target-trashed' });
  });

  it('says that a linked view has no rows of its own', async () => {
    expect(await failureOf(url(linked.databaseId), 'database')).toMatchObject({
      code: 'target-linked-view',
      details: { title: 'Linked' },
    });
  });

  it('does not take a broken network for a missing page', async () => {
    workspace.failNext({ method: 'getPage', when: 'before', error: new AppError('offline', 'later') });
    expect(await failureOf(url(page))).toMatchObject({ code: 'offline', retry: 'later' });
  });
});

describe('resolveTargetId', () => {
  it('finds pages, rows and databases by id alone', async () => {
    expect(await resolveTargetId(workspace, page)).toMatchObject({ kind: 'page' });
    expect(await resolveTargetId(workspace, row)).toMatchObject({ kind: 'page', title: 'First idea' });
    expect(await resolveTargetId(workspace, ideas.databaseId)).toMatchObject({ kind: 'database' });
  });
});
