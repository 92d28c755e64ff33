import { expect, it } from 'vitest';

import { createTargetCommands } from '../../../lib/notion-commands/target-commands.ts';
import { createFakeNotionWorkspace } from '../../fakes/fake-notion-workspace.ts';

it('lists pages before the rows of databases, each in the order in which Notion found them', async () => {
  const notion = createFakeNotionWorkspace();
  const { dataSourceId } = notion.addDatabase();
  const row = notion.addRow(dataSourceId, { Name: { title: [{ text: { content: 'A row' } }] } });
  const pages = [notion.addPage({ title: 'First' }), notion.addPage({ title: 'Second' })];
  const commands = createTargetCommands(async () => notion);
  const { results } = await commands['notion.search']({ query: '', kind: 'page' });
  expect(results.map(({ id }) => id)).toEqual([...pages, row]);
});
