import { beforeEach, expect, it } from 'vitest';

import { webUrl } from '../../sandbox/main.ts';
import type { AnswerScript } from '../../sandbox/models/answers.ts';
import type { AnswerRequest } from '../../sandbox/models/answer-request.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import {
  addTopics,
  call,
  generate,
  openCreate,
  renameTopic,
  scrollThroughRows,
  setUpApp,
  tick,
  waitForStatus,
} from './rows-app.ts';

/** Answers every request by the test's own rule. */
let answer: (request: AnswerRequest) => string = () => '';
const script: AnswerScript = {
  take: (request) => ({ text: answer(request) }),
  push: () => undefined,
  pending: () => 0,
};
const world = useWorld({ sandbox: { models: { script, chunkDelayMs: 0 } } });

const TOPICS = ['Alpha', 'Beta', 'Gamma'] as const;
const topicIn = ({ prompt }: AnswerRequest) => TOPICS.find((topic) => prompt.includes(topic)) ?? 'nobody';
const about = (request: AnswerRequest) => `About ${topicIn(request)}`;
const rows = (content: Readonly<Record<string, string>> = {}) =>
  TOPICS.map((Topic) => ({ Topic, ...(content[Topic] !== undefined && { Content: content[Topic] }) }));

beforeEach(() => {
  answer = about;
});

