/** What people reported of tools that fill Notion, each met as they meet it: through the built extension, in their own time zone. */
import { expect, it } from 'vitest';

import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { FaultCondition } from '../../sandbox/models/faults.ts';
import type { RecordedName } from '../../sandbox/models/recorded-answers.ts';
import { addWikiDatabase } from '../../sandbox/notion/world-build.ts';
import { webUrl } from '../../sandbox/main.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { GEMINI, fillSettings, localServer, saveSettings, wait } from './engine-scenes.ts';
import { addTopics, call, generate, openCreate, setUpApp, waitForStatus } from './rows-app.ts';

// Behind UTC: in the evening there it is tomorrow in Greenwich.
process.env['TZ'] = 'America/New_York';

let answer = (_prompt: string): string => '';
const script: AnswerScript = {
  take: ({ prompt }) => ({ text: answer(prompt) }),
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });
const fault = (name: RecordedName, when: FaultCondition = {}, times = 1) =>
  world.sandbox.openai.faults.add({ kind: 'recorded', name }, { when, times });
const asked = () => world.sandbox.openai.log.filter(({ method }) => method === 'POST');

async function openRows(app: Surface, databaseId: string): Promise<void> {
  await openCreate(app, databaseId);
  await app.getByRole('checkbox', 'Select all rows').check();
}

it('cells hold the answer alone: parts that are no text, thoughts and bills without numbers do no harm', async () => {
  const topics = addTopics(world, [{ Topic: 'Alpha' }, { Topic: 'Beta' }, { Topic: 'Gamma' }, { Topic: 'Delta' }]);
  const app = await setUpApp(world);
  fault('content-in-parts', { promptIncludes: 'Alpha' });
  fault('usage-of-nulls', { promptIncludes: 'Gamma' });
  fault('bad-json', { promptIncludes: 'Delta' });
  answer = (prompt) =>
    prompt.includes('Beta') ? 'Okay, the user wants a slogan. Maybe rivers.\n</think>\n\nFresh bread.' : 'Asked again.';
  await openRows(app, topics.databaseId);
  const before = asked().length;
  await generate(app, 'A slogan');
  await waitForStatus(app, /Done: 4 of 4 rows done/);
  expect(topics.column('Content')).toEqual(['Rivers flow.', 'Fresh bread.', 'Rivers flow.', 'Asked again.']);
  expect(asked().length - before).toBe(5);
});

it('an empty account told inside a stream pauses the run at once; a row that is too large fails alone', async () => {
  const app = await setUpApp(world);
  const poor = addTopics(
    world,
    ['One', 'Two', 'Three'].map((Topic) => ({ Topic })),
  );
  fault('402-in-stream', {}, 3);
  answer = () => 'Short.';
  await openRows(app, poor.databaseId);
  await generate(app, 'A slogan');
  await wait(app, /has no credit left/);
  await app.getByRole('button', 'Resume').waitFor();
  expect(poor.column('Content').filter((text) => text !== '')).toEqual([]);
  world.sandbox.openai.faults.clear();
  // A model that has to be loaded first: the wait is said, and is no fault.
  world.sandbox.openai.faults.add({ kind: 'slow-first-byte', ms: 11_500 }, { times: 3 });
  await app.getByRole('button', 'Resume').click();
  await wait(app, /The model has not started yet\. Visen is waiting \(\d+ s\)/);
  await waitForStatus(app, /Done: 3 of 3 rows done/);

  const large = addTopics(world, [{ Topic: 'Small' }, { Topic: 'Large' }]);
  fault('larger-than-limit-by-413', { promptIncludes: 'Large' });
  await openRows(app, large.databaseId);
  await generate(app, 'A slogan');
  await waitForStatus(app, /Done with errors: 1 of 2 rows done, 1 failed/);
  await wait(app, /limit[^]*6,000[^]*9,100|9,100[^]*6,000/);
});

it('half an answer does not take the place of what stood on a page, and no address of a private file leaves it', async () => {
  const { notion, demo } = world.sandbox;
  const url = 'https://prod-files-secure.s3.us-west-2.amazonaws.com/a/plan.png?X-Amz-Signature=c0ffee&X-Amz-Date=1';
  const page = notion.world.addPage({ title: 'Old page', blocks: 'What stood there.' });
  notion.world.edit.append(page.id, [{ type: 'image', image: { type: 'external', external: { url } } }]);
  notion.world.edit.share(demo.token.token, page.id);
  const app = await setUpApp(world);
  await app.goto(`${world.browser.origin}/options.html#/create?type=page&url=${encodeURIComponent(webUrl(page.id))}`);
  await app.getByRole('button', 'Next').click();
  await app.getByRole('textbox', 'AI prompt').waitFor();
  await app.getByRole('combobox', 'Where').select('Replace the page');
  let stoodBefore = '';
  answer = () => {
    stoodBefore = notion.world.toText(page.id);
    return 'Something new.';
  };
  fault('empty-reason-and-cut');
  const before = asked().length;
  await generate(app, 'Sum up this page');
  await app.getByRole('dialog').getByRole('button', 'Replace the page').click();
  await wait(app, /^Done/m);
  expect(stoodBefore).toContain('What stood there.');
  expect(notion.world.toText(page.id)).toBe('Old page\nSomething new.');
  const sent = JSON.stringify(asked().slice(before));
  expect(asked().length - before).toBe(2);
  expect(sent).toContain('What stood there.');
  expect(sent).not.toMatch(/X-Amz|c0ffee/);
});

