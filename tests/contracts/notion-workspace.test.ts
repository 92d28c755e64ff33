import { createNotionWorkspace } from '../../lib/adapters/notion/notion-workspace.ts';
import { createRequestGate } from '../../lib/notion/request-gate.ts';
import type { Clock } from '../../lib/shared/clock.ts';
import { serveNotionApi } from '../../sandbox/notion/serve.ts';
import {
  addDatabase,
  addPage,
  addTemplate,
  addToken,
  addView,
  addWikiDatabase,
  addWorkspace,
} from '../../sandbox/notion/world-build.ts';
import { createFakeNotionWorkspace } from '../fakes/fake-notion-workspace.ts';
import { describeNotionWorkspace } from './notion-workspace.ts';

const SCHEMA = {
  Name: { title: {} },
  Text: { rich_text: {} },
  Done: { checkbox: {} },
  Choice: { select: { options: [{ name: 'red' }] } },
  State: { status: {} },
};

describeNotionWorkspace('the fake workspace', () => {
  const workspace = createFakeNotionWorkspace({ integration: { integrationName: 'Robot' } });
  const pageId = workspace.addPage({ title: 'Home' });
  const hiddenPageId = workspace.addPage({ title: 'Hidden', shared: false });
  const { databaseId, dataSourceId } = workspace.addDatabase({ title: 'Rows', parentId: pageId, properties: SCHEMA });
  workspace.addRow(dataSourceId, { title: { title: [{ text: { content: 'First' } }] } });
  const filter = { property: workspace.propertyId(dataSourceId, 'Done'), checkbox: { equals: true } };
  const viewId = workspace.addView(dataSourceId, { name: 'Ticked', filter });
  const elsewhere = workspace.addDatabase({ title: 'Linked', parentId: pageId, linked: true });
  const linkedViewId = workspace.addView(dataSourceId, { name: 'Linked', databaseId: elsewhere.databaseId });
  return Promise.resolve({
    workspace,
    integrationName: 'Robot',
    pageId,
    hiddenPageId,
    databaseId,
    dataSourceId,
    viewId,
    linkedViewId,
    templateId: workspace.addTemplate(dataSourceId, {
      name: 'Brief',
      isDefault: true,
      values: { Text: { rich_text: [{ text: { content: 'From the template' } }] } },
      texts: ['one', 'two'],
    }),
    applyTemplates: () => workspace.applyTemplates(),
    // Rows are all that the port gives: nothing to be told apart.
    makeWiki: () => undefined,
    makePartial: (rowId: string) => workspace.makePartial(rowId),
  });
});

/** A clock that never lets a request run out of time. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: (_ms, signal) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('stopped')))),
};

describeNotionWorkspace('the adapter on the sandbox', async () => {
  const { api, url, close } = await serveNotionApi();
  const { world } = api;
  addWorkspace(world, { name: 'Acme' });
  const page = addPage(world, { title: 'Home' });
  const hidden = addPage(world, { title: 'Hidden' });
  const { database, dataSource } = addDatabase(world, {
    title: 'Rows',
    parent: page.id,
    properties: SCHEMA,
    rows: [{ Name: 'First' }],
  });
  const done = dataSource.schema.find((property) => property.name === 'Done')?.id ?? '';
  const view = addView(world, {
    databaseId: database.id,
    dataSourceId: dataSource.id,
    name: 'Ticked',
    filter: { property: done, checkbox: { equals: true } },
  });
  const template = addTemplate(world, dataSource.id, {
    name: 'Brief',
    cells: { Text: 'From the template' },
    blocks: 'one\n\ntwo',
    isDefault: true,
  });
  const linked = addDatabase(world, { title: 'Linked', parent: page.id, linkedTo: dataSource.id });
  const { token } = addToken(world, { token: 'ntn_contract', botName: 'Robot', shared: [page.id] });
  const workspace = createNotionWorkspace({
    token,
    clock,
    gate: createRequestGate(),
    fetch: (address, init) => fetch(address.replace('https://api.notion.com', url), init),
  });
  return {
    workspace,
    integrationName: 'Robot',
    pageId: page.id,
    hiddenPageId: hidden.id,
    databaseId: database.id,
    dataSourceId: dataSource.id,
    viewId: view.id,
    linkedViewId: linked.view.id,
    templateId: template.id,
    applyTemplates: () => world.moveTime(10_000),
    makeWiki: () => void addWikiDatabase(world, dataSource.id, 'Policies'),
    makePartial: (rowId: string) => void api.partialRows.add(rowId),
    close,
  };
});
