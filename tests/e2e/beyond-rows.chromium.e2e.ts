import { expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import { useWorld } from './harness/world.ts';
import { addTopics, generate, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

const asked: string[] = [];
const script: AnswerScript = {
  take: ({ prompt }) => {
    asked.push(prompt);
    return { text: 'Fine' };
  },
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });

it('gives each row what fits it of a database of 500 rows, and shows what it gave', async () => {
  const topics = addTopics(world, [{ Topic: 'Robot arms' }, { Topic: 'Brotbacken' }, { Topic: '制造业' }]);
  const { notion, demo } = world.sandbox;
  const facts = notion.world.addDatabase({
    title: 'Facts',
    properties: { Name: { title: {} }, About: { rich_text: {} } },
    rows: Array.from({ length: 500 }, (_, at) => ({
      Name: `Fact ${at}`,
      About:
        { 7: 'Who buys robot arms', 77: 'Wer gern Brot bäckt', 177: '我们的客户主要来自制造业' }[at] ??
        `Nothing of note, ${at}`,
    })),
  });
  notion.world.edit.share(demo.token.token, facts.database.id);
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('button', 'Add context').click();
  await app.getByRole('searchbox', 'Search pages and databases').fill('Facts');
  await app.getByRole('option', 'Facts').click();
  await app.getByRole('button', 'Add').click();
  await app.getByRole('button', 'Remove Facts').waitFor();
  await app.getByRole('checkbox', 'Select all rows').check();
  const queries = () => notion.log.of('POST', /query/).length;
  const before = queries();
  await generate(app, 'Was fehlt zu {{Topic}}?');
  await waitForStatus(app, /Done: 3 of 3 rows done/);
  expect(queries() - before).toBeLessThanOrEqual(5 + 4); // 500 rows are five requests; the run's own rows and looks at edits
  expect(asked.find((prompt) => prompt.includes('>Robot arms<'))).toContain('Who buys robot arms');
  expect(asked.find((prompt) => prompt.includes('>制造业<'))).toContain('我们的客户主要来自制造业');
  await app.evaluate(() => (location.hash = '#/runs'));
  await app.getByRole('link', 'Topics').click();
  await app.getByRole('button', 'Details of 制造业').click();
  await app.getByText(/Facts: \d+ of 500 rows/).waitFor();
  await app.getByText('Fact 177').waitFor();
});