it('a wiki opens; relations are titles, all of them; braces in a name and the person’s day and hour are right', async () => {
  const projects = addTopics(
    world,
    Array.from({ length: 30 }, (_, at) => ({ Topic: `Project ${at + 1}` })),
  );
  const topics = addTopics(world, [], {
    Topic: { title: {} },
    Content: { rich_text: {} },
    'Price {EUR}': { number: {} },
    Due: { date: {} },
    Projects: { relation: { data_source_id: projects.dataSourceId, type: 'single_property', single_property: {} } },
  });
  world.sandbox.notion.world.addRow(topics.dataSourceId, {
    Topic: 'Alpha',
    'Price {EUR}': 12,
    Projects: projects.rowIds().map((id) => ({ id })),
  });
  addWikiDatabase(world.sandbox.notion.world, topics.dataSourceId, 'A database in the wiki');
  const app = await setUpApp(world);
  answer = () => JSON.stringify({ p0: 'Project 7', p1: '2026-12-01T09:00' });
  await openCreate(app, topics.databaseId);
  await app.getByRole('combobox', 'Output').select('Several properties');
  for (const name of ['Content', 'Due']) await app.getByRole('checkbox', name).check();
  await app.getByRole('checkbox', 'Select all rows').check();
  await generate(app, 'On {{today}}: which fits {{Projects}} at {{Price {EUR}}}?');
  await waitForStatus(app, /Done: 1 of 1 row done/);
  const { prompt = '' } = asked().at(-1) ?? {};
  for (let at = 1; at <= 30; at += 1) expect(prompt).toContain(`Project ${at}`);
  expect(prompt).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|Price \{EUR\}\}/);
  expect(prompt).toContain('12');
  expect(prompt).toContain(new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date()));
  expect(topics.column('Content')).toEqual(['Project 7']);
  expect(topics.column('Due')).toEqual([expect.stringMatching(/2026-12-01T09:00:00(?:\.000)?-05:00/)]);
});

it('the estimate counts what is sent, and Effort None reaches a server that thinks', async () => {
  const transcript = 'We spoke about rivers and their mouths for a while. '.repeat(150);
  const rows = Array.from({ length: 5 }, (_, at) => ({ Topic: `Talk ${at}`, Transcript: transcript }));
  const properties = { Topic: { title: {} }, Content: { rich_text: {} }, Transcript: { rich_text: {} } };
  const topics = addTopics(world, rows, properties);
  await world.browser.grantHost('http://127.0.0.1');
  const app = await fillSettings(world, localServer(world), 'qwen3:8b');
  await saveSettings(app);
  await call(app, 'plan.choose', { plan: 'unlimited' });
  answer = () => 'They spoke about rivers.';
  await openRows(app, topics.databaseId);
  await app.getByRole('combobox', 'Output').select('Content');
  await app.getByText('More options').click();
  await app.getByRole('combobox', 'Effort').select('None');
  await app.getByRole('textbox', 'AI prompt').fill('Sum up: {{Transcript}}');
  await wait(app, /about \d+,\d{3} tokens/);
  const shown = await app.evaluate(() => document.body.innerText);
  const estimated = Number(/about ([\d,]+) tokens/.exec(shown)?.[1]?.replaceAll(',', ''));
  await app.getByRole('button', 'Generate').click();
  await waitForStatus(app, /Done: 5 of 5 rows done/);
  const sent = world.sandbox.compatible.log.filter(({ prompt }) => prompt.includes('their mouths'));
  expect(sent).toHaveLength(5);
  for (const { body } of sent) expect(body).toMatchObject({ reasoning_effort: 'none' });
  const taken = sent.reduce((sum, { system, prompt, answer: said }) => sum + (system + prompt + said).length / 4, 0);
  expect(estimated / taken).toBeGreaterThan(0.8);
  expect(estimated / taken).toBeLessThan(1.2);
});

it('a model without free use, a refusal for privacy and a list in another form say what they are', async () => {
  const { gemini, compatible } = world.sandbox;
  await world.browser.grantHost('http://127.0.0.1');
  await world.browser.grantHost(GEMINI.origin);
  const app = await fillSettings(world, { ...localServer(world), fields: {} });
  await app.getByLabel('Base URL').fill(`"${new URL(compatible.origin).host}/v1"`);
  compatible.faults.add({ kind: 'recorded', name: 'data-policy' }, { when: { on: 'models' } });
  await app.getByLabel('Model').click();
  await app.getByText('What the server said').click();
  await wait(app, /No endpoint matches your data policy/);
  expect(await app.evaluate(() => document.body.innerText)).not.toMatch(/ \./);
  const list = '[{"id":"meta/llama"},{"name":"no id"},{"id":"b"}]';
  compatible.faults.add({ kind: 'list', body: list }, { when: { on: 'models' } });
  await app.getByLabel('Model').click();
  await wait(app, /2 models/);

  gemini.faults.add({ kind: 'recorded', name: 'gemini:no-free-use' });
  const settings = await fillSettings(world, GEMINI);
  await settings.getByRole('button', 'Test AI connection').click();
  await wait(settings, /AI engine:\s+[^]*cannot use gemini\S* for free/);
  await settings.getByText('What the server said').click();
  await wait(settings, /Quota exceeded for metric/);
});
