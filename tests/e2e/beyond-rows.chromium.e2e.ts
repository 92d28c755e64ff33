import { expect, it } from 'vitest';

import type { Answer, AnswerScript } from '../../sandbox/models/answers.ts';
import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import { until } from './harness/until.ts';
import { useWorld } from './harness/world.ts';
import { webUrl } from '../../sandbox/main.ts';
import { addTopics, generate, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

const asked: string[] = [];
let answer: (request: AnswerRequest) => Answer = () => ({ text: 'Fine' });
const script: AnswerScript = {
  take: (request) => {
    asked.push(request.prompt);
    return answer(request);
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

it('searches the web for 30 rows, writes their sources, and says which row was answered without', async () => {
  const topics = addTopics(
    world,
    Array.from({ length: 30 }, (_, at) => ({ Topic: `Company ${at + 1}` })),
    { Topic: { title: {} }, Content: { rich_text: {} }, Found: { rich_text: {} } },
  );
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('combobox', 'Output').select('Content');
  await app.getByRole('checkbox', 'Search the web').check();
  await app.getByRole('combobox', 'Sources into').select('Found');
  await app.getByRole('checkbox', 'Select all rows').check();
  answer = ({ prompt }) => ({ text: 'It sells bread.', isUnsearched: prompt.includes('>Company 30<') });
  await app.getByRole('textbox', 'AI prompt').fill('What does it sell?');
  await app.getByText('30 searches, about $0.30').waitFor();
  await app.getByRole('button', 'Generate').click();
  await waitForStatus(app, /Done: 30 of 30 rows done/, 60_000);
  expect(topics.column('Content')).toEqual(Array(30).fill('It sells bread.'));
  expect(topics.column('Found')[0]).toBe('Company 1 (sandbox encyclopedia)\nNews: Company 1 (sandbox)');
  expect(topics.column('Found')[29]).toBe('');
  const [sent] = world.sandbox.openai.log.filter(({ path }) => path === '/v1/responses');
  expect(sent?.body).toMatchObject({ store: false, max_tool_calls: 2, tool_choice: 'required' });
  await app.evaluate(() => (location.hash = '#/runs'));
  // Two runs bear the database's name: the newest comes first.
  const openNewest = () => {
    const link = document.querySelector<HTMLElement>('a.list-name');
    link?.click();
    return link !== null;
  };
  await until(
    () => app.evaluate(openNewest),
    30_000,
    () => 'the newest run',
  );
  await app.getByText('29 searches').waitFor();
  await app.getByText(/Answered without searching the web/).waitFor();
  await app.getByRole('button', 'Details of Company 1').click();
  await app.getByRole('link', 'News: Company 1 (sandbox)').waitFor();
});

it('ends a page with the sources of its text', async () => {
  const { notion, demo } = world.sandbox;
  const page = notion.world.addPage({ title: 'Bread', blocks: [] });
  notion.world.edit.share(demo.token.token, page.id);
  const app = await setUpApp(world);
  await app.evaluate(() => (location.hash = '#/create'));
  await app.getByRole('textbox', 'URL').fill(webUrl(page.id));
  await app.getByRole('button', 'Next').click();
  await app.getByRole('checkbox', 'Search the web').check();
  answer = () => ({ text: '# Bread\n\nBread is old. See [this](https://stranger.example/?q=1).' });
  await generate(app, 'Write about bread');
  await waitForStatus(app, /Done/);
  const text = JSON.stringify(notion.world.render(page.id));
  expect(text).toContain('Sources');
  expect(text).toContain('https://news.example/');
  expect(text).not.toContain('utm_source');
  expect(text).not.toContain('https://stranger.example');
});