const choose = (app: Surface, field: string, option: string) => app.getByRole('combobox', field).select(option);
const writes = () => world.sandbox.notion.log.of('PATCH', /\/pages\//).length;

it('starts with what the column Generate ticks, ticks all rows at once, and tells Notion of neither', async () => {
  const topics = addTopics(world, [{ Topic: 'Alpha', Generate: true }, { Topic: 'Beta' }]);
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await expect.poll(() => tick(app, 'Alpha').isChecked()).toBe(true);
  expect(await tick(app, 'Beta').isChecked()).toBe(false);
  const before = writes();
  await app.getByRole('checkbox', 'Select all rows').check();
  expect(await tick(app, 'Beta').isChecked()).toBe(true);
  expect(writes()).toBe(before);
});

it('writes a changed topic back to its row', async () => {
  const topics = addTopics(world, rows());
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await renameTopic(app, 'Beta', 'Better');
  await expect.poll(() => topics.column('Topic')).toEqual(['Alpha', 'Better', 'Gamma']);
});

it('fills only empty cells, says which were filled, and overwrites them when told to; Undo puts back what was there', async () => {
  const topics = addTopics(world, rows({ Beta: 'Mine.' }));
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await choose(app, 'Rows', 'All');
  await generate(app, 'Write about it');
  await waitForStatus(app, /Done: 2 of 3 rows done, 1 skipped/);
  expect(topics.column('Content')).toEqual(['About Alpha', 'Mine.', 'About Gamma']);
  await app.getByText(/already filled\. Tick/).waitFor();
  answer = (request) => `More about ${topicIn(request)}`;
  await app.getByRole('checkbox', 'Overwrite filled cells').check();
  await app.getByRole('button', 'Generate').click();
  await expect.poll(() => topics.column('Content')[1]).toBe('More about Beta');
  await waitForStatus(app, /Done: 3 of 3 rows done/);
  await app.getByRole('button', 'Undo').click();
  await waitForStatus(app, /Undone: 3 rows/);
  expect(topics.column('Content')).toEqual(['About Alpha', 'Mine.', 'About Gamma']);
});

it('takes only the rows that are empty, and those of a view', async () => {
  const topics = addTopics(world, rows({ Beta: 'Mine.' }));
  world.sandbox.notion.world.addView({
    databaseId: topics.databaseId,
    dataSourceId: topics.dataSourceId,
    name: 'Just Gamma',
    filter: { property: 'Topic', title: { equals: 'Gamma' } },
  });
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await choose(app, 'Rows', 'Just Gamma');
  await app.getByText('1 prompt').waitFor();
  await generate(app, 'Write about it');
  await waitForStatus(app, /Done: 1 of 1 row done/);
  expect(topics.column('Content')).toEqual(['', 'Mine.', 'About Gamma']);
  await choose(app, 'Rows', 'Only empty');
  await app.getByText('1 prompt').waitFor();
  await app.getByRole('button', 'Generate').click();
  await expect.poll(() => topics.column('Content')).toEqual(['About Alpha', 'Mine.', 'About Gamma']);
  // That no row is left to fill is what was wanted: it is no fault.
  await app.getByText('0 rows').waitFor();
  expect(await app.getByText(/No row fits this choice/).count()).toBe(0);
});

it('fills several typed columns, refuses an unknown option with its reason, and retries what failed', async () => {
  const topics = addTopics(world, rows(), {
    Topic: { title: {} },
    Kind: { select: { options: [{ name: 'Post' }, { name: 'Note' }] } },
    Score: { number: {} },
    Day: { date: {} },
    Ready: { checkbox: {} },
  });
  const typed = (kind: string) => JSON.stringify({ p0: kind, p1: 7.5, p2: '2026-11-21', p3: true });
  answer = (request) => typed(request.prompt.includes('Beta') ? 'Nonsense' : 'Post');
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await choose(app, 'Output', 'Several properties');
  for (const name of ['Kind', 'Score', 'Day', 'Ready']) await app.getByRole('checkbox', name).check();
  await choose(app, 'Rows', 'All');
  await generate(app, 'Judge it');
  await waitForStatus(app, /Done with errors: 2 of 3 rows done, 1 failed/);
  await app.getByText(/The model chose Nonsense, which Kind does not have/).waitFor();
  expect(topics.column('Kind')).toEqual(['Post', '', 'Post']);
  expect(topics.column('Score')).toEqual(['7.5', '', '7.5']);
  expect(topics.column('Day')).toEqual(['2026-11-21', '', '2026-11-21']);
  expect(topics.column('Ready')).toEqual(['Yes', 'No', 'Yes']);
  answer = () => typed('Note');
  await app.getByRole('button', 'Retry failed').click();
  await waitForStatus(app, /Done: 3 of 3 rows done/);
  expect(topics.column('Kind')).toEqual(['Post', 'Note', 'Post']);
});

it('leaves alone what a person wrote meanwhile, and says so', async () => {
  const topics = addTopics(world, rows());
  const [first] = topics.rowIds();
  answer = (request) => {
    // Typed while the model is at it; long enough ago by Notion's clock when the answer is written.
    if (request.prompt.includes('Alpha')) {
      world.sandbox.notion.world.edit.setProperty(first!, 'Content', 'Typed by me.');
      world.sandbox.notion.world.edit.moveTime(61_000);
    }
    return about(request);
  };
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await choose(app, 'Rows', 'All');
  await generate(app, 'Write about it');
  await waitForStatus(app, /Done: 2 of 3 rows done, 1 skipped/);
  expect(topics.column('Content')).toEqual(['Typed by me.', 'About Beta', 'About Gamma']);
  await app.getByText(/edited by you/).waitFor();
});

it('writes page bodies', async () => {
  const topics = addTopics(world, rows());
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await choose(app, 'Output', 'Page body');
  await choose(app, 'Where', 'Add to the end');
  await tick(app, 'Beta').check();
  await generate(app, 'Write about it');
  await waitForStatus(app, /Done: 1 of 1 row done/);
  const bodies = topics.rowIds().map((id) => world.sandbox.notion.world.toText(id).split('\n').slice(1).join());
  expect(bodies).toEqual(['', 'About Beta', '']);
});

it('says before the click that a plan does not suffice, and does the part that fits', async () => {
  const many = Array.from({ length: 12 }, (_, at) => ({ Topic: `Topic ${at + 1}` }));
  const topics = addTopics(world, many);
  const app = await setUpApp(world);
  await call(app, 'plan.choose', { plan: 'personal', monthlyPrompts: 10_000 });
  const used = await usedPrompts(app);
  await call(app, 'plan.choose', { plan: 'personal', monthlyPrompts: used + 5 });
  await openCreate(app, topics.databaseId);
  await choose(app, 'Rows', 'All');
  await app.getByText('This run needs 12 prompts, and your plan has 5 left.').waitFor();
  await generate(app, 'Write about it');
  await app.getByRole('dialog').getByRole('button', 'Generate the first 5').click();
  await waitForStatus(app, /Done: 5 of 5 rows done/);
  expect(topics.column('Content').map((text) => text !== '')).toEqual(many.map((_, at) => at < 5));
  await app.getByText(/You have used \d+ of \d+ prompts/).waitFor();
  expect(await app.getByRole('button', 'Generate').attribute('aria-disabled')).toBe('true');
  expect(await app.getByRole('combobox', 'Rows').value()).toBe('all');
});

it('comes back as it was left', async () => {
  const topics = addTopics(world, rows());
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await tick(app, 'Gamma').check();
  await app.getByRole('checkbox', 'Overwrite filled cells').check();
  await app.getByRole('textbox', 'AI prompt').fill('About {{Topic}}');
  await app.evaluate(() => (location.hash = '#/home'));
  await app.getByRole('heading', 'Home').waitFor();
  await app.evaluate(() => history.back());
  await app.getByRole('grid', 'Rows of the database').waitFor();
  await tick(app, 'Gamma').waitFor();
  expect(await app.getByRole('textbox', 'AI prompt').value()).toBe('About {{Topic}}');
  expect(await tick(app, 'Gamma').isChecked()).toBe(true);
  expect(await tick(app, 'Alpha').isChecked()).toBe(false);
  expect(await app.getByRole('checkbox', 'Overwrite filled cells').isChecked()).toBe(true);
});

it('keeps the ticks while other rows are chosen, and all but one', async () => {
  const topics = addTopics(world, rows());
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  const leaveAndComeBack = async () => {
    await app.evaluate(() => (location.hash = '#/home'));
    await app.getByRole('heading', 'Home').waitFor();
    await app.evaluate(() => history.back());
    await tick(app, 'Gamma').waitFor();
  };
  const ticked = () => Promise.all(TOPICS.map((topic) => tick(app, topic).isChecked()));
  await tick(app, 'Alpha').check();
  await tick(app, 'Gamma').check();
  await choose(app, 'Rows', 'Only empty');
  await app.getByText('3 of 3 rows chosen').waitFor();
  await leaveAndComeBack();
  expect(await app.getByRole('combobox', 'Rows').value()).toBe('empty');
  await choose(app, 'Rows', 'Ticked');
  await app.getByText('2 of 3 rows ticked').waitFor();
  expect(await ticked()).toEqual([true, false, true]);
  await app.getByRole('checkbox', 'Select all rows').check();
  await tick(app, 'Beta').click();
  await choose(app, 'Rows', 'All');
  await leaveAndComeBack();
  await choose(app, 'Rows', 'Ticked');
  await app.getByText('2 of 3 rows ticked').waitFor();
  expect(await ticked()).toEqual([true, false, true]);
});

it('offers the names of the columns after {{, by keyboard, and does not start with a name nobody knows', async () => {
  const topics = addTopics(world, rows());
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByRole('textbox', 'AI prompt').click();
  for (const key of ['{', '{', 'T', 'o', 'p']) await app.press(key);
  await app.getByRole('listbox', 'Names').getByRole('option', 'Topic').waitFor();
  await app.press('Enter');
  expect(await app.getByRole('textbox', 'AI prompt').value()).toBe('{{Topic}}');
  await app.getByRole('textbox', 'AI prompt').fill('About {{Nobody}}');
  await app.getByText(/No column is called that: \{\{Nobody\}\}/).waitFor();
  await app.getByRole('checkbox', 'Select all rows').check();
  await app.getByRole('button', 'Generate').click();
  // Too much for one prompt is said at the field, with how much fits.
  await app.getByRole('textbox', 'AI prompt').fill('x'.repeat(200_001));
  await app.getByText(/200,001 characters, and 200,000 fit/).waitFor();
  await app.getByRole('button', 'Generate').click();
  expect(topics.column('Content')).toEqual(['', '', '']);
});

it('keeps 10,000 rows smooth: a few dozen in the document, all of them told to a reader', async () => {
  const many = Array.from({ length: 10_000 }, (_, at) => ({ Topic: `Topic ${at + 1}` }));
  const topics = addTopics(world, many);
  world.sandbox.notion.limiter.enabled = false;
  const app = await setUpApp(world);
  await openCreate(app, topics.databaseId);
  await app.getByText('0 of 10,000 rows ticked').waitFor('visible', 50_000);
  const seen = await scrollThroughRows(app);
  world.sandbox.notion.limiter.enabled = true;
  expect(seen.count).toBe('10001');
  expect(seen.most).toBeLessThan(60);
  await app.getByRole('checkbox', 'Select all rows').check();
  await app.getByText('10,000 of 10,000 rows ticked').waitFor();
});

it('generates from the popup on a database: its rows, its prompt, its counts, and the way to the table', async () => {
  const topics = addTopics(world, rows({ Beta: 'Mine.' }));
  await setUpApp(world);
  const page = await world.chromium.openPage(webUrl(topics.databaseId));
  const popup = await world.chromium.openRealPopup(page);
  await popup.getByText('3 rows, 2 empty.').waitFor();
  await popup.getByRole('combobox', 'Rows').select('Only empty');
  await popup.getByText('2 prompts').waitFor();
  await generate(popup, 'Write about it');
  await waitForStatus(popup, /Done: 2 of 2 rows done/);
  expect(topics.column('Content')).toEqual(['About Alpha', 'Mine.', 'About Gamma']);
  await popup.getByRole('link', 'Open the grid').waitFor();
});

async function usedPrompts(app: Surface): Promise<number> {
  const text = await app.evaluate(() => document.body.innerText);
  return Number(/Prompts used ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}
